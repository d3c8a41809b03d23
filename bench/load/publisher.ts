import type { Socket } from 'node:net'
import { connectFrame, openSocket, pubrelFrames, publishFrames } from './frames.js'

export interface PublisherOptions {
  readonly port: number
  readonly clientId: string
  readonly topic: string
  readonly payload: Buffer
  readonly qos: 1 | 2
  /** How many packets may be unacknowledged. */
  readonly inflight: number
  /** How many are published in all. */
  readonly most: number
  /** Evenly so many a second, where there is room for them; as many as there is room for without it. */
  readonly perSecond?: number | undefined
}

const connack = 0x20
const puback = 0x40
const pubrec = 0x50
const pubcomp = 0x70
/** Every so many acknowledgements one is timed. */
const sampleEvery = 16
/** How often one publishes that publishes evenly, ms. */
const pace = 10

/**
 * A publisher that costs next to nothing: its frames are encoded once, and as acknowledgements come in the order of the
 * packets [MQTT-4.6.0-2], what is sent next is always a piece of the same bytes.
 */
export class Publisher {
  acknowledged = 0
  /** From PUBLISH to PUBACK or PUBCOMP, ms. */
  readonly latencies: number[] = []
  private readonly frames: Buffer
  private readonly releases: Buffer
  private readonly sentAt: Float64Array
  private sent = 0
  /** How many may be sent before one more is acknowledged. */
  private room: number
  private began = 0
  private timer: NodeJS.Timeout | undefined
  private received = 0
  private rest: Buffer = Buffer.alloc(0)
  private stopped = false
  private finish: (() => void) | undefined
  private fail: ((error: Error) => void) | undefined

  private constructor(
    private readonly socket: Socket,
    private readonly options: PublisherOptions
  ) {
    const { topic, payload, qos, inflight } = options
    this.frames = publishFrames(topic, payload, qos, inflight)
    this.releases = pubrelFrames(inflight)
    this.sentAt = new Float64Array(inflight)
    this.room = inflight
  }

  static async connect(options: PublisherOptions): Promise<Publisher> {
    const socket = await openSocket(options.port)
    socket.write(connectFrame(options.clientId, true))
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject)
      socket.once('data', (bytes: Buffer) => {
        socket.off('error', reject)
        if (bytes[0] === connack && bytes[3] === 0) resolve()
        else reject(new Error('the connection was refused'))
      })
    })
    return new Publisher(socket, options)
  }

  /** Publishes until all are acknowledged, or until those are that were sent before a `stop`. */
  run(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.finish = resolve
      this.fail = reject
      this.socket.on('data', (chunk: Buffer) => this.take(chunk))
      this.socket.on('error', reject)
      this.socket.on('close', () => reject(new Error('the connection was closed')))
      this.began = performance.now()
      if (this.options.perSecond === undefined) this.send()
      else this.timer = setInterval(() => this.send(), pace)
    })
  }

  stop(): void {
    this.stopped = true
    clearInterval(this.timer)
    if (this.acknowledged === this.sent) this.finish?.()
  }

  close(): void {
    clearInterval(this.timer)
    this.socket.destroy()
  }

  private send(): void {
    const { inflight, most, perSecond } = this.options
    const now = performance.now()
    const due = perSecond === undefined ? Infinity : Math.floor(((now - this.began) / 1000) * perSecond)
    let count = Math.min(this.room, Math.min(most, due) - this.sent)
    while (count > 0) {
      const slot = this.sent % inflight
      const run = Math.min(count, inflight - slot)
      this.sentAt.fill(now, slot, slot + run)
      this.socket.write(piece(this.frames, slot, run, inflight))
      this.sent += run
      this.room -= run
      count -= run
    }
  }

  /** All that comes is four bytes long. */
  private take(bytes: Buffer): void {
    const chunk = this.rest.length === 0 ? bytes : Buffer.concat([this.rest, bytes])
    const whole = chunk.length - (chunk.length % 4)
    this.rest = chunk.subarray(whole)
    const { inflight } = this.options
    const before = { acknowledged: this.acknowledged, received: this.received }
    const now = performance.now()
    for (let at = 0; at < whole; at += 4) {
      const type = chunk[at]
      const counted = type === pubrec ? this.received : this.acknowledged
      const slot = counted % inflight
      if (chunk.readUInt16BE(at + 2) !== slot + 1) {
        this.fail?.(new Error(`packet ${String(slot + 1)} was not acknowledged next`))
        return
      }
      if (type === pubrec) this.received += 1
      else if (type === puback || type === pubcomp) {
        if (counted % sampleEvery === 0) this.latencies.push(now - (this.sentAt[slot] ?? 0))
        this.acknowledged += 1
      }
    }
    this.release(before.received, this.received - before.received)
    this.room += this.acknowledged - before.acknowledged
    if (!this.stopped && this.timer === undefined) this.send()
    if (this.acknowledged === this.sent && (this.stopped || this.sent === this.options.most)) this.finish?.()
  }

  private release(from: number, count: number): void {
    const { inflight } = this.options
    for (let done = 0; done < count;) {
      const slot = (from + done) % inflight
      const run = Math.min(count - done, inflight - slot)
      this.socket.write(piece(this.releases, slot, run, inflight))
      done += run
    }
  }
}

function piece(frames: Buffer, slot: number, run: number, count: number): Buffer {
  const length = frames.length / count
  return frames.subarray(slot * length, (slot + run) * length)
}
