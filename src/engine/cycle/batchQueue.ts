import { AppError } from '../../shared/errors.js'

/**
 * Group commit: what arrives while a batch is under way is the next batch, in order, with no delay when idle. A batch
 * that fails is tried again until it goes through or the queue is closed; nothing overtakes it.
 */
export class BatchQueue<Item> {
  private waiting: Item[] = []
  private head = 0
  private running = false
  private closed = false
  /** How many at the front are in the batch under way. */
  private underWay = 0
  private idle: (() => void)[] = []

  constructor(private readonly work: BatchWork<Item>) {}

  /** Items that have not been settled, the batch under way included. */
  get size(): number {
    return this.waiting.length - this.head
  }

  push(item: Item): void {
    if (this.closed) return
    this.waiting.push(item)
    if (this.running) return
    this.running = true
    // Everything that the same turn of the event loop brings goes into the first batch.
    setImmediate(() => void this.drain())
  }

  /** Resolves when nothing waits any more. */
  settled(): Promise<void> {
    if (!this.running || this.closed) return Promise.resolve()
    return new Promise((resolve) => this.idle.push(resolve))
  }

  /** Takes out what is not under way yet and fits, for instance because nobody waits for it any more. */
  withdraw(fits: (item: Item) => boolean): void {
    const from = this.head + this.underWay
    const kept = this.waiting.slice(from).filter((item) => !fits(item))
    this.waiting = [...this.waiting.slice(this.head, from), ...kept]
    this.head = 0
  }

  close(): void {
    this.closed = true
    this.waiting = []
    this.head = 0
    this.finish()
  }

  private async drain(): Promise<void> {
    while (this.size > 0 && !this.isClosed()) {
      const batch = this.take()
      this.underWay = batch.length
      for (let attempt = 1; !this.isClosed(); attempt += 1) {
        try {
          await this.work.send(batch, attempt > 1)
          break
        } catch (error) {
          await this.work.failed(AppError.from(error), attempt)
        }
      }
      this.underWay = 0
      if (this.isClosed()) return
      this.head += batch.length
      this.compact()
    }
    this.running = false
    this.finish()
  }

  // A method, so that the compiler does not take the flag for unchanged across an await.
  private isClosed(): boolean {
    return this.closed
  }

  private take(): Item[] {
    const { mostItems, mostBytes, bytesOf, joins } = this.work
    const first = this.waiting[this.head] as Item
    const batch = [first]
    let bytes = bytesOf(first)
    while (batch.length < mostItems && batch.length < this.size) {
      const next = this.waiting[this.head + batch.length] as Item
      bytes += bytesOf(next)
      if (bytes > mostBytes || !joins(first, next)) break
      batch.push(next)
    }
    return batch
  }

  /** Removing from the front of a long array costs each time, so it is done in pieces. */
  private compact(): void {
    if (this.head === this.waiting.length) {
      this.waiting = []
      this.head = 0
    } else if (this.head >= 4096) {
      this.waiting.splice(0, this.head)
      this.head = 0
    }
  }

  private finish(): void {
    const idle = this.idle
    this.idle = []
    for (const resolve of idle) resolve()
  }
}

export interface BatchWork<Item> {
  readonly mostItems: number
  readonly mostBytes: number
  readonly bytesOf: (item: Item) => number
  /** Whether an item may go into the batch that `first` began. */
  readonly joins: (first: Item, item: Item) => boolean
  readonly send: (batch: readonly Item[], again: boolean) => Promise<void>
  /** Told of a failed try; resolves when the next one may be made. */
  readonly failed: (error: AppError, attempt: number) => Promise<void>
}
