import { setTimeout as sleep } from 'node:timers/promises'
import { faultDelay, type Fault } from '../../shared/bench.js'
import { AppError } from '../../shared/errors.js'
import { unlessAborted } from '../stores/cancelling.js'
import type { FetchQuery, Removal, SaveOptions, Store, StoredMessage } from '../stores/store.js'
import type { Steps } from './steps.js'

/** How long a store that has stalled lets wait before it counts as lost, ms: as long as the drivers wait. */
const stallTime = 10_000

/**
 * A store between the cycle and the real one, on which a person makes faults and lets steps wait. What it fails with is
 * what a server in that state leads to, so that the cycle does what it always does.
 */
export class BenchStore implements Store {
  readonly topicIndex: Store['topicIndex']
  private current: Fault | undefined
  /** Ends what waits because of the fault there is. */
  private faultEnd = new AbortController()
  private readonly closed = new AbortController()

  constructor(
    private readonly id: string,
    private readonly real: Store,
    private readonly steps: Steps
  ) {
    const { topicIndex } = real
    this.topicIndex = topicIndex && {
      scanned: () => this.read(() => topicIndex.scanned()),
      plan: () => this.read(() => topicIndex.plan()),
      init: (signal) => this.write(() => topicIndex.init(signal), signal)
    }
  }

  get fault(): Fault | undefined {
    return this.current
  }

  /** Undefined mends it. */
  setFault(fault: Fault | undefined): void {
    this.current = fault
    this.faultEnd.abort()
    this.faultEnd = new AbortController()
  }

  test(): Promise<string> {
    return this.read(() => this.real.test())
  }

  plan() {
    return this.read(() => this.real.plan())
  }

  init(signal?: AbortSignal) {
    return this.write(() => this.real.init(signal), signal)
  }

  async save(batch: readonly StoredMessage[], options: SaveOptions) {
    await this.hold('save', batch)
    return this.write(() => this.real.save(batch, options))
  }

  fetch(query: FetchQuery) {
    return this.read(() => this.real.fetch(query))
  }

  async remove(batch: readonly Removal[]): Promise<void> {
    await this.hold('delete', batch)
    return this.write(() => this.real.remove(batch))
  }

  inspect(limit: number) {
    return this.read(() => this.real.inspect(limit))
  }

  ask(line: string) {
    return this.read(() => this.real.ask(line))
  }

  close(): Promise<void> {
    this.closed.abort()
    return this.real.close()
  }

  private hold(step: 'save' | 'delete', batch: readonly { readonly id: string; readonly topic: string }[]) {
    const [first] = batch
    if (first === undefined) return undefined
    const about = { step, at: this.id, topic: first.topic, messageId: first.id, count: batch.length }
    return this.steps.wait(about, this.closed.signal)
  }

  private async write<Result>(work: () => Promise<Result>, signal?: AbortSignal): Promise<Result> {
    if (this.current === 'refuse') throw this.error('store_read_only')
    return this.read(work, signal)
  }

  private async read<Result>(work: () => Promise<Result>, signal?: AbortSignal): Promise<Result> {
    if (this.current === 'cut') throw this.error('store_unreachable')
    if (this.current === 'delay') await unlessAborted(this.pause(faultDelay), signal)
    if (this.current === 'stall') {
      await unlessAborted(this.pause(stallTime), signal)
      // Asked anew: it may have been mended meanwhile.
      if (this.fault === 'stall') throw this.error('store_timeout')
    }
    return work()
  }

  /** Ends early when the fault is mended or changed, or the store closed. */
  private async pause(ms: number): Promise<void> {
    const signal = AbortSignal.any([this.faultEnd.signal, this.closed.signal])
    await sleep(ms, undefined, { signal, ref: false }).catch(() => undefined)
  }

  private error(code: 'store_read_only' | 'store_unreachable' | 'store_timeout'): AppError {
    return new AppError(code, { server: this.id }, { cause: 'made on the fault bench' })
  }
}
