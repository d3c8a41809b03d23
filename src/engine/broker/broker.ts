import { Aedes, type Client, type ConnectPacket, type PublishPacket } from 'aedes'
import { type Packet, writeToStream } from 'mqtt-packet'
import type { BrokerState, ListenerState } from '../../shared/contract.js'
import type { Limits } from '../../shared/limits.js'
import type { AclEntry, Listeners, User } from '../../shared/workspace.js'
import type { Log } from '../log.js'
import { carriedBy, carry, Message } from '../message.js'
import type { RuleEvent } from '../rules/types.js'
import { isAllowed, mayConnect } from './access.js'
import type { AedesBroker, AedesClient, ForwardPacket } from './aedesTypes.js'
import { CalmLog } from './calmLog.js'
import { Connection } from './connection.js'
import { BrokerCounters } from './counters.js'
import { LimitFault, Refusal } from './faults.js'
import { Guard } from './guard.js'
import { type Listener, openListeners } from './listeners.js'
import type { PublishOrder } from './publishOrder.js'
import { refusalOf } from './refusals.js'
import { Reporter } from './reporter.js'

/** What the broker tells of; the cycle and the rules sit behind it. */
export interface BrokerHooks {
  /**
   * Before PUBACK and PUBREC, and before any subscriber gets it. Returning true holds the acknowledgement until
   * `release` is called; with an error the connection is closed without one, so that the publisher keeps the message. Without a connection it
   * was published by a rule.
   */
  publish(message: Message, release: (error?: Error) => void, connection?: Connection): boolean
  /** After the SUBACK was written. `qos` is the granted one. */
  subscribed(connection: Connection, topic: string, qos: 0 | 1 | 2): void
  unsubscribed(connection: Connection, topic: string): void
  /** A live copy (or, with `retained`, a retained one) is about to go to a client; false leaves it out. */
  forward(connection: Connection, message: Message, qos: 0 | 1 | 2, retained: boolean): boolean
  /** Every live copy of a message has been handed on. */
  forwarded(message: Message): void
  /** The first PUBACK (QoS 1) or PUBREC (QoS 2) of a delivery. */
  acked(connection: Connection, message: Message, qos: 1 | 2): void
  connected(connection: Connection): void
  disconnected(connection: Connection): void
  /** Whether anybody wants to hear of an event. */
  listens(name: RuleEvent['name']): boolean
  /** Any other event that rules can name, with the message that it is about. */
  happened(event: RuleEvent, message?: Message): void
}

export interface BrokerOptions {
  readonly listeners: Listeners
  readonly users: readonly User[] | undefined
  readonly acl: readonly AclEntry[]
  readonly limits: Limits
  readonly hooks: BrokerHooks
  readonly log: Log
  /** Message ids: 32 upper-case hex digits that sort by time. */
  readonly newId: () => string
}

/** The embedded MQTT 3.1.1 broker. Only this folder knows that it is aedes. */
export class Broker {
  private readonly connections = new Map<string, Connection>()
  private readonly byClient = new WeakMap<Client, Connection>()
  private readonly counters = new BrokerCounters()
  private readonly log: CalmLog
  private readonly guard: Guard
  private readonly reporter: Reporter
  private limits: Limits
  private listeners: readonly Listener[] = []
  private reads = true

  private constructor(
    private readonly aedes: Aedes,
    private readonly options: BrokerOptions
  ) {
    this.log = new CalmLog(options.log)
    this.limits = options.limits
    this.reporter = new Reporter(options.hooks)
    this.guard = new Guard({
      limits: () => this.limits,
      log: this.log,
      counters: this.counters,
      connections: () => this.connections.values()
    })
  }

  static async start(options: BrokerOptions): Promise<Broker> {
    const aedes = await Aedes.createBroker({
      // Packets that came with the CONNECT, in one piece, and wait for its CONNACK.
      queueLimit: 10_000,
      // The gate counts from the connection on, aedes only from its first byte.
      connectTimeout: 2 ** 31 - 1,
      // MQTT 3.1 allows 23, but longer ones are common; what is too long is refused before aedes looks at it.
      maxClientsIdLength: 65_535,
      // Counted by ourselves, see publishOnce.
      maxInflightInbound: 0
    })
    const broker = new Broker(aedes, options)
    broker.attach()
    await broker.listen(options.listeners)
    return broker
  }

  get state(): BrokerState {
    return {
      listeners: this.listeners.map(({ state }) => state),
      clients: this.connections.size,
      received: this.counters.received,
      sent: this.counters.sent,
      exceeded: { ...this.counters.exceeded },
      refused: { ...this.counters.refused }
    }
  }

  connection(clientId: string): Connection | undefined {
    return this.connections.get(clientId)
  }

  /** From now on; what a connection began with stays until it ends. */
  setLimits(limits: Limits): void {
    this.limits = limits
  }

  /** Closes the listeners and opens others; sessions and retained messages stay. */
  async listen(listeners: Listeners): Promise<readonly ListenerState[]> {
    await this.stopListening()
    const { packetSize } = this.limits
    this.listeners = await openListeners(listeners, this.guard.gate, packetSize, (stream, request) => {
      // A stream that broke before aedes saw it must not crash the process.
      stream.on('error', () => undefined)
      this.guard.watch(this.aedes.handle(stream, request) as AedesClient)
    })
    for (const { state } of this.listeners) {
      if (state.error !== undefined) this.log.write('error', 'broker', state.error.code, state.error.data)
      else this.log.write('info', 'broker', 'listening', { name: state.name, url: state.url })
    }
    return this.listeners.map(({ state }) => state)
  }

  async stopListening(): Promise<void> {
    const closing = this.listeners
    this.listeners = []
    await Promise.all(closing.map((listener) => listener.close()))
  }

  /** Reads no further from anybody; what has been read can be settled and acknowledged. */
  stopReading(): void {
    this.reads = false
    for (const connection of this.connections.values()) connection.pauseReading(this)
  }

  async stop(): Promise<void> {
    this.guard.stop()
    // Clients first: a listener is closed only when its sockets are.
    await new Promise<void>((resolve) => this.aedes.close(resolve))
    await this.stopListening()
  }

  /**
   * Sends a stored message to one client, at its place after whatever was sent before. Resolves to false when the
   * connection is gone. A persistent session keeps it until the acknowledgement [MQTT-4.4.0-1].
   */
  async deliver(connection: Connection, message: Message, qos: 0 | 1 | 2): Promise<boolean> {
    const client = connection.client
    const packetId = qos === 0 ? undefined : connection.takePacketId()
    if (qos !== 0) {
      if (packetId === undefined) return false
      connection.track(packetId, message, qos)
      if (!connection.clean) await connection.keep(message, qos, packetId)
    }
    if (!connection.open) return false
    const { topic, payload } = message
    const packet = { cmd: 'publish', topic, payload, qos, retain: false, dup: false } as const
    const roomLeft = writeToStream(packetId === undefined ? packet : { ...packet, messageId: packetId }, client.conn)
    this.counters.sent += 1
    if (!roomLeft) await connection.drained()
    return connection.open
  }

  /**
   * Publishes what a rule made: to the rules, and after those before it in its order to the subscribers. `done` is
   * called when they have it.
   */
  publish(message: Message, order: PublishOrder, done: (error?: Error | null) => void): void {
    carry(message)
    const { topic, payload, qos, retain } = message
    const packet = { cmd: 'publish', topic, payload, qos, retain, dup: false } as const
    const proceed = order.hold((error) => (error === undefined ? this.aedes.publish(packet, done) : done(error)))
    if (!this.options.hooks.publish(message, proceed)) proceed()
  }

  private attach(): void {
    const { aedes, options } = this
    aedes.preConnect = (client, packet, done) => this.preConnect(client as AedesClient, packet, done)
    aedes.authenticate = (client, username, password, done) => {
      if (mayConnect(options.users, username, password)) return done(null, true)
      this.counters.refused.login += 1
      this.log.write('warn', 'broker', 'login_refused', { clientid: client.id, username: username ?? '' })
      done(Object.assign(new Refusal('bad user name or password'), { returnCode: 4 }), false)
    }
    aedes.authorizeSubscribe = (client, subscription, done) => {
      const { topic } = subscription
      const connection = this.byClient.get(client)
      if (connection === undefined || this.allows(connection, 'subscribe', topic)) return done(null, subscription)
      this.counters.refused.subscribe += 1
      this.log.write('warn', 'broker', 'subscribe_denied', { clientid: client.id, topic })
      done(null, null)
    }
    aedes.authorizePublish = (client, packet, done) => this.authorizePublish(client, packet, done)
    aedes.authorizeForward = (client, packet) => this.authorizeForward(client as AedesClient, packet)
    aedes.on('client', (client) => this.opened(client as AedesClient))
    aedes.on('connackSent', ({ returnCode }, client) => {
      const connection = this.byClient.get(client)
      if (connection !== undefined) this.reporter.answered(connection, returnCode ?? 0)
    })
    aedes.on('clientDisconnect', (client) => this.closed(client))
    aedes.on('subscribe', (subscriptions, client) => {
      const connection = this.byClient.get(client)
      if (connection === undefined) return
      for (const { topic, qos } of subscriptions) {
        // 128, which the types of aedes leave out, is a refusal [MQTT-3.9.3].
        if ((qos as number) <= 2) options.hooks.subscribed(connection, topic, qos)
      }
    })
    aedes.on('unsubscribe', (topics, client) => {
      const connection = this.byClient.get(client)
      if (connection?.open !== true) return
      for (const topic of topics) {
        options.hooks.unsubscribed(connection, topic)
        this.reporter.unsubscribed(connection, topic, connection.leaving.get(topic))
        connection.leaving.delete(topic)
      }
    })
    aedes.on('publish', ({ payload }) => {
      const message = carriedBy(payload)
      if (message === undefined) return
      options.hooks.forwarded(message)
      if (message.hasSubscriber) return
      const { persistence } = aedes as unknown as AedesBroker
      this.reporter.unheard(message, () => persistence.subscriptionsByTopic(message.topic))
    })
    for (const event of ['clientError', 'connectionError'] as const) {
      aedes.on(event, (client, error) => {
        const connection = this.byClient.get(client)
        if (connection !== undefined) connection.fault ??= error
        this.guard.broke(client as AedesClient, error)
      })
    }
    aedes.on('error' as never, (error: unknown) => {
      this.log.write('error', 'broker', 'internal', { reason: String(error) })
    })
  }

  private preConnect(
    client: AedesClient,
    packet: ConnectPacket,
    done: (error: Error | null, ok: boolean) => void
  ): void {
    const reader = this.guard.connecting(client)
    const { username, clientId, protocolVersion = 4, protocolId = 'MQTT', keepalive = 0, clean = true } = packet
    const connection = new Connection(client, reader, username, protocolVersion, protocolId, keepalive, clean)
    const refusal = refusalOf(packet, this.limits)
    if (refusal !== undefined) {
      this.guard.refused(client, clientId, refusal.code)
      this.reporter.refused({ ...connection.info, clientId }, refusal.reason)
      client.conn.end(refusal.connack, () => done(new Refusal(refusal.code), false))
      return
    }
    this.byClient.set(client, connection)
    done(null, true)
  }

  private opened(client: AedesClient): void {
    const connection = this.byClient.get(client)
    if (connection === undefined) return
    this.connections.set(client.id, connection)
    // The guard counts the keep alive itself: aedes forgets that it does not read on while a packet is handled.
    clearTimeout(client._keepaliveTimer ?? undefined)
    client._keepaliveInterval = -1
    if (!this.reads) connection.pauseReading(this)
    client._parser.on('packet', (packet) => this.watch(connection, packet))
    this.options.hooks.connected(connection)
  }

  private closed(client: Client): void {
    const connection = this.byClient.get(client)
    if (connection === undefined) return
    if (this.connections.get(connection.clientId) === connection) this.connections.delete(connection.clientId)
    this.options.hooks.disconnected(connection)
    this.reporter.disconnected(connection)
  }

  private allows(connection: Connection, action: 'publish' | 'subscribe', topic: string): boolean {
    const { clientId: clientid, username } = connection
    const isOwn = action === 'publish' && topic.startsWith('$SYS/')
    const allowed = !isOwn && isAllowed(this.options.acl, { action, topic, clientid, username })
    this.reporter.checked(connection, { action, topic, isAllowed: allowed })
    return allowed
  }

  private watch(connection: Connection, packet: Packet): void {
    if (packet.cmd === 'unsubscribe') connection.leave(packet.unsubscriptions)
    if (packet.cmd === 'pubrel') connection.unreleased.delete(packet.messageId ?? 0)
    if (packet.cmd !== 'puback' && packet.cmd !== 'pubrec' && packet.cmd !== 'pubcomp') return
    const message = connection.acknowledge(packet.cmd, packet.messageId ?? 0)
    if (message !== undefined) this.options.hooks.acked(connection, message, packet.cmd === 'puback' ? 1 : 2)
  }

  private authorizePublish(client: Client | null, packet: PublishPacket, done: (error?: Error | null) => void): void {
    const connection = client === null ? undefined : this.byClient.get(client)
    if (connection === undefined) return done(null)
    const { clientId, order } = connection
    const { topic } = packet
    if (!this.allows(connection, 'publish', topic)) {
      // A server may close the connection [MQTT-3.3.5-2]; saying nothing would look like success.
      this.counters.refused.publish += 1
      this.log.write('warn', 'broker', 'publish_denied', { clientid: clientId, topic })
      return done(new Refusal('not authorized to publish'))
    }
    this.counters.received += 1
    const proceed = (error?: Error) => {
      // The first error ends the connection: what comes after it is neither acknowledged nor an error of its own.
      if (connection.isEnding) return
      connection.isEnding = error !== undefined
      done(error ?? null)
    }
    if (packet.qos === 2 && packet.messageId !== undefined)
      this.publishOnce(connection, packet, packet.messageId, proceed)
    else {
      const message = this.messageOf(connection, packet)
      const slot: { release?: (error?: Error) => void } = {}
      if (this.options.hooks.publish(message, (error) => slot.release?.(error), connection))
        slot.release = order.hold(proceed)
      else order.pass(proceed)
    }
  }

  /** QoS 2: a PUBLISH whose packet id has not been released yet is the same message again, saved once. */
  private publishOnce(
    connection: Connection,
    packet: PublishPacket,
    id: number,
    proceed: (error?: Error) => void
  ): void {
    const { unreleased } = connection
    const { receiveMaximum } = this.limits
    if (!unreleased.has(id) && unreleased.size >= receiveMaximum) {
      this.reporter.dropped(this.messageOf(connection, packet), 'receive_maximum_exceeded')
      return proceed(new LimitFault('receiveMaximum', receiveMaximum))
    }
    unreleased.add(id)
    const release = connection.order.hold(proceed)
    const first = connection.pendingReceipts.get(id)
    if (first !== undefined) {
      // Aedes finds the first one in its store only a turn after that has gone on.
      first.push(() => setImmediate(release))
      return
    }
    const waiting: (() => void)[] = []
    connection.pendingReceipts.set(id, waiting)
    const settle = (error?: Error) => {
      connection.pendingReceipts.delete(id)
      release(error)
      for (const next of waiting) next()
    }
    const broker = this.aedes as unknown as AedesBroker
    broker.persistence.incomingGetPacket(connection.client, { messageId: id }).then(
      () => settle(),
      () => {
        if (!this.options.hooks.publish(this.messageOf(connection, packet), settle, connection)) settle()
      }
    )
  }

  private messageOf(connection: Connection, packet: PublishPacket): Message {
    const payload = Buffer.isBuffer(packet.payload) ? packet.payload : Buffer.from(packet.payload)
    packet.payload = payload
    const message = new Message(
      this.options.newId(),
      packet.topic,
      connection.clientId,
      connection.username,
      connection.peerhost,
      packet.qos,
      packet.retain,
      payload,
      Date.now()
    )
    carry(message)
    return message
  }

  private authorizeForward(client: AedesClient, packet: ForwardPacket): ForwardPacket | null {
    const connection = this.byClient.get(client)
    const message = carriedBy(packet.payload)
    if (connection === undefined || message === undefined) return packet
    const granted = connection.grantedFor(packet.topic) ?? packet.qos
    const qos = (granted < packet.qos ? granted : packet.qos) as 0 | 1 | 2
    message.hasSubscriber = true
    // A packet of a resumed session has its packet id already.
    const packetId = qos === 0 ? 0 : (packet.messageId ?? connection.takePacketId())
    if (packetId === undefined) {
      this.reporter.deliveryDropped(message, { receiver: connection.info, qos, retain: packet.retain })
      return null
    }
    if (!this.options.hooks.forward(connection, message, qos, packet.retain)) return null
    if (qos > 0) {
      packet.qos = qos
      packet.messageId = packetId
      connection.track(packetId, message, qos as 1 | 2)
    }
    this.counters.sent += 1
    return packet
  }
}
