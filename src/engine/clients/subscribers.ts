import mqtt, { type DoneCallback, type IPublishPacket, type MqttClient } from 'mqtt'
import type { ReceivedMessage, SubscriberView } from '../../shared/contract.js'
import { AppError, type ErrorInfo } from '../../shared/errors.js'
import type { Subscriber } from '../../shared/workspace.js'

const mostReceived = 500
const connectTimeout = 5_000

export interface SubscriberEvents {
  readonly changed: () => void
  readonly received: (subscriberId: string, message: ReceivedMessage) => void
}

/** The subscriber panes: real MQTT clients that connect to the broker over the network. */
export class Subscribers {
  private readonly all = new Map<string, LiveSubscriber>()

  constructor(
    private readonly url: () => string,
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

  add(subscriber: Subscriber): LiveSubscriber {
    const live = new LiveSubscriber(subscriber, this.url, this.events)
    this.all.set(subscriber.id, live)
    return live
  }

  async replace(subscriber: Subscriber): Promise<LiveSubscriber> {
    const before = this.get(subscriber.id)
    const wasOnline = before.view().state !== 'offline'
    await before.disconnect()
    before.subscriber = subscriber
    if (wasOnline) await before.connect()
    return before
  }

  async remove(id: string): Promise<void> {
    await this.get(id).disconnect()
    this.all.delete(id)
  }

  async close(): Promise<void> {
    await Promise.all([...this.all.values()].map((live) => live.disconnect()))
  }
}

export class LiveSubscriber {
  readonly messages: ReceivedMessage[] = []
  private client: MqttClient | undefined
  private state: SubscriberView['state'] = 'offline'
  private granted: number | undefined
  private error: ErrorInfo | undefined
  private count = 0
  private holding = false
  private heldAcks: DoneCallback[] = []
  /** Received at QoS 1 or 2 and not acknowledged, by packet id. */
  private readonly unacked = new Map<number, ReceivedMessage>()

  constructor(
    public subscriber: Subscriber,
    private readonly url: () => string,
    private readonly events: SubscriberEvents
  ) {}

  view(): SubscriberView {
    return {
      subscriber: this.subscriber,
      state: this.state,
      holdAck: this.holding,
      held: this.heldAcks.length,
      received: this.count,
      ...(this.granted === undefined ? {} : { granted: this.granted }),
      ...(this.error === undefined ? {} : { error: { ...this.error } })
    }
  }

  /** Resolves when it is connected and subscribed. Throws `client_connect_failed` or `subscribe_refused`. */
  async connect(): Promise<void> {
    if (this.client !== undefined) return
    const { clientId, clean, topic, qos } = this.subscriber
    const url = this.url()
    this.change({ state: 'connecting', error: undefined })
    const client = mqtt.connect(url, { clientId, clean, connectTimeout, reconnectPeriod: 2000, resubscribe: false })
    this.client = client
    client.handleMessage = (packet, done) => this.receive(packet, done)
    client.on('packetsend', (packet) => {
      if (packet.cmd === 'puback' || packet.cmd === 'pubrec') this.markAcked(packet.messageId)
    })
    client.on('close', () => {
      this.heldAcks = []
      if (this.client === client) this.change({ state: 'connecting' })
    })
    try {
      await firstConnection(client)
      await this.subscribe(client, topic, qos)
    } catch (cause) {
      await this.disconnect()
      const error =
        cause instanceof AppError
          ? cause
          : new AppError('client_connect_failed', { clientid: clientId, url }, { cause })
      this.change({ error: error.toInfo() })
      throw error
    }
    // Later connections subscribe again by themselves; a refusal then is shown, not thrown.
    client.on('connect', () => {
      this.subscribe(client, topic, qos).catch((error: unknown) => {
        this.change({ error: AppError.from(error).toInfo() })
      })
    })
    client.on('error', (error) => this.change({ error: AppError.from(error).toInfo() }))
  }

  async disconnect(): Promise<void> {
    const { client } = this
    this.client = undefined
    this.heldAcks = []
    if (client !== undefined) await client.endAsync(!client.connected)
    this.granted = undefined
    this.change({ state: 'offline', error: undefined })
  }

  /** Holding keeps the acknowledgement of the next message back, and with it all later messages of the connection. */
  holdAcks(hold: boolean): void {
    this.holding = hold
    if (!hold) {
      const held = this.heldAcks
      this.heldAcks = []
      for (const done of held) done()
    }
    this.events.changed()
  }

  clear(): void {
    this.messages.length = 0
    this.count = 0
    this.events.changed()
  }

  private async subscribe(client: MqttClient, topic: string, qos: 0 | 1 | 2): Promise<void> {
    const [grant] = await client.subscribeAsync(topic, { qos })
    const granted = grant?.qos ?? 128
    this.granted = granted
    if (granted >= 128) throw new AppError('subscribe_refused', { clientid: this.subscriber.clientId, topic })
    this.change({ state: 'online', error: undefined })
  }

  private receive(packet: IPublishPacket, done: DoneCallback): void {
    this.count += 1
    const message: ReceivedMessage = {
      sequence: this.count,
      topic: packet.topic,
      payload: new Uint8Array(Buffer.from(packet.payload as Uint8Array)),
      qos: packet.qos,
      retain: packet.retain,
      dup: packet.dup,
      at: Date.now(),
      acked: false
    }
    this.messages.push(message)
    if (packet.messageId !== undefined) this.unacked.set(packet.messageId, message)
    if (this.messages.length > mostReceived * 2) this.messages.splice(0, this.messages.length - mostReceived)
    this.events.received(this.subscriber.id, message)
    if (this.holding && packet.qos > 0) {
      this.heldAcks.push(done)
      this.events.changed()
    } else done()
  }

  private markAcked(packetId: number | undefined): void {
    const message = this.unacked.get(packetId ?? 0)
    if (message === undefined) return
    this.unacked.delete(packetId ?? 0)
    message.acked = true
    this.events.received(this.subscriber.id, message)
  }

  private change(change: { state?: SubscriberView['state']; error?: ErrorInfo | undefined }): void {
    if (change.state !== undefined) this.state = change.state
    if ('error' in change) this.error = change.error
    this.events.changed()
  }
}

function firstConnection(client: MqttClient): Promise<void> {
  return new Promise((resolve, reject) => {
    const connected = () => {
      client.off('error', reject)
      resolve()
    }
    client.once('connect', connected)
    client.once('error', reject)
  })
}
