import type { Message } from '../message.js'
import { topicMatches } from '../../shared/topics.js'
import type { Limits } from '../../shared/limits.js'
import type { AedesClient } from './aedesTypes.js'
import { type Addresses, addressesOf, peerOf, type ClientInfo } from './clientInfo.js'
import { LimitFault } from './faults.js'
import type { PacketReader } from './packetReader.js'
import { PublishOrder } from './publishOrder.js'
import { ReadGate } from './readGate.js'

/** What is known of one client's connection, for as long as it lasts. */
export class Connection {
  readonly order = new PublishOrder()
  readonly connectedAt = Date.now()
  /** A packet of it could not be taken, so it is about to be closed. */
  isEnding = false
  /**
   * QoS 2 PUBLISH packets that wait for their save, by packet id: the same id again is the same message
   * [MQTT-4.3.3-2]. The value: who waits to hear that the first one has gone on.
   */
  readonly pendingReceipts = new Map<number, (() => void)[]>()
  /** Packet ids of QoS 2 PUBLISH packets whose PUBREL has not come. */
  readonly unreleased = new Set<number>()
  /** Why it ends, where that is an error. */
  fault: Error | undefined
  /** With which QoS filters were subscribed whose UNSUBSCRIBE is being handled. */
  readonly leaving = new Map<string, 0 | 1 | 2>()
  /** Asked for at once: a socket that was closed does not know them any more. */
  private readonly addresses: Addresses
  private readonly gate: ReadGate
  private readonly inflight = new Map<number, Delivery>()
  private known: ClientInfo | undefined

  constructor(
    readonly client: AedesClient,
    private readonly reader: PacketReader,
    readonly username: string | undefined,
    readonly protocolVersion: number,
    readonly protocolName: string,
    readonly keepalive: number,
    readonly clean: boolean
  ) {
    this.addresses = addressesOf(client)
    this.gate = new ReadGate(client)
  }

  get clientId(): string {
    return this.client.id
  }

  get peerhost(): string | undefined {
    return peerOf(this.client)
  }

  /** What rules are told of the client. */
  get info(): ClientInfo {
    this.known ??= {
      clientId: this.clientId,
      username: this.username,
      peerhost: this.peerhost,
      ...this.addresses,
      protocolName: this.protocolName,
      protocolVersion: this.protocolVersion,
      keepalive: this.keepalive,
      clean: this.clean,
      isBridge: false,
      connectedAt: this.connectedAt
    }
    return this.known
  }

  get open(): boolean {
    return !this.client.closed
  }

  /** Keeps a delivery in its persistent session. */
  async keep({ topic, payload }: Message, qos: 1 | 2, messageId: number): Promise<void> {
    const { client, clientId } = this
    const { broker } = client
    broker.counter += 1
    const kept = {
      cmd: 'publish',
      brokerId: broker.id,
      brokerCounter: broker.counter,
      topic,
      payload,
      qos,
      retain: false,
      messageId
    }
    await broker.persistence.outgoingEnqueue({ clientId }, kept)
    await broker.persistence.outgoingUpdate(client, kept)
  }

  /** Settles when it has room for more, or is gone. */
  drained(): Promise<void> {
    const { conn } = this.client
    if (conn.destroyed || !conn.writableNeedDrain) return Promise.resolve()
    return new Promise((resolve) => {
      const done = () => {
        conn.off('drain', done)
        conn.off('close', done)
        resolve()
      }
      conn.on('drain', done)
      conn.on('close', done)
    })
  }

  /** It asked to end subscriptions: what they are is known only until aedes has done it. */
  leave(filters: readonly string[]): void {
    for (const filter of filters) {
      const known = this.client.subscriptions[filter]
      if (known !== undefined) this.leaving.set(filter, known.qos as 0 | 1 | 2)
    }
  }

  /** Whether it says nothing for longer than it promised, or does not finish what it began to say. */
  lateness(now: number, limits: Limits): LimitFault | undefined {
    const { reader, keepalive } = this
    // A client is not silent because it is not heard: neither while its packets wait for a store, nor while it is held back.
    if (this.order.size > 0 || this.gate.isClosed) reader.excuse(now)
    if (reader.isLate(now)) return new LimitFault('packetTimeout', limits.packetTimeout)
    const seconds = Math.min(keepalive === 0 ? Infinity : keepalive, limits.keepalive)
    // One and a half times [MQTT-3.1.2-24].
    return now - reader.lastPacketAt > seconds * 1500 ? new LimitFault('keepalive', seconds) : undefined
  }

  /** Leaves its socket unread until all who paused it have resumed it. */
  pauseReading(by: object): void {
    if (this.open) this.gate.close(by)
  }

  resumeReading(by: object): void {
    this.gate.open(by)
  }

  /** Deliveries at QoS 1 and 2 that are not acknowledged yet. */
  get inflightCount(): number {
    return this.inflight.size
  }

  inflightMessages(): IterableIterator<Delivery> {
    return this.inflight.values()
  }

  /** A packet id that is not in use [MQTT-2.3.1-2], or undefined when all 65,535 are. */
  takePacketId(): number | undefined {
    if (this.inflight.size >= 65_535) return undefined
    const { client } = this
    let id = client._nextId
    while (this.inflight.has(id)) id = id >= 65_535 ? 1 : id + 1
    client._nextId = id >= 65_535 ? 1 : id + 1
    return id
  }

  track(packetId: number, message: Message, qos: 1 | 2): void {
    this.inflight.set(packetId, { message, qos, acknowledged: false })
  }

  /**
   * What PUBACK, PUBREC or PUBCOMP says of a delivery. Returns the message the first time that it counts as
   * acknowledged: at PUBACK for QoS 1 and at PUBREC for QoS 2, as in EMQX.
   */
  acknowledge(command: 'puback' | 'pubrec' | 'pubcomp', packetId: number): Message | undefined {
    const delivery = this.inflight.get(packetId)
    if (delivery === undefined || (delivery.qos === 1) !== (command === 'puback')) return undefined
    if (command !== 'pubrec') this.inflight.delete(packetId)
    if (delivery.acknowledged) return undefined
    delivery.acknowledged = true
    return delivery.message
  }

  /** The highest QoS of the client's subscriptions that match, or undefined when none does [MQTT-3.3.5-1]. */
  grantedFor(topic: string): number | undefined {
    const { subscriptions } = this.client
    const exact = subscriptions[topic]?.qos
    if (exact === 2) return 2
    let best = exact
    for (const filter in subscriptions) {
      if (filter === topic || !topicMatches(filter, topic)) continue
      const qos = subscriptions[filter]?.qos ?? 0
      if (best === undefined || qos > best) best = qos
    }
    return best
  }
}

export interface Delivery {
  readonly message: Message
  readonly qos: 1 | 2
  acknowledged: boolean
}
