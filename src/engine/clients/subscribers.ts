import { AppError } from '../../shared/errors.js'
import type { SubscriberView } from '../../shared/contract.js'
import { mostSubscribers, type Subscriber } from '../../shared/workspace.js'
import { LiveSubscriber, type SubscriberEvents } from './subscriber.js'
import type { Targets } from './target.js'

/** Removed ones that can be had back, with what they received. */
const mostRemoved = 5

/** The subscriber panes: real MQTT clients that connect to a broker over the network. */
export class Subscribers {
  private readonly all = new Map<string, LiveSubscriber>()
  private readonly removed = new Map<string, { readonly live: LiveSubscriber; readonly place: number }>()

  constructor(
    private readonly targets: Targets,
    private readonly events: SubscriberEvents
  ) {}

  views(): SubscriberView[] {
    return [...this.all.values()].map((live) => live.view())
  }

  settings(): Subscriber[] {
    return [...this.all.values()].map(({ subscriber }) => subscriber)
  }

  get(id: string): LiveSubscriber {
    const live = this.all.get(id)
    if (live === undefined) throw new AppError('client_unknown', { clientid: id })
    return live
  }

  /** Throws `too_many`. */
  add(subscriber: Subscriber): LiveSubscriber {
    return this.put(new LiveSubscriber(subscriber, this.targets, this.events), this.all.size)
  }

  /** What changes only how it looks changes nothing on the connection; other filters need no new one. */
  async replace(subscriber: Subscriber): Promise<LiveSubscriber> {
    const live = this.get(subscriber.id)
    const { clientId, connection, clean } = live.subscriber
    const isSameClient =
      clientId === subscriber.clientId && connection === subscriber.connection && clean === subscriber.clean
    if (isSameClient) await live.resubscribe(subscriber)
    else await this.reconnect(live, () => (live.subscriber = subscriber))
    return live
  }

  /** Those that use a connection come again, for it has changed. */
  async reconnectAll(connection: string): Promise<void> {
    const users = [...this.all.values()].filter(({ subscriber }) => subscriber.connection === connection)
    // Why one cannot come back shows in its view.
    await Promise.allSettled(users.map((live) => this.reconnect(live)))
  }

  async remove(id: string): Promise<void> {
    const live = this.get(id)
    await live.disconnect()
    const place = [...this.all.keys()].indexOf(id)
    this.all.delete(id)
    this.removed.set(id, { live, place })
    for (const oldest of [...this.removed.keys()].slice(0, -mostRemoved)) this.removed.delete(oldest)
  }

  /** Takes back a removal. Throws `client_unknown`, `too_many`. */
  restore(id: string): LiveSubscriber {
    const removed = this.removed.get(id)
    if (removed === undefined || this.all.has(id)) throw new AppError('client_unknown', { clientid: id })
    this.put(removed.live, removed.place)
    this.removed.delete(id)
    return removed.live
  }

  async close(): Promise<void> {
    await Promise.all([...this.all.values()].map((live) => live.disconnect()))
  }

  private put(live: LiveSubscriber, place: number): LiveSubscriber {
    if (this.all.size >= mostSubscribers) throw new AppError('too_many', { most: mostSubscribers })
    const entries = [...this.all]
    entries.splice(place, 0, [live.subscriber.id, live])
    this.all.clear()
    for (const [id, each] of entries) this.all.set(id, each)
    return live
  }

  private async reconnect(live: LiveSubscriber, change: () => void = () => undefined): Promise<void> {
    const wasOnline = live.view().state !== 'offline'
    await live.disconnect()
    change()
    if (wasOnline) await live.connect()
  }
}
