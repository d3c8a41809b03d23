import type { AppError } from '../../shared/errors.js'
import { storeBackoff, waitBefore } from './backoff.js'

export interface Failure {
  readonly error: AppError
  readonly at: number
  /** When the next try is made, ms since the epoch; undefined while it is being made, and where none is made unasked. */
  readonly nextTry: number | undefined
}

/**
 * One kind of work on one store. After a failure whoever does that work waits for the same next try: then the store is
 * asked whether it is there at all, once for everybody, and only if so they go on. Success alone ends the waiting
 * times' growth: a server that answers and refuses writes is not asked to write ever faster.
 */
export class Tries {
  private failures = 0
  private current: Failure | undefined
  private timer: NodeJS.Timeout | undefined
  /** Whether the next try is still to come. */
  private isDue = false
  private probing = false
  private closed = false
  private readonly waiters = new Set<(goOn: boolean) => void>()

  constructor(
    private readonly probe: () => Promise<unknown>,
    /** Whether after this failure only a person may have the next try made. */
    private readonly isLeftAway: (error: AppError) => boolean,
    private readonly onChange: () => void
  ) {}

  get failure(): Failure | undefined {
    return this.current
  }

  /** Resolves to true when the next try may be made, to false when it is no longer wanted or this has been closed. */
  wait(signal?: AbortSignal): Promise<boolean> {
    if (this.closed || signal?.aborted === true) return Promise.resolve(false)
    if (this.current === undefined) return Promise.resolve(true)
    return new Promise((resolve) => {
      const finish = (goOn: boolean) => {
        this.waiters.delete(finish)
        signal?.removeEventListener('abort', cancel)
        resolve(goOn)
      }
      const cancel = () => finish(false)
      this.waiters.add(finish)
      signal?.addEventListener('abort', cancel)
    })
  }

  failed(error: AppError): void {
    // Of several that were under way when the store went, the first is the one that counts.
    if (this.closed || this.isDue || this.probing) return
    this.failures += 1
    this.isDue = true
    const at = Date.now()
    if (this.isLeftAway(error)) {
      this.change({ error, at, nextTry: undefined })
      return
    }
    const wait = waitBefore(storeBackoff, this.failures, Math.random())
    this.timer = setTimeout(() => void this.tryAgain(), wait)
    this.change({ error, at, nextTry: at + wait })
  }

  /** Returns whether this ends a time of failures. */
  succeeded(): boolean {
    if (this.current === undefined) return false
    clearTimeout(this.timer)
    this.isDue = false
    this.failures = 0
    this.change(undefined)
    this.release(true)
    return true
  }

  /** The next try now, instead of at its time. */
  retryNow(): void {
    if (this.isDue) void this.tryAgain()
  }

  /** Nobody wants the work done any more: then only the store's own answer ends the failure. */
  giveUp(): void {
    this.release(false)
  }

  close(): void {
    this.closed = true
    clearTimeout(this.timer)
    this.isDue = false
    this.release(false)
  }

  private async tryAgain(): Promise<void> {
    clearTimeout(this.timer)
    this.isDue = false
    const before = this.current
    if (before === undefined) return
    this.change({ ...before, nextTry: undefined })
    this.probing = true
    let error: AppError | undefined
    try {
      await this.probe()
    } catch (thrown) {
      error = thrown as AppError
    } finally {
      this.probing = false
    }
    if (this.closed || this.current === undefined) return
    if (error !== undefined) this.failed(error)
    // With nobody left whose work would tell, the answer is all there is to go by.
    else if (this.waiters.size === 0) this.succeeded()
    else this.release(true)
  }

  private release(goOn: boolean): void {
    for (const finish of [...this.waiters]) finish(goOn)
  }

  private change(failure: Failure | undefined): void {
    this.current = failure
    this.onChange()
  }
}
