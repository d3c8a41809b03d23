import type { InitPlan } from '../../shared/contract.js'
import { AppError, type ErrorInfo } from '../../shared/errors.js'
import type { Resource } from '../../shared/workspace.js'
import type { Log } from '../log.js'
import type { Message } from '../message.js'
import type { FetchPage, FetchQuery, SaveOptions, Store } from '../stores/store.js'
import { storeBackoff, waitBefore } from './backoff.js'
import { BatchQueue } from './batchQueue.js'

/** One message on its way into one store. */
export interface Save {
  readonly message: Message
  readonly options: Omit<SaveOptions, 'again'>
  /** Called once, with the reason when the store refused the message for good. */
  readonly settled: (error?: AppError) => void
}

export interface Delete {
  readonly message: Message
  readonly settled: () => void
}

export interface ResourceStatus {
  readonly state: 'connecting' | 'up' | 'down'
  readonly error?: ErrorInfo
  /** When the next try is made, ms since the epoch; undefined where none is made unasked. */
  readonly nextTry?: number
}

/** How often at most a store that is fetched from is asked how many rows that reads past, ms. */
const growthInterval = 60_000
/** How often an idle store is asked whether it is still there, ms. EMQX checks its resources as often. */
const checkInterval = 15_000
const mostBatchItems = 500
const mostBatchBytes = 4 * 1024 ** 2

/** A resource at work: its store, what waits for it, and whether it is there. */
export class LiveResource {
  private readonly saves: BatchQueue<Save>
  private readonly deletes: BatchQueue<Delete>
  private current: ResourceStatus = { state: 'connecting' }
  private closing = false
  private lastUse = 0
  private growthAsked = -Infinity
  private growth = 0
  private failures = 0
  private wake = new AbortController()
  private checkTimer: NodeJS.Timeout | undefined

  constructor(
    readonly resource: Resource,
    readonly store: Store,
    private readonly log: Log,
    private readonly onStatus: () => void
  ) {
    const failed = (error: AppError, attempt: number) => this.waitAway(error, attempt)
    this.saves = new BatchQueue<Save>({
      mostItems: mostBatchItems,
      mostBytes: mostBatchBytes,
      bytesOf: ({ message }) => message.payload.length,
      joins: (first, next) => first.options.ttl === next.options.ttl,
      send: (batch, again) => this.sendSaves(batch, again),
      failed
    })
    this.deletes = new BatchQueue<Delete>({
      mostItems: mostBatchItems,
      mostBytes: Infinity,
      bytesOf: () => 0,
      joins: () => true,
      send: (batch) => this.sendDeletes(batch),
      failed
    })
    void this.check()
  }

  get id(): string {
    return this.resource.id
  }

  get status(): ResourceStatus {
    return this.current
  }

  /** Messages that are not settled: on their way in, and on their way out. */
  get waiting(): number {
    return this.saves.size + this.deletes.size
  }

  /** About how many rows a fetch by topic reads past, where that is felt; 0 else. */
  get scanned(): number {
    return this.growth
  }

  /** Makes the index that spares it, which may take minutes. */
  async makeIndex(): Promise<InitPlan> {
    const made = (await this.store.topicIndex?.init()) ?? { state: 'ready', statements: [], notes: [] }
    await this.lookAtGrowth()
    return made
  }

  save(save: Save): void {
    this.saves.push(save)
  }

  remove(removal: Delete): void {
    this.deletes.push(removal)
  }

  /** Takes back saves that nobody waits for any more and that have not been sent. */
  withdraw(fits: (message: Message) => boolean): void {
    this.saves.withdraw(({ message }) => fits(message))
  }

  /** One page; waits out a store that is away for as long as `wanted` says so, then resolves to undefined. */
  async fetch(query: FetchQuery, wanted: () => boolean): Promise<FetchPage | undefined> {
    for (let attempt = 1; wanted() && !this.closing; attempt += 1) {
      try {
        const page = await this.store.fetch(query)
        this.cameThrough()
        if (Date.now() - this.growthAsked > growthInterval) void this.lookAtGrowth()
        return page
      } catch (error) {
        await this.waitAway(AppError.from(error), attempt)
      }
    }
    return undefined
  }

  /** Looks at once whether the store is there, instead of at the next try. */
  retryNow(): void {
    this.wake.abort()
    this.wake = new AbortController()
  }

  /** Resolves when nothing is on its way any more, or after `most` ms. */
  async settle(most: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, most)
    })
    await Promise.race([Promise.all([this.saves.settled(), this.deletes.settled()]), late])
    clearTimeout(timer)
  }

  async close(): Promise<void> {
    this.closing = true
    clearTimeout(this.checkTimer)
    this.saves.close()
    this.deletes.close()
    this.wake.abort()
    await this.store.close()
  }

  private async sendSaves(batch: readonly Save[], again: boolean): Promise<void> {
    const messages = batch.map(({ message }) => message)
    const { keys, refused } = await this.store.save(messages, { ...batch[0]?.options, again })
    this.cameThrough()
    const refusals = new Map(refused.map(({ index, error }) => [index, error]))
    for (const [index, { message, settled }] of batch.entries()) {
      const refusal = refusals.get(index)
      if (refusal === undefined) message.addCopy(this.id, keys[index])
      settled(refusal)
    }
  }

  private async sendDeletes(batch: readonly Delete[]): Promise<void> {
    await this.store.remove(
      batch.map(({ message }) => ({ id: message.id, topic: message.topic, key: message.copyIn(this.id)?.key }))
    )
    this.cameThrough()
    for (const { settled } of batch) settled()
  }

  /** Asks the store now and then when nobody else does, so that its state is true while it is idle. */
  private async check(): Promise<void> {
    if (this.closing) return
    if (Date.now() - this.lastUse >= checkInterval - 1000) {
      try {
        await this.store.test()
        this.cameThrough()
      } catch (error) {
        this.failures += 1
        await this.waitAway(AppError.from(error), this.failures)
        return this.check()
      }
    }
    if (this.isClosing()) return
    this.checkTimer = setTimeout(() => void this.check(), checkInterval)
    this.checkTimer.unref()
  }

  /** Without `auto_reconnect` a connection that is lost is made again only when a person asks for it. */
  private isLeftAway({ code }: AppError): boolean {
    return code === 'store_unreachable' && this.resource.config['auto_reconnect'] === false
  }

  private async lookAtGrowth(): Promise<void> {
    this.growthAsked = Date.now()
    const { topicIndex } = this.store
    // Whether the store is there is told by the fetches themselves.
    const scanned = await topicIndex?.scanned().catch(() => undefined)
    if (scanned === undefined || scanned === this.growth) return
    if (this.growth === 0) {
      this.log.write('warn', 'resource', 'fetch_reads_past', { resource: this.id, rows: scanned })
    }
    this.growth = scanned
    this.onStatus()
  }

  // A method, so that the compiler does not take the flag for unchanged across an await.
  private isClosing(): boolean {
    return this.closing
  }

  private cameThrough(): void {
    this.lastUse = Date.now()
    this.failures = 0
    if (this.current.state === 'up') return
    const wasDown = this.current.state === 'down'
    this.current = { state: 'up' }
    this.log.write('info', 'resource', wasDown ? 'resource_back' : 'resource_up', { resource: this.id })
    this.onStatus()
    // Whoever waits for the next try need not wait longer.
    if (wasDown) this.retryNow()
  }

  private async waitAway(error: AppError, attempt: number): Promise<void> {
    if (this.closing) return
    const wait = this.isLeftAway(error) ? undefined : waitBefore(storeBackoff, attempt, Math.random())
    const info = error.toInfo()
    if (this.current.state !== 'down') {
      this.log.write('error', 'resource', info.code, { ...info.data, resource: this.id }, info.detail)
    }
    this.current = { state: 'down', error: info, ...(wait === undefined ? {} : { nextTry: Date.now() + wait }) }
    this.onStatus()
    await pause(wait, this.wake.signal)
  }
}

/** @param milliseconds Undefined: until the signal comes. */
function pause(milliseconds: number | undefined, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = milliseconds === undefined ? undefined : setTimeout(done, milliseconds)
    signal.addEventListener('abort', done)
  })
}
