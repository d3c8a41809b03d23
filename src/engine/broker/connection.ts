import { writeToStream } from 'mqtt-packet'
import { hasWildcard, topicMatches } from '../../shared/topics.js'
import type { Limits } from '../../shared/limits.js'
import type { AedesClient } from './aedesTypes.js'
import { type Addresses, addressesOf, peerOf, type ClientInfo } from './clientInfo.js'
import { LimitFault } from './faults.js'
import type { Outbox } from './outbox.js'
import { type PacketReader, slowestBytesPerSecond } from './packetReader.js'
import { PublishOrder } from './publishOrder.js'
import { ReadGate } from './readGate.js'
import { Receipts } from './receipts.js'

/** What is known of one client's connection, for as long as it lasts. */
export class Connection {
  readonly order = new PublishOrder()
  readonly connectedAt = Date.now()
  /** A packet of it could not be taken, so it is about to be closed. */
  isEnding = false
  /** Its QoS 2 messages; a persistent session brings its own. */
  receipts = new Receipts()
  /** Why it ends, where that is an error. */
  fault: Error | undefined
  /** With which QoS filters were subscribed whose UNSUBSCRIBE is being handled. */
  readonly leaving = new Map<string, 0 | 1 | 2>()
  /** What it is to be sent; there from the CONNACK on. */
  outbox: Outbox | undefined
  /** These are asked for at once: a socket that was closed does not know them any more. */
  readonly peerhost: string | undefined
  private readonly addresses: Addresses
  private readonly gate: ReadGate
  /** Its topic filters. Those with wildcards, to which a topic has to be compared, apart. */
  private readonly filters = new Set<string>()
  private readonly wildcards = new Set<string>()
  private lastCopy = 0
  private cloggedSince: number | undefined
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
    this.peerhost = peerOf(client)
    this.addresses = addressesOf(client)
    this.gate = new ReadGate(client)
  }

  get clientId(): string {
    return this.client.id
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
    if (this.isClogged(now, limits)) return new LimitFault('writeTimeout', limits.writeTimeout)
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

  /** Whether it has not read what was written to it, for too long; longer for more. */
  private isClogged(now: number, limits: Limits): boolean {
    const { conn } = this.client
    if (!conn.writableNeedDrain) {
      this.cloggedSince = undefined
      return false
    }
    if (this.cloggedSince === undefined) {
      this.cloggedSince = now
      conn.once('drain', () => {
        this.cloggedSince = undefined
      })
    }
    return now - this.cloggedSince > limits.writeTimeout + (conn.writableLength / slowestBytesPerSecond) * 1000
  }

  /** Stored messages at QoS 1 and 2 on their way to it that are not acknowledged yet. */
  get inflightCount(): number {
    return this.outbox?.storedInflight ?? 0
  }

  /** Several of its subscriptions may match one PUBLISH; it gets one copy [MQTT-3.3.5-1]. */
  isFirstCopy(publish: number): boolean {
    if (this.lastCopy === publish) return false
    this.lastCopy = publish
    return true
  }

  /** Adds a topic filter unless there are too many. */
  addFilter(filter: string, most: number): boolean {
    if (this.filters.size >= most && !this.filters.has(filter)) return false
    this.filters.add(filter)
    if (hasWildcard(filter)) this.wildcards.add(filter)
    return true
  }

  removeFilter(filter: string): void {
    this.filters.delete(filter)
    this.wildcards.delete(filter)
  }

  /** The highest QoS of the client's subscriptions that match, or undefined when none does [MQTT-3.3.5-1]. */
  grantedFor(topic: string): number | undefined {
    const { subscriptions } = this.client
    let best = subscriptions[topic]?.qos
    for (const filter of this.wildcards) {
      if (best === 2) return best
      const qos = subscriptions[filter]?.qos
      if (qos !== undefined && (best === undefined || qos > best) && topicMatches(filter, topic)) best = qos
    }
    return best
  }

  /** A message at QoS 0 of aedes' own; whoever is slow goes without. */
  sendPlain(topic: string, payload: string | Buffer): void {
    const { conn } = this.client
    if (conn.writableNeedDrain) return
    writeToStream({ cmd: 'publish', topic, payload, qos: 0, retain: false, dup: false }, conn)
  }

  /** When everything that was written has left, or the connection has ended. */
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
}
