import type { Push } from '../shared/contract.js'

/**
 * Least time, ms, between two batches of pushes, so that a view is never told faster than it can draw. Longer while more
 * passes than a push carries: nobody reads along then, and each telling costs the window some of its frames.
 */
const period = 100
const floodPeriod = 500

type Source = () => readonly Push[]

/** Gathers what has changed and tells it in batches; what a view missed in between is told once, as it is then. */
export class PushQueue {
  private readonly listeners = new Set<(pushes: readonly Push[]) => void>()
  private readonly dirty = new Map<string, Source>()
  private timer: NodeJS.Timeout | undefined
  private wait = period

  /** Notes that a slice has changed; `source` makes its pushes when the batch goes out. */
  mark(slice: string, source: Source): void {
    this.dirty.set(slice, source)
    this.timer ??= setTimeout(() => this.flush(), this.wait)
  }

  onPush(listener: (pushes: readonly Push[]) => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  stop(): void {
    clearTimeout(this.timer)
    this.listeners.clear()
    this.dirty.clear()
  }

  private flush(): void {
    this.timer = undefined
    const sources = [...this.dirty.values()]
    this.dirty.clear()
    const pushes = sources.flatMap((source) => source())
    this.wait = pushes.some((push) => 'omitted' in push && push.omitted > 0) ? floodPeriod : period
    if (pushes.length === 0) return
    for (const listener of this.listeners) listener(pushes)
  }
}
