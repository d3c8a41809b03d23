import { connect, type Socket } from 'node:net'
import { generate, parser as makeParser, type Packet } from 'mqtt-packet'
import { onTestFinished } from 'vitest'
import type { z } from 'zod'
import { Broker, type BrokerHooks } from '../../src/engine/broker/broker.js'
import { RingLog } from '../../src/engine/log.js'
import { newMessageId } from '../../src/engine/stores/messageId.js'
import { type Limits, limitsSchema } from '../../src/shared/limits.js'
import { type AclEntry, listenersSchema, type User } from '../../src/shared/workspace.js'

type ListenersInput = z.input<typeof listenersSchema>

/** Hooks that hold nothing and allow everything; a test overrides what it watches. */
const openHooks: BrokerHooks = {
  publish: () => false,
  subscribed: () => undefined,
  unsubscribed: () => undefined,
  forward: () => true,
  wasGiven: () => false,
  forwarded: () => undefined,
  acked: () => undefined,
  connected: () => undefined,
  disconnected: () => undefined,
  listens: () => false,
  happened: () => undefined
}

export interface RunningBroker {
  readonly broker: Broker
  readonly port: number
  readonly log: RingLog
  readonly setLimits: (changed: Partial<Limits>) => void
}

export async function startBroker(
  hooks: Partial<BrokerHooks> = {},
  config: {
    readonly users?: readonly User[]
    readonly acl?: readonly AclEntry[]
    readonly limits?: Partial<Limits>
    readonly listeners?: ListenersInput
  } = {}
): Promise<RunningBroker> {
  const log = new RingLog(100)
  const listeners = listenersSchema.parse({ tcp: { port: 0 }, ws: { port: 0 }, ...config.listeners })
  let limits = limitsSchema.parse(config.limits ?? {})
  const broker = await Broker.start({
    listeners,
    access: { users: config.users, acl: config.acl ?? [] },
    limits: () => limits,
    hooks: { ...openHooks, ...hooks },
    log,
    newId: newMessageId
  })
  const setLimits = (changed: Partial<Limits>) => {
    limits = { ...limits, ...changed }
  }
  return { broker, port: broker.state.listeners[0]?.port ?? 0, log, setLimits }
}

/** A broker for one test. */
export async function running(...args: Parameters<typeof startBroker>): Promise<RunningBroker> {
  const started = await startBroker(...args)
  onTestFinished(() => started.broker.stop())
  return started
}

/** A client for one test. */
export async function raw(...args: Parameters<typeof RawClient.open>): Promise<RawClient> {
  const client = await RawClient.open(...args)
  onTestFinished(() => client.close())
  return client
}

/** A client that sends and receives bare packets, for what a well-behaved client library would never do. */
export class RawClient {
  readonly received: Packet[] = []
  closed = false
  private readonly waiters: (() => void)[] = []

  private constructor(private readonly socket: Socket) {
    const parser = makeParser()
    parser.on('packet', (packet: Packet) => {
      this.received.push(packet)
      this.wake()
    })
    socket.on('data', (chunk) => parser.parse(chunk))
    socket.on('error', () => undefined)
    socket.on('close', () => {
      this.closed = true
      this.wake()
    })
  }

  static async open(port: number, connectPacket?: Partial<Packet>): Promise<RawClient> {
    const socket = connect({ port, host: '127.0.0.1' })
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve)
      socket.once('error', reject)
    })
    const client = new RawClient(socket)
    if (connectPacket !== undefined) {
      client.send({ cmd: 'connect', clientId: 'raw', clean: true, keepalive: 0, ...connectPacket } as Packet)
      await client.next('connack')
    }
    return client
  }

  /** All packets in one write, so that they reach the broker in one chunk. */
  send(...packets: Packet[]): void {
    this.socket.write(Buffer.concat(packets.map((packet) => generate(packet))))
  }

  sendBytes(bytes: Buffer): void {
    this.socket.write(bytes)
  }

  /** The next packet of a kind that has not been taken yet. Fails when the connection closes first. */
  async next<Command extends Packet['cmd']>(command: Command): Promise<Extract<Packet, { cmd: Command }>> {
    for (;;) {
      const index = this.received.findIndex((packet) => packet.cmd === command)
      const [packet] = index < 0 ? [] : this.received.splice(index, 1)
      if (packet !== undefined) return packet as Extract<Packet, { cmd: Command }>
      if (this.closed) throw new Error(`connection closed while waiting for ${command}`)
      await new Promise<void>((resolve) => this.waiters.push(resolve))
    }
  }

  async untilClosed(): Promise<void> {
    while (!this.closed) await new Promise<void>((resolve) => this.waiters.push(resolve))
  }

  close(): void {
    this.socket.destroy()
  }

  private wake(): void {
    for (const resolve of this.waiters.splice(0)) resolve()
  }
}

/** Lets everything that is under way in this process happen: used to show that something does not. */
export async function settle(milliseconds = 50): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, milliseconds))
}
