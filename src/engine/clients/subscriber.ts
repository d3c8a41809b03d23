import type { IPublishPacket, MqttClient } from 'mqtt'
import type { ReceivedMessage, SubscriberView } from '../../shared/contract.js'
import { AppError, type ErrorInfo } from '../../shared/errors.js'
import { type Subscriber, type Subscription, subscriptionsOf } from '../../shared/workspace.js'
import { HeldAcks } from './heldAcks.js'
import { accepted, connectionFailure, isRefusal, openClient } from './opening.js'
import { ReceivedMessages } from './receivedMessages.js'
import { refused, subscribe } from './subscribe.js'
import type { Target, Targets } from './target.js'

export interface SubscriberEvents {
  readonly changed: () => void
  readonly received: (subscriberId: string, message: ReceivedMessage) => void
  /** What was received so far is not to be told any more. */
  readonly cleared: (subscriberId: string) => void
}

/** How long, ms, until a lost connection is tried again. */
const reconnectPeriod = 2_000

/** One subscriber of the panes. */
export class LiveSubscriber {
  private client: MqttClient | undefined
  private state: SubscriberView['state'] = 'offline'
  private granted: readonly number[] = []
  private error: ErrorInfo | undefined
  private holding = false
  private readonly received = new ReceivedMessages()
  private readonly heldAcks = new HeldAcks()
  /** Received at QoS 1 or 2 and not acknowledged, by packet id. */
  private readonly unacked = new Map<number, ReceivedMessage>()
  /** The same of those that were cleared: nobody is told of them, unless they are put back. */
  private readonly clearedUnacked = new Map<number, ReceivedMessage>()

  constructor(
    public subscriber: Subscriber,
    private readonly targets: Targets,
    private readonly events: SubscriberEvents
  ) {}

  get messages(): readonly ReceivedMessage[] {
    return this.received.all
  }

  recent(): ReceivedMessage[] {
    return this.received.recent()
  }

  view(): SubscriberView {
    return {
      subscriber: this.subscriber,
      state: this.state,
      holdAck: this.holding,
      held: this.heldAcks.count,
      received: this.received.count,
      granted: [...this.granted],
      ...(this.error === undefined ? {} : { error: { ...this.error, data: { ...this.error.data } } })
    }
  }

  /**
   * Resolves when it is connected and subscribed, or was told to disconnect meanwhile. Throws why there is no
   * connection, or `subscribe_refused` when no filter was granted.
   */
  async connect(): Promise<void> {
    if (this.client !== undefined) return
    const { clientId, clean } = this.subscriber
    let client: MqttClient | undefined
    try {
      const target = this.targets(this.subscriber.connection)
      client = openClient(target, { clientId, clean, reconnectPeriod, resubscribe: false })
      this.client = client
      this.change({ state: 'connecting', error: undefined })
      this.follow(client)
      await accepted(client, clientId, target.url)
      await this.subscribe(client, subscriptionsOf(this.subscriber))
      this.stayConnected(client, target)
    } catch (cause) {
      if (client !== undefined && this.client !== client) return
      const error = AppError.from(cause)
      await this.disconnect()
      this.change({ error: error.toInfo() })
      throw error
    }
  }

  async disconnect(): Promise<void> {
    const { client } = this
    this.client = undefined
    this.heldAcks.forget()
    if (client !== undefined) await client.endAsync(!client.connected)
    this.granted = []
    this.change({ state: 'offline', error: undefined })
  }

  /** Takes over other filters without a new connection: what stays subscribed is left alone. */
  async resubscribe(subscriber: Subscriber): Promise<void> {
    const before = subscriptionsOf(this.subscriber)
    this.subscriber = subscriber
    const { client } = this
    if (client === undefined || this.state !== 'online') return
    const after = subscriptionsOf(subscriber)
    const gone = before.filter(({ topic }) => !after.some((each) => each.topic === topic)).map(({ topic }) => topic)
    const fresh = after.filter(({ topic, qos }) => !before.some((each) => each.topic === topic && each.qos === qos))
    if (gone.length > 0) await client.unsubscribeAsync(gone)
    const kept = new Map(before.map(({ topic }, index) => [topic, this.granted[index] ?? 0]))
    this.granted = after.map(({ topic, qos }) => kept.get(topic) ?? qos)
    if (fresh.length > 0) await this.subscribe(client, fresh)
  }

  /** Holding keeps the acknowledgement of the next message back, and with it all later packets of the connection. */
  holdAcks(hold: boolean): void {
    this.holding = hold
    if (!hold) this.heldAcks.releaseAll()
    this.events.changed()
  }

  clear(): void {
    this.received.clear()
    for (const [packetId, message] of this.unacked) this.clearedUnacked.set(packetId, message)
    this.unacked.clear()
    this.events.cleared(this.subscriber.id)
    this.events.changed()
  }

  /** Takes the last clear back. */
  putBack(): void {
    this.received.putBack()
    for (const [packetId, message] of this.clearedUnacked) {
      if (!this.unacked.has(packetId)) this.unacked.set(packetId, message)
    }
    this.clearedUnacked.clear()
    this.events.changed()
  }

  private follow(client: MqttClient): void {
    // At QoS 1 and 2 before the acknowledgement (PUBACK, PUBREC): this is where MQTT.js lets it be held.
    client.options.customHandleAcks = (_topic, _payload, packet, done) =>
      this.receive(client, packet as IPublishPacket, () => done(0))
    client.handleMessage = (packet, done) => {
      if (packet.qos === 0) this.receive(client, packet, done)
      else done()
    }
    client.on('packetsend', (packet) => {
      if (packet.cmd === 'puback' || packet.cmd === 'pubrec') this.markAcked(packet.messageId)
    })
    client.on('close', () => {
      if (this.client !== client) return
      this.heldAcks.forget()
      this.change({ state: 'connecting' })
    })
  }

  /** Later connections subscribe again by themselves; a refusal then is shown, not thrown. */
  private stayConnected(client: MqttClient, { url }: Target): void {
    const { clientId } = this.subscriber
    const show = (error: AppError) => {
      if (this.client === client) this.change({ error: error.toInfo() })
    }
    client.on('connect', () => {
      this.subscribe(client, subscriptionsOf(this.subscriber)).catch((error: unknown) => show(AppError.from(error)))
    })
    client.on('error', (error) => {
      const failure = connectionFailure(error, clientId, url)
      if (!isRefusal(error) || this.client !== client) show(failure)
      // MQTT.js does not come again after a refusal.
      else void this.disconnect().then(() => this.change({ error: failure.toInfo() }))
    })
    client.on('disconnect', ({ reasonCode = 0 }) =>
      show(connectionFailure(Object.assign(new Error(), { code: reasonCode }), clientId, url))
    )
  }

  private async subscribe(client: MqttClient, subscriptions: readonly Subscription[]): Promise<void> {
    const answers = await subscribe(client, subscriptions)
    const all = subscriptionsOf(this.subscriber)
    this.granted = all.map(({ topic }, index) => answers.get(topic) ?? this.granted[index] ?? 0)
    const denied = all.filter((_, index) => refused(this.granted[index]))
    const { clientId } = this.subscriber
    const error = new AppError('subscribe_refused', {
      clientid: clientId,
      topic: denied.map(({ topic }) => topic).join(', ')
    })
    if (denied.length === all.length) throw error
    this.change({ state: 'online', error: denied.length === 0 ? undefined : error.toInfo() })
  }

  private receive(client: MqttClient, packet: IPublishPacket, done: () => void): void {
    const message = this.received.add(packet)
    if (packet.qos > 0 && packet.messageId !== undefined) this.unacked.set(packet.messageId, message)
    this.events.received(this.subscriber.id, message)
    if (this.holding && packet.qos > 0) {
      this.heldAcks.hold(client, done)
      this.events.changed()
    } else done()
  }

  private markAcked(packetId: number | undefined): void {
    const id = packetId ?? 0
    const message = this.unacked.get(id)
    const cleared = this.clearedUnacked.get(id)
    this.clearedUnacked.delete(id)
    if (message === undefined) {
      if (cleared !== undefined) cleared.acked = true
      return
    }
    this.unacked.delete(id)
    message.acked = true
    this.events.received(this.subscriber.id, message)
  }

  private change(change: { state?: SubscriberView['state']; error?: ErrorInfo | undefined }): void {
    if (change.state !== undefined) this.state = change.state
    if ('error' in change) this.error = change.error
    this.events.changed()
  }
}
