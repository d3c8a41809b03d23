import type { Socket } from 'node:net'
import { connectFrame, openSocket, subscribeFrame } from './frames.js'

export interface SubscriberOptions {
  readonly port: number
  readonly clientId: string
  readonly clean: boolean
  /** Undefined: what its session already has. */
  readonly topic: string | undefined
  readonly qos: 1 | 2
  /** Undefined: at once. */
  readonly acksPerSecond?: number | undefined
}

const publish = 3
const pubrel = 6
/** How often a slow subscriber acknowledges, ms. */
const pace = 20

/** A subscriber that reads packet ids and acknowledges, and nothing else. */
export class Subscriber {
  received = 0
  acknowledged = 0
  private rest: Buffer = Buffer.alloc(0)
  private readonly owed: number[] = []
  private timer: NodeJS.Timeout | undefined
  private waiting: { readonly count: number; readonly resolve: () => void } | undefined

  private constructor(
    private readonly socket: Socket,
    private readonly options: SubscriberOptions
  ) {}

  static async connect(options: SubscriberOptions): Promise<Subscriber> {
    const socket = await openSocket(options.port)
    const subscriber = new Subscriber(socket, options)
    socket.on('data', (chunk: Buffer) => subscriber.take(chunk))
    const { acksPerSecond, clientId, clean, topic, qos } = options
    if (acksPerSecond !== undefined) {
      let debt = 0
      subscriber.timer = setInterval(() => {
        debt += (acksPerSecond * pace) / 1000
        const count = Math.min(Math.floor(debt), subscriber.owed.length)
        debt = Math.min(debt - count, acksPerSecond)
        subscriber.acknowledge(subscriber.owed.splice(0, count))
      }, pace)
    }
    socket.write(connectFrame(clientId, clean))
    if (topic !== undefined) socket.write(subscribeFrame(topic, qos))
    return subscriber
  }

  /** Resolves when so many have been received and acknowledged. */
  untilAcknowledged(count: number): Promise<void> {
    return new Promise((resolve, reject) => {
      this.socket.once('close', () => reject(new Error(`the connection was closed after ${this.acknowledged}`)))
      if (this.acknowledged >= count) resolve()
      else this.waiting = { count, resolve }
    })
  }

  close(): void {
    clearInterval(this.timer)
    this.socket.destroy()
  }

  private take(bytes: Buffer): void {
    const chunk = this.rest.length === 0 ? bytes : Buffer.concat([this.rest, bytes])
    const released: number[] = []
    let at = 0
    for (;;) {
      const body = bodyOf(chunk, at)
      if (body === undefined) break
      const type = (chunk[at] ?? 0) >> 4
      const qos = ((chunk[at] ?? 0) >> 1) & 3
      if (type === pubrel) released.push(chunk.readUInt16BE(body.start))
      if (type === publish) {
        this.received += 1
        if (qos > 0) this.owed.push(chunk.readUInt16BE(body.start + 2 + chunk.readUInt16BE(body.start)))
      }
      at = body.end
    }
    this.rest = chunk.subarray(at)
    if (released.length > 0) this.socket.write(frames(0x70, released))
    if (this.options.acksPerSecond === undefined) this.acknowledge(this.owed.splice(0))
  }

  private acknowledge(ids: readonly number[]): void {
    if (ids.length === 0) return
    this.socket.write(frames(this.options.qos === 1 ? 0x40 : 0x50, ids))
    this.acknowledged += ids.length
    if (this.waiting !== undefined && this.acknowledged >= this.waiting.count) this.waiting.resolve()
  }
}

/** Where the variable header of the packet at `at` begins and its packet ends; undefined until it is all there. */
function bodyOf(chunk: Buffer, at: number): { readonly start: number; readonly end: number } | undefined {
  let length = 0
  for (let digit = 0; digit < 4; digit += 1) {
    const byte = chunk[at + 1 + digit]
    if (byte === undefined) return undefined
    length += (byte & 0x7f) * 128 ** digit
    if (byte < 0x80) {
      const start = at + 2 + digit
      return start + length > chunk.length ? undefined : { start, end: start + length }
    }
  }
  throw new Error('no length [MQTT-2.2.3]')
}

function frames(first: number, ids: readonly number[]): Buffer {
  const bytes = Buffer.allocUnsafe(ids.length * 4)
  for (const [index, id] of ids.entries()) {
    bytes[index * 4] = first
    bytes[index * 4 + 1] = 2
    bytes.writeUInt16BE(id, index * 4 + 2)
  }
  return bytes
}
