import type { Limits } from '../../shared/limits.js'

/** How much may wait for one store. */
export type WaitLimit = 'waitingMessages' | 'waitingBytes'

/** A connection whose socket can be left unread, so that its sender has to wait. */
export interface Source {
  /** Reading goes on when everybody who paused it has resumed it. */
  pauseReading(by: object): void
  resumeReading(by: object): void
}

interface Queue {
  readonly size: number
  readonly bytes: number
  all(): readonly { readonly source: Source | undefined }[]
}

/**
 * Stops reading from those who send while too much waits for a store, and goes on when half of it has gone. What has
 * been read by then is still taken, at most one read of each connection.
 */
export class BackPressure {
  private readonly paused = new Set<Source>()

  constructor(
    private readonly limits: () => Pick<Limits, WaitLimit>,
    private readonly queues: readonly Queue[],
    /** Reading has been stopped, because of this limit. */
    private readonly onPaused: (limit: WaitLimit) => void
  ) {}

  pushed(source: Source | undefined): void {
    const limit = this.reached(1)
    if (limit === undefined) return
    const before = this.paused.size
    if (before === 0) for (const queue of this.queues) for (const item of queue.all()) this.pause(item.source)
    this.pause(source)
    if (before === 0 && this.paused.size > before) this.onPaused(limit)
  }

  shrunk(): void {
    if (this.paused.size > 0 && this.reached(0.5) === undefined) this.release()
  }

  release(): void {
    for (const source of this.paused) source.resumeReading(this)
    this.paused.clear()
  }

  forget(source: Source): void {
    if (this.paused.delete(source)) source.resumeReading(this)
  }

  private pause(source: Source | undefined): void {
    if (source === undefined || this.paused.has(source)) return
    this.paused.add(source)
    source.pauseReading(this)
  }

  private reached(share: number): WaitLimit | undefined {
    const { waitingMessages, waitingBytes } = this.limits()
    for (const { size, bytes } of this.queues) {
      if (size >= waitingMessages * share) return 'waitingMessages'
      if (bytes >= waitingBytes * share) return 'waitingBytes'
    }
    return undefined
  }
}
