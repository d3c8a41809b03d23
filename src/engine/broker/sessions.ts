import { Readable } from 'node:stream'
import type { AedesPublishPacket, Client, Subscription } from 'aedes'
import { FilterTree } from '../../shared/filterTree.js'
import type { Limits } from '../../shared/limits.js'
import { TopicCache } from '../../shared/topicCache.js'
import { carriedBy } from '../message.js'
import type { ClientInfo } from './clientInfo.js'
import type { Outbox } from './outbox.js'
import { Receipts } from './receipts.js'
import type { Retained } from './retained.js'

/** A subscription of a persistent session that has no other: tells aedes that there is a session [MQTT-3.2.2-2]. */
export const noSubscription = '\0'

interface Kept {
  readonly subscription: Subscription
  readonly session: Session
}

/** What outlives the connections of a client that asked for that (clean session 0). */
export interface Session {
  readonly clientId: string
  readonly outbox: Outbox
  readonly receipts: Receipts
  readonly subscriptions: Map<string, Kept>
  connected: boolean
}

interface ClientLike {
  readonly id: string
}
interface IdPacket {
  readonly messageId?: number | undefined
}

const done = Promise.resolve()

/** In the place of a promise on the way of every message: it is known already, so aedes goes on at once. */
interface Known<T> {
  then(take: (value: T) => void, refuse: (error: Error) => void): void
}
const taken: Known<void> = { then: (take) => take() }
const found: Known<true> = { then: (take) => take(true) }
/** One for all, as aedes does not look at it: it is made for each QoS 2 message, and a trace costs more than the rest. */
const noSuchPacket = new Error('no such packet')
const missing: Known<never> = { then: (_take, refuse) => refuse(noSuchPacket) }

/**
 * What aedes calls its persistence: sessions and retained messages, in memory and bounded. Queues are not kept
 * here but in each session's outbox, so of the many calls for outgoing packets only one does something.
 */
export class Sessions {
  private readonly sessions = new Map<string, Session>()
  private readonly tree = new FilterTree<Kept>()
  /** In the form in which aedes asks for it. */
  private readonly matching = new TopicCache((topic): Known<ReadonlySet<Kept>> => {
    const matching = this.tree.matching(topic)
    return { then: (take) => take(matching) }
  })

  constructor(
    private readonly limits: () => Limits,
    private readonly retained: Retained,
    private readonly newOutbox: (client: ClientInfo) => Outbox,
    private readonly receiptsOf: (client: Client) => Receipts | undefined,
    private readonly onFull: (clientId: string) => void
  ) {}

  get size(): number {
    return this.sessions.size
  }

  // --- for the broker ---

  all(): Iterable<Session> {
    return this.sessions.values()
  }

  /** The persistent session of a client that is connected now. */
  connected(client: ClientInfo): Pick<Session, 'outbox' | 'receipts'> {
    const session = this.sessions.get(client.clientId) ?? this.begin(client)
    session.connected = true
    return session
  }

  disconnected(clientId: string): void {
    const session = this.sessions.get(clientId)
    if (session === undefined) return
    session.connected = false
    // The last one to go is the last one to be forgotten.
    this.sessions.delete(clientId)
    this.sessions.set(clientId, session)
  }

  subscribe(clientId: string, subscription: Subscription): void {
    const session = this.sessions.get(clientId)
    if (session === undefined) return
    this.unsubscribe(session, subscription.topic)
    const kept = { subscription, session }
    session.subscriptions.set(subscription.topic, kept)
    if (subscription.qos === 0) return
    this.tree.add(subscription.topic, kept)
    this.matching.clear()
  }

  subscriptionsOf(clientId: string): readonly Subscription[] {
    const session = this.sessions.get(clientId)
    return session === undefined ? [] : [...session.subscriptions.values()].map(({ subscription }) => subscription)
  }

  /** What a client may no longer subscribe to. */
  withdraw(clientId: string, topic: string): void {
    const session = this.sessions.get(clientId)
    if (session !== undefined) this.unsubscribe(session, topic)
  }

  /** Whether a subscription above QoS 0 matches, of a client that is there or of one that is not. */
  isAwaited(topic: string): boolean {
    return this.tree.matching(topic).size > 0
  }

  private begin(client: ClientInfo): Session {
    if (this.sessions.size >= this.limits().sessions) this.forgetOldest()
    const { clientId } = client
    const session = {
      clientId,
      outbox: this.newOutbox(client),
      receipts: new Receipts(),
      subscriptions: new Map<string, Kept>(),
      connected: true
    }
    this.sessions.set(clientId, session)
    return session
  }

  private forgetOldest(): void {
    for (const { clientId, connected, outbox } of this.sessions.values()) {
      if (connected) continue
      outbox.letGo()
      this.forget(clientId)
      this.onFull(clientId)
      return
    }
  }

  private forget(clientId: string): void {
    const session = this.sessions.get(clientId)
    if (session === undefined) return
    for (const topic of [...session.subscriptions.keys()]) this.unsubscribe(session, topic)
    session.outbox.dispose()
    this.sessions.delete(clientId)
  }

  private unsubscribe(session: Session, topic: string): void {
    const kept = session.subscriptions.get(topic)
    if (kept === undefined) return
    session.subscriptions.delete(topic)
    this.tree.remove(topic, kept)
    this.matching.clear()
  }

  // --- for aedes ---

  async setup(): Promise<void> {
    // Aedes looks whether this is an async function.
    await done
  }

  storeRetained(packet: AedesPublishPacket): Promise<void> {
    this.retained.store(packet)
    return done
  }

  createRetainedStreamCombi(filters: readonly string[]): Readable {
    return Readable.from(this.retained.matching(filters))
  }

  /** Kept when each was allowed, see `subscribe`: aedes hands over those that were denied as well. */
  addSubscriptions(): Promise<void> {
    return done
  }

  removeSubscriptions({ id }: ClientLike, topics: readonly string[]): Promise<void> {
    const session = this.sessions.get(id)
    if (session !== undefined) for (const topic of topics) this.unsubscribe(session, topic)
    return done
  }

  subscriptionsByClient({ id }: ClientLike): Promise<Subscription[]> {
    if (!this.sessions.has(id)) return Promise.resolve([])
    const subscriptions = this.subscriptionsOf(id).map((subscription) => ({ ...subscription }))
    return Promise.resolve(subscriptions.length > 0 ? subscriptions : [{ topic: noSubscription, qos: 0 }])
  }

  /** A clean session ends whatever was kept [MQTT-3.1.2-6]. */
  cleanSubscriptions({ id }: ClientLike): Promise<void> {
    this.forget(id)
    return done
  }

  subscriptionsByTopic(topic: string): Known<ReadonlySet<Kept>> {
    return this.matching.get(topic)
  }

  /** Into each session's outbox once, at the highest QoS of its subscriptions that match [MQTT-3.3.5-1]. */
  outgoingEnqueueCombi(matching: ReadonlySet<Kept>, packet: AedesPublishPacket): Known<void> {
    const message = matching.size === 0 ? undefined : carriedBy(packet.payload)
    if (message === undefined) return taken
    const best = new Map<Session, Subscription>()
    for (const { session, subscription } of matching) {
      const known = best.get(session)
      if (known === undefined || subscription.qos > known.qos) best.set(session, subscription)
    }
    for (const [{ clientId, outbox }, { qos, rap, nl }] of best) {
      // Bridges ask for both: not what they sent themselves, and the retain flag as it was published.
      if (nl === true && message.from === clientId) continue
      const lower = Math.min(qos, packet.qos) as 0 | 1 | 2
      outbox.offer({ message, qos: lower, retain: rap === true && packet.retain })
    }
    return taken
  }

  outgoingUpdate(): Promise<void> {
    return done
  }

  outgoingClearMessageId(): Promise<void> {
    return done
  }

  outgoingStream(): Readable {
    return Readable.from([])
  }

  // Of an incoming QoS 2 message no more than its packet id is needed. By the very connection, for what it sent may
  // go on when it is closed, and another one of its client has taken its place.

  incomingStorePacket(client: Client, { messageId = 0 }: IdPacket): Known<void> {
    this.receiptsOf(client)?.unreleased.add(messageId)
    return taken
  }

  incomingGetPacket(client: Client, { messageId = 0 }: IdPacket): Known<true> {
    return this.receiptsOf(client)?.unreleased.has(messageId) === true ? found : missing
  }

  incomingDelPacket(client: Client, { messageId = 0 }: IdPacket): Known<void> {
    this.receiptsOf(client)?.unreleased.delete(messageId)
    return taken
  }

  /** Aedes holds the will with the connection; keeping it elsewhere is for brokers that share their persistence. */
  putWill(): Promise<void> {
    return done
  }

  delWill(): Promise<void> {
    return done
  }

  streamWill(): Readable {
    return Readable.from([])
  }
}
