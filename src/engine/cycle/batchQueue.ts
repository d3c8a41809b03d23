import { AppError } from '../../shared/errors.js'
import { Aside, type LoneWork } from './aside.js'

/** How many behind a faulty item are tried, to tell its fault from the store's. */
const mostTried = 3

/**
 * Group commit: what arrives while a batch is under way is the next batch, in order, with no delay when idle. A batch
 * that fails is tried again until it goes through, nobody wants it any more, or the queue is closed; nothing overtakes
 * it. Only an item that alone is at fault is set aside, so that it does not hold up the others.
 */
export class BatchQueue<Item> {
  private waiting: Item[] = []
  private running = false
  private closed = false
  /** How many at the front are under way. */
  private underWay = 0
  /** How many at the front have been sent with an unknown outcome. */
  private uncertain = 0
  private failures = 0
  /** Most items of the next batch: fewer than the work allows while the one at fault is looked for. */
  private most: number
  private held = 0
  private idle: (() => void)[] = []
  private readonly aside: Aside<Item>

  constructor(private readonly work: BatchWork<Item>) {
    this.most = work.mostItems
    this.aside = new Aside(work, (item) => this.left([item]))
  }

  /** Items that have not been settled, the batch under way included. */
  get size(): number {
    return this.queued + this.aside.size
  }

  /** Their bytes. */
  get bytes(): number {
    return this.held
  }

  push(item: Item): void {
    if (this.closed) return
    this.waiting.push(item)
    this.held += this.work.bytesOf(item)
    if (this.running) return
    this.running = true
    // Everything that the same turn of the event loop brings goes into the first batch.
    setImmediate(() => void this.drain())
  }

  /** What waits, the first first. */
  all(): readonly Item[] {
    return this.waiting
  }

  /** Resolves when nothing waits any more. */
  settled(): Promise<void> {
    if (this.closed || (!this.running && this.aside.size === 0)) return Promise.resolve()
    return new Promise((resolve) => this.idle.push(resolve))
  }

  /** Takes out what nobody wants any more and is not under way. */
  dropUnwanted(): void {
    const from = this.underWay
    const gone = this.waiting.slice(from).filter((item) => !this.work.wanted(item))
    if (gone.length === 0) return
    const isGone = new Set(gone)
    this.uncertain -= this.waiting.slice(from, Math.max(from, this.uncertain)).filter((item) => isGone.has(item)).length
    this.waiting = this.waiting.filter((item) => !isGone.has(item))
    for (const item of gone) this.work.dropped(item)
    this.left(gone)
  }

  /** Drops what waits. What is under way may still reach the store. */
  close(): void {
    this.closed = true
    const gone = this.all()
    this.waiting = []
    for (const item of gone) this.work.dropped(item)
    this.left(gone)
    this.aside.close()
    this.finish()
  }

  private get queued(): number {
    return this.waiting.length
  }

  private async drain(): Promise<void> {
    while (this.queued > 0) {
      const batch = this.take()
      const error = await this.attempt(batch, batch.length)
      if (this.closed) return
      if (error === undefined) {
        this.failures = 0
        this.most = Math.min(this.work.mostItems, this.most * 2)
        this.left(this.takeFront(batch.length))
        continue
      }
      this.failures += 1
      this.dropUnwanted()
      if (!(await this.findFault(batch.length))) await this.work.failed(error)
      if (this.isClosed()) return
      this.dropUnwanted()
    }
    this.running = false
    this.finish()
  }

  /**
   * When a store that answers has refused a batch twice, the fault may be one item's: half of the batch is tried, until
   * the first item is alone, then the items behind it. Resolves to whether to go on at once.
   */
  private async findFault(length: number): Promise<boolean> {
    if (this.failures < 2 || this.queued < 2 || !(await this.work.answers())) return false
    if (length > 1) {
      this.most = Math.ceil(length / 2)
      return true
    }
    for (const [place, item] of this.all()
      .slice(0, 1 + mostTried)
      .entries()) {
      if (place === 0) continue
      const error = await this.attempt([item], place + 1)
      if (this.isClosed()) return true
      if (error !== undefined) continue
      for (const faulty of this.takeFront(place + 1)) if (faulty !== item) this.aside.add(faulty)
      this.left([item])
      return true
    }
    return false
  }

  /** `touched`: how many at the front this concerns. */
  private async attempt(batch: readonly Item[], touched: number): Promise<AppError | undefined> {
    const again = this.uncertain > 0
    this.underWay = touched
    this.uncertain = Math.max(this.uncertain, touched)
    try {
      await this.work.send(batch, again)
      return undefined
    } catch (error) {
      return AppError.from(error)
    } finally {
      this.underWay = 0
    }
  }

  // A method, so that the compiler does not take the flag for unchanged across an await.
  private isClosed(): boolean {
    return this.closed
  }

  private take(): readonly Item[] {
    const { mostBytes, bytesOf, joins } = this.work
    const first = this.waiting[0] as Item
    const batch = [first]
    let bytes = bytesOf(first)
    while (batch.length < this.most && batch.length < this.queued) {
      const next = this.waiting[batch.length] as Item
      bytes += bytesOf(next)
      if (bytes > mostBytes || !joins(first, next)) break
      batch.push(next)
    }
    return batch
  }

  private takeFront(count: number): readonly Item[] {
    this.uncertain = Math.max(0, this.uncertain - count)
    return this.waiting.splice(0, count)
  }

  private left(items: readonly Item[]): void {
    for (const item of items) this.held -= this.work.bytesOf(item)
    this.work.shrunk()
    if (this.aside.size === 0 && !this.running) this.finish()
  }

  private finish(): void {
    if (this.aside.size > 0 && !this.closed) return
    const idle = this.idle
    this.idle = []
    for (const resolve of idle) resolve()
  }
}

export interface BatchWork<Item> extends LoneWork<Item> {
  readonly mostItems: number
  readonly mostBytes: number
  readonly bytesOf: (item: Item) => number
  /** Whether an item may go into the batch that `first` began. */
  readonly joins: (first: Item, item: Item) => boolean
  /** Told of a failed try; resolves when the next one may be made. */
  readonly failed: (error: AppError) => Promise<void>
  /** Whether the store answers at all. */
  readonly answers: () => Promise<boolean>
  /** Told when there is less than before. */
  readonly shrunk: () => void
}
