import { Aedes, type Client, type ConnectPacket, type PublishPacket, type Subscription } from 'aedes'
import type { Packet } from 'mqtt-packet'
import type { ClientView } from '../../shared/clientView.js'
import type { BrokerState, ListenerState } from '../../shared/contract.js'
import type { LimitName, Limits } from '../../shared/limits.js'
import type { Listeners } from '../../shared/workspace.js'
import type { Log } from '../log.js'
import { carriedBy, carry, Message } from '../message.js'
import type { RuleEvent } from '../rules/types.js'
import { Access, type AccessRules, type Login } from './access.js'
import type { AedesClient } from './aedesTypes.js'
import { CalmLog } from './calmLog.js'
import { clientViews } from './clientViews.js'
import { Connection } from './connection.js'
import { BrokerCounters } from './counters.js'
import { Deliveries } from './deliveries.js'
import { Emitter } from './emitter.js'
import { LimitFault, Refusal } from './faults.js'
import { gatherWrites } from './gatherWrites.js'
import { Guard } from './guard.js'
import type { Link } from './link.js'
import { type Listener, openListeners } from './listeners.js'
import type { PublishOrder } from './publishOrder.js'
import { refusalOf } from './refusals.js'
import { Reporter } from './reporter.js'
import { noSubscription } from './sessions.js'

/** What the broker tells of; the cycle and the rules sit behind it. */
export interface BrokerHooks {
  /**
   * Before PUBACK and PUBREC, and before any subscriber gets it. Returning true holds the acknowledgement until
   * `release` is called; with an error the connection is closed without one, so that the publisher keeps the message.
   * Without a connection it was published by a rule.
   */
  publish(message: Message, release: (error?: Error) => void, connection?: Connection): boolean
  /** After the SUBACK was written. `qos` is the granted one. */
  subscribed(connection: Connection, topic: string, qos: 0 | 1 | 2): void
  unsubscribed(connection: Connection, topic: string): void
  /** A live copy (or, with `retained`, a retained one) is about to go to a client; false leaves it out. */
  forward(connection: Connection, message: Message, qos: 0 | 1 | 2, retained: boolean): boolean
  /** Whether a stored copy of it has gone to a client already: asked when its live copy has to wait. */
  wasGiven(connection: Connection, message: Message): boolean
  /** Every live copy of a message has been handed on, or waits for its client; or there will be none. */
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
  readonly access: AccessRules
  /** As they are now; what a connection began with stays until it ends. */
  readonly limits: () => Limits
  readonly hooks: BrokerHooks
  readonly log: Log
  /** Where faults are made on purpose; left out where nobody makes any. */
  readonly link?: Link | undefined
  /** Message ids: 32 upper-case hex digits that sort by time. */
  readonly newId: () => string
}

/** The embedded MQTT 3.1.1 broker. Only this folder knows that it is aedes. */
export class Broker {
  private readonly connections = new Map<string, Connection>()
  private readonly byClient = new WeakMap<Client, Connection>()
  private readonly counters = new BrokerCounters()
  private readonly log: CalmLog
  private readonly access: Access
  private readonly guard: Guard
  private readonly reporter: Reporter
  private readonly deliveries: Deliveries
  private readonly aedes: Aedes
  private listeners: readonly Listener[] = []
  private reads = true

  private constructor(private readonly options: BrokerOptions) {
    this.log = new CalmLog(options.log)
    this.access = new Access(options.access)
    this.reporter = new Reporter(options.hooks)
    const shared = { limits: options.limits, log: this.log, counters: this.counters }
    this.deliveries = new Deliveries({
      ...shared,
      hooks: options.hooks,
      reporter: this.reporter,
      connectionOf: (client) => this.byClient.get(client)
    })
    this.guard = new Guard({
      ...shared,
      memory: this.deliveries.memory,
      connections: () => this.connections.values()
    })
    this.aedes = new Aedes({
      persistence: this.deliveries.sessions,
      mq: new Emitter(),
      // Packets that came with the CONNECT, in one piece, and wait for its CONNACK.
      queueLimit: 10_000,
      // The gate counts from the connection on, aedes only from its first byte.
      connectTimeout: 2 ** 31 - 1,
      // MQTT 3.1 allows 23, but longer ones are common; what is too long is refused before aedes looks at it.
      maxClientsIdLength: 65_535,
      // Counted by ourselves, see publishOnce.
      maxInflightInbound: 0,
      // The guard sees to clients that do not read.
      drainTimeout: 2 ** 31 - 1
    })
  }

  static async start(options: BrokerOptions): Promise<Broker> {
    const broker = new Broker(options)
    await broker.aedes.listen()
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
      dropped: this.counters.dropped,
      sessions: this.deliveries.sessions.size,
      held: this.deliveries.memory.bytes,
      exceeded: { ...this.counters.exceeded },
      refused: { ...this.counters.refused }
    }
  }

  /** Who is connected, and whose session is kept, as far as they fit a search. */
  clients(search: string): ClientView[] {
    return clientViews(this.connections.values(), this.deliveries.sessions.all(), search)
  }

  /** Closes a client's connection; a persistent session stays. False where there is none. */
  disconnect(clientId: string): boolean {
    const connection = this.connections.get(clientId)
    connection?.client.close()
    return connection !== undefined
  }

  connection(clientId: string): Connection | undefined {
    return this.connections.get(clientId)
  }

  /** From now on, for all that connect, publish and subscribe; nobody is disconnected or unsubscribed. */
  setAccess(rules: AccessRules): void {
    this.access.rules = rules
  }

  /** What this program's own clients connect with; undefined where anybody may. */
  get ownLogin(): Login | undefined {
    return this.access.rules.users === undefined ? undefined : this.access.ownLogin
  }

  /** Closes the listeners and opens others; sessions and retained messages stay. */
  async listen(listeners: Listeners): Promise<readonly ListenerState[]> {
    await this.stopListening()
    const { packetSize } = this.options.limits()
    this.listeners = await openListeners(listeners, {
      gate: this.guard.gate,
      packetSize,
      handle: (stream, request) => {
        // A stream that broke before aedes saw it must not crash the process.
        stream.on('error', () => undefined)
        gatherWrites(stream)
        const client = this.aedes.handle(stream, request) as AedesClient
        this.guard.watch(client)
        this.deliveries.take(client)
      },
      onTlsFailed: (socket, reason) => this.guard.tlsFailed(socket, reason)
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

  /** Counts a limit that is seen to elsewhere. */
  tookEffect(limit: LimitName): void {
    this.counters.exceeded[limit] += 1
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
  deliver(connection: Connection, message: Message, qos: 0 | 1 | 2): Promise<boolean> {
    return connection.outbox?.deliver(message, qos) ?? Promise.resolve(false)
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
      if (this.access.mayConnect(username, password)) return done(null, true)
      this.counters.refused.login += 1
      this.log.write('warn', 'broker', 'login_refused', { clientid: client.id, username: username ?? '' })
      done(Object.assign(new Refusal('bad user name or password'), { returnCode: 4 }), false)
    }
    aedes.authorizeSubscribe = (client, subscription, done) => {
      done(null, this.maySubscribe(client, subscription) ? subscription : null)
    }
    aedes.authorizePublish = (client, packet, done) => this.authorizePublish(client, packet, done)
    aedes.on('client', (client) => this.opened(client as AedesClient))
    aedes.on('connackSent', ({ returnCode }, client) => {
      const connection = this.byClient.get(client)
      if (connection === undefined) return
      this.reporter.answered(connection, returnCode ?? 0)
      if (this.connections.get(client.id) === connection) this.deliveries.ready(connection)
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
        connection.removeFilter(topic)
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
      this.reporter.unheard(message, () => this.deliveries.sessions.isAwaited(message.topic))
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
    const { clientId, protocolVersion = 4, protocolId = 'MQTT', keepalive = 0, clean = true } = packet
    const username = this.access.nameOf(packet.username)
    const connection = new Connection(client, reader, username, protocolVersion, protocolId, keepalive, clean)
    // Nothing that follows a CONNECT is looked at before it was accepted [MQTT-3.1.4-5]: aedes reads on meanwhile.
    connection.pauseReading(connection)
    client.once('connected', () => connection.resumeReading(connection))
    const faulty = this.options.link?.refusal
    if (faulty !== undefined) {
      client.conn.end(faulty, () => done(new Refusal('a fault made on purpose'), false))
      return
    }
    const refusal = refusalOf(packet, this.options.limits())
    if (refusal !== undefined) {
      this.guard.refused(client, clientId, refusal.code)
      this.reporter.refused({ ...connection.info, clientId }, refusal.reason)
      client.conn.end(refusal.connack, () => done(new Refusal(refusal.code), false))
      return
    }
    this.byClient.set(client, connection)
    done(null, true)
  }

  private maySubscribe(client: Client, subscription: Subscription): boolean {
    const connection = this.byClient.get(client)
    const { topic } = subscription
    if (connection === undefined || topic === noSubscription) return false
    const { clientId } = connection
    const { subscriptions } = this.options.limits()
    if (!this.allows(connection, 'subscribe', topic)) {
      this.counters.refused.subscribe += 1
      this.log.write('warn', 'broker', 'subscribe_denied', { clientid: clientId, topic })
    } else if (connection.addFilter(topic, subscriptions)) {
      if (!connection.clean) this.deliveries.sessions.subscribe(clientId, subscription)
      return true
    } else this.guard.exceeded('subscriptions', clientId, connection.peerhost)
    this.deliveries.sessions.withdraw(clientId, topic)
    return false
  }

  private opened(client: AedesClient): void {
    const connection = this.byClient.get(client)
    if (connection === undefined) return
    this.connections.set(client.id, connection)
    this.deliveries.opened(connection)
    // The guard counts the keep alive itself: aedes forgets that it does not read on while a packet is handled.
    clearTimeout(client._keepaliveTimer ?? undefined)
    client._keepaliveInterval = -1
    if (!this.reads) connection.pauseReading(this)
    client._parser.on('packet', (packet) => this.watch(connection, packet))
    this.options.hooks.connected(connection)
    this.options.link?.opened(connection)
  }

  private closed(client: Client): void {
    const connection = this.byClient.get(client)
    if (connection === undefined) return
    if (this.connections.get(connection.clientId) === connection) this.connections.delete(connection.clientId)
    this.deliveries.closed(connection)
    this.options.hooks.disconnected(connection)
    this.reporter.disconnected(connection)
  }

  private allows(connection: Connection, action: 'publish' | 'subscribe', topic: string): boolean {
    const { clientId: clientid, username } = connection
    const isOwn = action === 'publish' && topic.startsWith('$SYS/')
    const isAllowed = !isOwn && this.access.allows({ action, topic, clientid, username })
    this.reporter.checked(connection, { action, topic, isAllowed })
    return isAllowed
  }

  private watch(connection: Connection, packet: Packet): void {
    if (packet.cmd === 'unsubscribe') connection.leave(packet.unsubscriptions)
    const { outbox } = connection
    if (outbox === undefined) return
    if (packet.cmd !== 'puback' && packet.cmd !== 'pubrec' && packet.cmd !== 'pubcomp') return
    const message = outbox.acknowledge(packet.cmd, packet.messageId ?? 0)
    if (message !== undefined) this.options.hooks.acked(connection, message, packet.cmd === 'puback' ? 1 : 2)
    outbox.pump()
  }

  private authorizePublish(client: Client | null, packet: PublishPacket, done: (error?: Error | null) => void): void {
    const connection = client === null ? undefined : this.byClient.get(client)
    if (connection === undefined) return done(new Refusal('not connected'))
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
      // Without its connection aedes cannot acknowledge a QoS 1 message, and so does not forward it.
      if (connection.isEnding || (packet.qos === 1 && !connection.open)) this.forgo(packet)
      // The first error ends the connection: what comes after it is neither acknowledged nor an error of its own.
      if (connection.isEnding) return
      connection.isEnding = error !== undefined
      done(error ?? null)
    }
    if (packet.qos === 2 && packet.messageId !== undefined)
      this.publishOnce(connection, packet, packet.messageId, proceed)
    else {
      const release = order.hold(proceed)
      if (!this.options.hooks.publish(this.messageOf(connection, packet), release, connection)) release()
    }
  }

  /** It will not be forwarded. */
  private forgo({ payload }: PublishPacket): void {
    const message = carriedBy(payload)
    if (message !== undefined) this.options.hooks.forwarded(message)
  }

  /** QoS 2: a PUBLISH whose packet id has not been released yet is the same message again, saved once. */
  private publishOnce(
    connection: Connection,
    packet: PublishPacket,
    id: number,
    proceed: (error?: Error) => void
  ): void {
    const { receipts, order } = connection
    const { receiveMaximum } = this.options.limits()
    if (!receipts.has(id) && receipts.size >= receiveMaximum) {
      this.reporter.dropped(this.messageOf(connection, packet), 'receive_maximum_exceeded')
      return proceed(new LimitFault('receiveMaximum', receiveMaximum))
    }
    const first = receipts.pending.get(id)
    if (first !== undefined) {
      // Should the first one's connection end before it goes on, this one goes on with its message.
      packet.payload = first.message.payload
      first.others.push(order.hold(proceed))
      return
    }
    if (receipts.unreleased.has(id)) return order.hold(proceed)()
    const message = this.messageOf(connection, packet)
    const others: ((error?: Error) => void)[] = []
    receipts.pending.set(id, { message, others })
    const release = order.hold((error) => {
      // Aedes notes the packet id within this call: no id is ever counted twice, nor missing for a moment.
      proceed(error)
      receipts.pending.delete(id)
      for (const next of others) next(error)
    })
    if (!this.options.hooks.publish(message, release, connection)) release()
  }

  private messageOf(connection: Connection, packet: PublishPacket): Message {
    const payload = ownBytes(packet.payload)
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
}

/** Bytes that keep no others: what came is a piece of what the socket read, which may be long and would be held with it. */
function ownBytes(payload: Buffer | string): Buffer {
  const isPiece = Buffer.isBuffer(payload) && payload.buffer.byteLength > 2 * payload.length
  return Buffer.isBuffer(payload) && !isPiece ? payload : Buffer.from(payload)
}
