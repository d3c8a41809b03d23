/** First in, first out; taking the first of many costs no more than of few. */
export class Queue<T> {
  private items: (T | undefined)[] = []
  private head = 0

  get size(): number {
    return this.items.length - this.head
  }

  get first(): T | undefined {
    return this.items[this.head]
  }

  push(item: T): void {
    this.items.push(item)
  }

  shift(): T | undefined {
    const item = this.items[this.head]
    if (item === undefined) return undefined
    // What is kept beyond its time is copied by the garbage collector.
    this.items[this.head] = undefined
    this.head += 1
    if (this.head === this.items.length) {
      this.items.length = 0
      this.head = 0
    } else if (this.head >= 1024) {
      this.items.splice(0, this.head)
      this.head = 0
    }
    return item
  }

  /** Takes all out. */
  clear(): T[] {
    const rest = this.items.slice(this.head) as T[]
    this.items = []
    this.head = 0
    return rest
  }
}
