/** Where a page begins: after which row, and with `max_returned_count` how many may still come. */
export class Cursor {
  private constructor(
    readonly position: string | undefined,
    private readonly remaining: number
  ) {}

  /** @param newest How many may come in all, when this is the first page. */
  static parse(after: string | undefined, newest: number | undefined): Cursor {
    if (after === undefined) return new Cursor(undefined, newest ?? Infinity)
    const slash = after.indexOf('/')
    return new Cursor(after.slice(slash + 1), slash === 0 ? Infinity : Number(after.slice(0, slash)))
  }

  limit(wanted: number): number {
    return Math.min(wanted, this.remaining)
  }

  /** The cursor of the page after one of `count` rows that ends at `last`; undefined where there can be none. */
  next(count: number, limit: number, last: string | undefined): string | undefined {
    const remaining = this.remaining - count
    if (count < limit || remaining <= 0 || last === undefined) return undefined
    return `${remaining === Infinity ? '' : remaining}/${last}`
  }
}
