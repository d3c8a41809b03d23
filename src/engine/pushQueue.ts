import type { Push } from '../shared/contract.js'

/**
 * Least time, ms, between two batches of pushes, so that a view is never told faster than it can draw. Longer while more
 * passes than a push carries: nobody reads along then, and each telling costs the window some of its frames.
 */
const period = 100
const floodPeriod = 500

type Source = () => readonly Push[]

/**
 * Gathers what has changed and tells it in batches; what a view missed in between is told once, as it is then. While more
 * passes than a push carries, each list is told by itself, evenly after the others: a window that is told of all at once
 * has all of itself to draw in one frame.
 */
export class PushQueue {
  private readonly listeners = new Set<(pushes: readonly Push[]) => void>()
  private readonly dirty = new Map<string, Source>()
  private readonly dirtyLists = new Map<string, Source>()
  private timer: NodeJS.Timeout | undefined
  private readonly later = new Set<NodeJS.Timeout>()
  private isFlood = false

  /** Notes that a slice has changed; `source` makes its pushes when the batch goes out. */
  mark(slice: string, source: Source): void {
    this.dirty.set(slice, source)
    this.schedule()
  }

  /** The same of what is long, and takes a view the longest to draw. */
  markList(slice: string, source: Source): void {
    this.dirtyLists.set(slice, source)
    this.schedule()
  }

  onPush(listener: (pushes: readonly Push[]) => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  stop(): void {
    clearTimeout(this.timer)
    for (const timer of this.later) clearTimeout(timer)
    this.listeners.clear()
    this.dirty.clear()
    this.dirtyLists.clear()
  }

  private schedule(): void {
    this.timer ??= setTimeout(() => this.flush(), this.isFlood ? floodPeriod : period)
  }

  private flush(): void {
    this.timer = undefined
    const sources = [...this.dirty.values()]
    const lists = [...this.dirtyLists.values()]
    this.dirty.clear()
    this.dirtyLists.clear()
    if (!this.isFlood) {
      this.isFlood = this.tell([...sources, ...lists])
      return
    }
    this.tell(sources)
    let isFlood = false
    for (const [index, list] of lists.entries()) {
      const timer = setTimeout(
        () => {
          this.later.delete(timer)
          isFlood = this.tell([list]) || isFlood
          if (index === lists.length - 1) this.isFlood = isFlood
        },
        ((index + 1) * floodPeriod) / (lists.length + 1)
      )
      this.later.add(timer)
    }
    if (lists.length === 0) this.isFlood = false
  }

  /** Whether a push had to leave anything out. */
  private tell(sources: readonly Source[]): boolean {
    const pushes = sources.flatMap((source) => source())
    if (pushes.length > 0) for (const listener of this.listeners) listener(pushes)
    return pushes.some((push) => 'omitted' in push && push.omitted > 0)
  }
}
