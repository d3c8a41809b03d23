import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import mqtt, { type MqttClient } from 'mqtt'
import { generate, type IPublishPacket, type Packet, parser } from 'mqtt-packet'

interface Pace {
  /** From one message to each topic to the next, ms; what could not be sent in time is not made up for. */
  readonly period: number
  /** So many messages wait for their acknowledgement at once. */
  readonly underWay?: number
  /** Of a payload at least. */
  readonly bytes?: number
}

interface Sent {
  readonly packet: IPublishPacket
  readonly number: number
}

/**
 * A publisher outside the product that writes down what was acknowledged to it: `topic → numbers`, each topic's from 0
 * on. It comes back after every end of its connection, and sends again, in order, what was not acknowledged
 * [MQTT-4.4.0-1].
 */
export class JournalingPublisher {
  readonly acknowledged = new Map<string, number[]>()
  private readonly unacknowledged = new Map<number, Sent>()
  private work: Promise<void>
  private socket: Socket | undefined
  private goesOn = true
  private number = 0
  private packetId = 0
  count = 0
  private waiters: (() => void)[] = []

  constructor(
    private readonly port: number,
    private readonly topics: readonly string[],
    private readonly pace: Pace
  ) {
    for (const topic of topics) this.acknowledged.set(topic, [])
    this.connect()
    this.work = this.publish()
  }

  /** As a network does it: without a word. */
  cut(): void {
    this.socket?.destroy()
  }

  /** Resolves when so many more were acknowledged. */
  async more(count: number): Promise<void> {
    const aim = this.count + count
    while (this.count < aim) await this.next()
  }

  /** Resolves when everything that was begun is acknowledged. */
  async pause(): Promise<void> {
    this.goesOn = false
    await this.work
    while (this.unacknowledged.size > 0) await this.next()
  }

  goOn(): void {
    this.goesOn = true
    this.work = this.publish()
  }

  async stop(): Promise<void> {
    await this.pause()
    this.socket?.end(generate({ cmd: 'disconnect' }))
  }

  private async publish(): Promise<void> {
    const { period, underWay = 40, bytes = 1 } = this.pace
    for (let due = performance.now(); this.goesOn; this.number += 1) {
      const { number } = this
      for (const topic of this.topics) {
        this.packetId = (this.packetId % 65_535) + 1
        const head = { cmd: 'publish', qos: 1, dup: false, retain: false } as const
        const packet = { ...head, topic, payload: String(number).padStart(bytes, '0'), messageId: this.packetId }
        this.unacknowledged.set(packet.messageId, { packet, number })
        this.socket?.write(generate(packet))
      }
      while (this.unacknowledged.size > underWay) await this.next()
      const now = performance.now()
      due = Math.max(due + period, now)
      if (due > now) await sleep(due - now)
    }
  }

  private connect(): void {
    const socket = connect(this.port, '127.0.0.1')
    const packets = parser()
    packets.on('packet', (packet) => this.answered(socket, packet))
    socket.on('data', (bytes) => packets.parse(bytes))
    socket.on('error', () => undefined)
    socket.on('close', () => {
      this.socket = undefined
      if (this.goesOn || this.unacknowledged.size > 0) setTimeout(() => this.connect(), 50)
    })
    socket.write(
      generate({
        cmd: 'connect',
        clientId: 'journal',
        clean: false,
        keepalive: 0,
        protocolId: 'MQTT',
        protocolVersion: 4
      })
    )
  }

  private answered(socket: Socket, packet: Packet): void {
    if (packet.cmd === 'connack') {
      for (const { packet: again } of this.unacknowledged.values()) socket.write(generate({ ...again, dup: true }))
      this.socket = socket
    }
    if (packet.cmd !== 'puback') return
    const sent = this.unacknowledged.get(packet.messageId ?? 0)
    if (sent === undefined) return
    this.unacknowledged.delete(packet.messageId ?? 0)
    this.acknowledged.get(sent.packet.topic)?.push(sent.number)
    this.count += 1
    for (const wake of this.waiters.splice(0)) wake()
  }

  private next(): Promise<void> {
    return new Promise((resolve) => {
      this.waiters.push(resolve)
    })
  }
}

/** Writes down what it received, and comes back after every end of its connection. */
export class JournalingSubscriber {
  count = 0

  private constructor(
    private readonly client: MqttClient,
    readonly received: Map<string, number[]>
  ) {
    client.on('error', () => undefined)
    client.on('message', (topic, payload) => {
      const numbers = this.received.get(topic) ?? []
      this.received.set(topic, numbers)
      numbers.push(Number(payload.toString()))
      this.count += 1
    })
  }

  /** @param received What an earlier one wrote down, to be gone on with. */
  static async start(
    port: number,
    topics: readonly string[],
    received = new Map<string, number[]>()
  ): Promise<JournalingSubscriber> {
    const client = await mqtt.connectAsync(`mqtt://127.0.0.1:${port}`, { reconnectPeriod: 50 })
    const subscriber = new JournalingSubscriber(client, received)
    await client.subscribeAsync([...topics], { qos: 1 })
    return subscriber
  }

  /** As a network does it: without a word, and with what it got last unacknowledged. */
  cut(): void {
    this.client.stream.destroy()
  }

  /** Resolves when nothing has come for a while. */
  async quiet(): Promise<void> {
    for (let seen = -1; seen !== this.count;) {
      seen = this.count
      await sleep(2000)
    }
  }

  stop(): Promise<void> {
    return this.client.endAsync()
  }
}

/** A message that was sent again is there again: where it is for the last time counts. */
export function lastTimes(numbers: readonly number[] = []): readonly number[] {
  return [...new Set([...numbers].reverse())].reverse()
}

export function missing(acknowledged: readonly number[], received: readonly number[] = []): readonly number[] {
  const all = new Set(received)
  return acknowledged.filter((number) => !all.has(number))
}
