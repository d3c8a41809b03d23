import type { InitPlan } from '../../shared/contract.js'
import { AppError, type ErrorInfo } from '../../shared/errors.js'
import { countLatency, type Latency, noLatency } from '../../shared/latency.js'
import type { Limits } from '../../shared/limits.js'
import type { Resource } from '../../shared/workspace.js'
import type { Log } from '../log.js'
import type { Message } from '../message.js'
import type { FetchPage, FetchQuery, SaveOptions, Store } from '../stores/store.js'
import { BackPressure, type Source, type WaitLimit } from './backPressure.js'
import { BatchQueue } from './batchQueue.js'
import { isOfRequest, mostRefusals } from './isOfRequest.js'
import { type Failure, Tries } from './tries.js'
import { within } from './within.js'

/** One message on its way into one store. */
export interface Save {
  readonly message: Message
  readonly options: Omit<SaveOptions, 'again'>
  /** When it came, on the clock of `performance.now()`. */
  readonly since: number
  /** Where it came from: not read on while too much waits. */
  readonly source: Source | undefined
  /** Whether somebody still waits for it. */
  readonly wanted: boolean
  /** Called once, with the reason when the store refused the message for good. */
  settled(error?: AppError): void
  /** Called once, instead: it was not saved, for nobody wanted it or the resource was closed. */
  dropped(): void
}

export interface Delete {
  readonly message: Message
  /** When it was acknowledged, on the same clock. */
  readonly since: number
  readonly source: Source
  /** Called once, with the reason when the store refused it for good. */
  settled(error?: AppError): void
}

export interface ResourceStatus {
  readonly state: 'connecting' | 'up' | 'down'
  readonly error?: ErrorInfo
  /** When the next try is made, ms since the epoch; undefined where none is made unasked. */
  readonly nextTry?: number
}

/** How often at most a store that is fetched from is asked how many rows that reads past, ms. */
const growthInterval = 60_000

export interface LiveResourceOptions {
  /** As they are now. */
  readonly limits: () => Pick<Limits, WaitLimit>
  readonly log: Log
  /** So much waits that publishers are no longer read. */
  readonly onPaused: (limit: WaitLimit) => void
  readonly onStatus: () => void
}

/** How often an idle store is asked whether it is still there, ms. EMQX checks its resources as often. */
const checkInterval = 15_000
/** How long a store has to close, ms: a server that does not answer must not keep the product from ending. */
const closeTime = 3000
const mostBatchItems = 500
const mostBatchBytes = 4 * 1024 ** 2

/** A resource at work: its store, what waits for it, and whether it is there. */
export class LiveResource {
  private readonly saves: BatchQueue<Save>
  private readonly deletes: BatchQueue<Delete>
  private readonly backPressure: BackPressure
  /** A server may take reads and refuse writes, so each kind of work is tried for itself. */
  private readonly tries: Readonly<Record<'save' | 'delete' | 'fetch' | 'test', Tries>>
  /** With what everything is refused that would write. */
  private readonly refusal: AppError | undefined
  private testing: Promise<unknown> | undefined
  private wasUp = false
  private closing = false
  private lastUse = 0
  private growthAsked = -Infinity
  private growth = 0
  private readonly counted = { saved: 0, fetched: 0, deleted: 0 }
  private readonly took = { saved: noLatency(), deleted: noLatency() }
  private checkTimer: NodeJS.Timeout | undefined
  /** What the log said last of its being down. */
  private told: string | undefined

  constructor(
    readonly resource: Resource,
    readonly store: Store,
    private readonly options: LiveResourceOptions
  ) {
    this.refusal = resource.readOnly ? new AppError('resource_read_only', { resource: resource.id }) : undefined
    const isLeftAway = (error: AppError) => this.isLeftAway(error)
    const tries = () => new Tries(this.probe, isLeftAway, () => this.changed())
    this.tries = { save: tries(), delete: tries(), fetch: tries(), test: tries() }
    this.saves = new BatchQueue<Save>({
      ...this.workOf(this.tries.save, () => this.saves),
      mostBytes: mostBatchBytes,
      bytesOf: ({ message }) => message.payload.length,
      joins: (first, next) => first.options.ttl === next.options.ttl,
      send: (batch, again) => this.sendSaves(batch, again),
      wanted: ({ wanted }) => wanted,
      dropped: (save) => save.dropped()
    })
    this.deletes = new BatchQueue<Delete>({
      ...this.workOf(this.tries.delete, () => this.deletes),
      mostBytes: Infinity,
      bytesOf: ({ message }) => message.payload.length,
      joins: () => true,
      send: (batch) => this.sendDeletes(batch),
      wanted: () => true,
      dropped: () => undefined
    })
    this.backPressure = new BackPressure(options.limits, [this.saves, this.deletes], options.onPaused)
    void this.check()
  }

  get id(): string {
    return this.resource.id
  }

  get status(): ResourceStatus {
    const failure = this.latestFailure()
    if (failure === undefined) return { state: this.wasUp ? 'up' : 'connecting' }
    const { error, nextTry } = failure
    return { state: 'down', error: error.toInfo(), ...(nextTry === undefined ? {} : { nextTry }) }
  }

  get isDown(): boolean {
    return this.told !== undefined
  }

  /** Messages that are not settled, on their way in and on their way out, and the bytes of those on their way in. */
  get waiting(): { readonly messages: number; readonly bytes: number } {
    return { messages: this.saves.size + this.deletes.size, bytes: this.saves.bytes }
  }

  /** Messages that went in, were read for subscribers and were deleted, since it was opened. */
  get counts(): Readonly<Record<'saved' | 'fetched' | 'deleted', number>> {
    return this.counted
  }

  /** How long saves took from the PUBLISH on, and deletes from the acknowledgement on, since it was opened. */
  get latencies(): Readonly<Record<'saved' | 'deleted', Latency>> {
    return this.took
  }

  /** About how many rows a fetch by topic reads past, where that is felt; 0 else. */
  get scanned(): number {
    return this.growth
  }

  /** Creates what is missing. Rejects with `resource_read_only` where nothing may be written. */
  async init(signal?: AbortSignal): Promise<InitPlan> {
    if (this.refusal !== undefined) throw this.refusal
    return this.store.init(signal)
  }

  /** Makes the index that spares it, which may take minutes; none of it is left when the signal comes. */
  async makeIndex(signal?: AbortSignal): Promise<InitPlan> {
    if (this.refusal !== undefined) throw this.refusal
    const made = (await this.store.topicIndex?.init(signal)) ?? { state: 'ready', statements: [], notes: [] }
    await this.lookAtGrowth()
    return made
  }

  save(save: Save): void {
    if (this.closing) return void setImmediate(() => save.dropped())
    if (this.refusal !== undefined) return void setImmediate(() => save.settled(this.refusal))
    this.saves.push(save)
    this.backPressure.pushed(save.source)
  }

  remove(removal: Delete): void {
    if (this.refusal !== undefined) return void setImmediate(() => removal.settled(this.refusal))
    this.deletes.push(removal)
    this.backPressure.pushed(removal.source)
  }

  /** Takes back saves that nobody waits for any more and that are not under way. */
  dropUnwanted(): void {
    this.saves.dropUnwanted()
  }

  /** A connection has ended: it need not be held back any more. */
  forget(source: Source): void {
    this.backPressure.forget(source)
  }

  /**
   * One page; waits out a store that is away until `signal` says that nobody wants it any more, then resolves to
   * undefined. Rejects when the server refuses this query again and again.
   */
  async fetch(query: FetchQuery, signal: AbortSignal): Promise<FetchPage | undefined> {
    for (let refusals = 0; await this.tries.fetch.wait(signal);) {
      try {
        const page = await this.store.fetch(query)
        this.counted.fetched += page.messages.length
        this.cameThrough(this.tries.fetch)
        if (Date.now() - this.growthAsked > growthInterval) void this.lookAtGrowth()
        return page
      } catch (thrown) {
        const error = AppError.from(thrown)
        if (isOfRequest(error)) refusals += 1
        if (refusals >= mostRefusals) throw error
        this.tries.fetch.failed(error)
      }
    }
    return undefined
  }

  /** Somebody could not reach it: whether it is there is found out at once, not only when it is looked at next. */
  doubt(): void {
    if (this.latestFailure() === undefined && !this.closing) void this.ask()
  }

  /** Looks at once whether the store is there, instead of at the next try. */
  retryNow(): void {
    for (const tries of Object.values(this.tries)) tries.retryNow()
  }

  /** Resolves when nothing is on its way any more, or after `most` ms. */
  async settle(most: number): Promise<void> {
    await within(Promise.all([this.saves.settled(), this.deletes.settled()]), most)
  }

  async close(): Promise<void> {
    this.closing = true
    clearTimeout(this.checkTimer)
    for (const tries of Object.values(this.tries)) tries.close()
    this.saves.close()
    this.deletes.close()
    this.backPressure.release()
    await within(this.store.close(), closeTime)
  }

  private workOf(tries: Tries, queue: () => { readonly size: number }) {
    return {
      mostItems: mostBatchItems,
      failed: async (error: AppError) => {
        tries.failed(error)
        await tries.wait()
      },
      answers: () =>
        this.probe().then(
          () => true,
          () => false
        ),
      refused: (item: Save | Delete, error: AppError) => item.settled(error),
      shrunk: () => {
        this.backPressure.shrunk()
        if (queue().size === 0) tries.giveUp()
      }
    }
  }

  private async sendSaves(batch: readonly Save[], again: boolean): Promise<void> {
    const messages = batch.map(({ message }) => message)
    const { keys, refused } = await this.store.save(messages, { ...batch[0]?.options, again })
    this.cameThrough(this.tries.save)
    this.counted.saved += batch.length - refused.length
    const now = performance.now()
    const refusals = new Map(refused.map(({ index, error }) => [index, error]))
    for (const [index, save] of batch.entries()) {
      const refusal = refusals.get(index)
      if (refusal === undefined) {
        save.message.addCopy(this.id, keys[index])
        countLatency(this.took.saved, now - save.since)
      }
      save.settled(refusal)
    }
  }

  private async sendDeletes(batch: readonly Delete[]): Promise<void> {
    await this.store.remove(
      batch.map(({ message }) => ({ id: message.id, topic: message.topic, key: message.copyIn(this.id)?.key }))
    )
    this.counted.deleted += batch.length
    this.cameThrough(this.tries.delete)
    const now = performance.now()
    for (const removal of batch) {
      countLatency(this.took.deleted, now - removal.since)
      removal.settled()
    }
  }

  private readonly probe = (): Promise<unknown> => {
    this.testing ??= this.store.test().finally(() => (this.testing = undefined))
    return this.testing
  }

  /** Asks the store now and then when nobody else does, so that its state is true while it is idle. */
  private async check(): Promise<void> {
    if (this.closing) return
    if (Date.now() - this.lastUse >= checkInterval - 1000 && this.tries.test.failure === undefined) {
      await this.ask()
    }
    if (this.isClosing()) return
    this.checkTimer = setTimeout(() => void this.check(), checkInterval)
    this.checkTimer.unref()
  }

  private ask(): Promise<void> {
    return this.probe().then(
      () => this.cameThrough(this.tries.test),
      (error: unknown) => this.tries.test.failed(AppError.from(error))
    )
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
      this.options.log.write('warn', 'resource', 'fetch_reads_past', { resource: this.id, rows: scanned })
    }
    this.growth = scanned
    this.options.onStatus()
  }

  // A method, so that the compiler does not take the flag for unchanged across an await.
  private isClosing(): boolean {
    return this.closing
  }

  private cameThrough(tries: Tries): void {
    this.lastUse = Date.now()
    if (!this.wasUp) this.changed()
    // Whoever waits for the next try need not wait longer.
    if (tries.succeeded()) this.retryNow()
  }

  private latestFailure(): Failure | undefined {
    let latest: Failure | undefined
    for (const { failure } of Object.values(this.tries)) {
      if (failure !== undefined && failure.at >= (latest?.at ?? 0)) latest = failure
    }
    return latest
  }

  private changed(): void {
    const { log, onStatus } = this.options
    const failure = this.latestFailure()
    if (failure === undefined) {
      // Also where nothing but a try after a failure came through.
      this.wasUp = true
      log.write('info', 'resource', this.told === undefined ? 'resource_up' : 'resource_back', { resource: this.id })
    } else if (failure.error.code !== this.told) {
      const { code, data, detail } = failure.error.toInfo()
      log.write('error', 'resource', code, { ...data, resource: this.id }, detail)
    }
    this.told = failure?.error.code
    onStatus()
  }
}
