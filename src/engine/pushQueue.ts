import type { Push } from '../shared/contract.js'

/**
 * Least time, ms, between two batches of pushes, so that a view is never told faster than it can draw. Longer in a flood:
 * nobody reads along then, and each telling costs the window some of its frames.
 */
const period = 100
const floodPeriod = 500
/** What somebody can follow in one list, changes/ms; more is a flood. */
const mostFollowed = 0.3

type Source = () => readonly Push[]

/** What there is to tell of a list, and how many of its rows have changed, told or not. */
type ListSource = () => { readonly pushes: readonly Push[]; readonly changes: number }

/**
 * Gathers what has changed and tells it in batches; what a view missed in between is told once, as it is then. In a flood
 * each list is told by itself, evenly after the others: a window that is told of all at once has all of itself to draw in
 * one frame.
 */
export class PushQueue {
  private readonly listeners = new Set<(pushes: readonly Push[]) => void>()
  private readonly dirty = new Map<string, Source>()
  private readonly dirtyLists = new Map<string, ListSource>()
  private timer: NodeJS.Timeout | undefined
  private readonly later = new Set<NodeJS.Timeout>()
  private isFlood = false

  /** Notes that a slice has changed; `source` makes its pushes when the batch goes out. */
  mark(slice: string, source: Source): void {
    this.dirty.set(slice, source)
    this.schedule()
  }

  /** The same of what is long, and takes a view the longest to draw. */
  markList(slice: string, source: ListSource): void {
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
    const pushes = [...this.dirty.values()].flatMap((source) => source())
    const lists = [...this.dirtyLists.values()]
    this.dirty.clear()
    this.dirtyLists.clear()
    if (!this.isFlood) {
      const told = lists.map((list) => list())
      this.isFlood = told.some(({ changes }) => changes > mostFollowed * period)
      this.tell([...pushes, ...told.flatMap((list) => list.pushes)])
      return
    }
    this.tell(pushes)
    let isFlood = false
    for (const [index, list] of lists.entries()) {
      const timer = setTimeout(
        () => {
          this.later.delete(timer)
          const { pushes: told, changes } = list()
          isFlood ||= changes > mostFollowed * floodPeriod
          if (index === lists.length - 1) this.isFlood = isFlood
          this.tell(told)
        },
        ((index + 1) * floodPeriod) / (lists.length + 1)
      )
      this.later.add(timer)
    }
    if (lists.length === 0) this.isFlood = false
  }

  private tell(pushes: readonly Push[]): void {
    if (pushes.length > 0) for (const listener of this.listeners) listener(pushes)
  }
}
