import { setTimeout as delay } from 'node:timers/promises'
import { payloadOf } from '../load/frames.js'
import { Publisher } from '../load/publisher.js'
import { Subscriber, type SubscriberOptions } from '../load/subscriber.js'
import { answer } from './desk.js'

export interface Publishing {
  readonly port: number
  readonly publishers: number
  /** Each publisher has a topic of its own below it; with `oneTopic` all have this one. */
  readonly topic: string
  readonly oneTopic?: boolean
  readonly qos: 1 | 2
  readonly bytes: number
  /** Unacknowledged packets a publisher. */
  readonly inflight: number
}

export interface Rate {
  /** Messages acknowledged a second. */
  readonly rate: number
  /** Messages acknowledged in all, the time before and after the measured one included. */
  readonly acknowledged: number
  /** From PUBLISH to its acknowledgement, ms. */
  readonly median: number
  readonly p99: number
}

let slow: Subscriber | undefined
let even: { readonly publishers: readonly Publisher[]; readonly runs: Promise<unknown> } | undefined

const calls = {
  /** How many messages a second are acknowledged, once it runs. Times in ms. */
  async publishFor({ warmUp, time, ...publishing }: Publishing & { warmUp: number; time: number }): Promise<Rate> {
    const publishers = await connectAll(publishing, Infinity)
    const total = () => publishers.reduce((sum, { acknowledged }) => sum + acknowledged, 0)
    const runs = Promise.all(publishers.map((publisher) => publisher.run()))
    await Promise.race([runs, delay(warmUp)])
    const began = performance.now()
    const before = total()
    for (const { latencies } of publishers) latencies.length = 0
    await Promise.race([runs, delay(time)])
    const rate = ((total() - before) / (performance.now() - began)) * 1000
    const latencies = publishers.flatMap((publisher) => publisher.latencies).sort((one, other) => one - other)
    for (const publisher of publishers) publisher.stop()
    await runs
    for (const publisher of publishers) publisher.close()
    return {
      rate,
      acknowledged: total(),
      median: latencies[Math.floor(latencies.length / 2)] ?? Number.NaN,
      p99: latencies[Math.floor(latencies.length * 0.99)] ?? Number.NaN
    }
  },

  /** Publishes so many a second in all until `endEvenly`. */
  async beginEvenly({ perSecond, ...publishing }: Publishing & { perSecond: number }): Promise<void> {
    const publishers = await connectAll(publishing, Infinity, perSecond / publishing.publishers)
    even = { publishers, runs: Promise.all(publishers.map((publisher) => publisher.run())) }
  },

  evenlyAcknowledged(): number {
    return even?.publishers.reduce((sum, { acknowledged }) => sum + acknowledged, 0) ?? 0
  },

  /** Resolves when all is acknowledged. */
  async endEvenly(): Promise<void> {
    for (const publisher of even?.publishers ?? []) publisher.stop()
    await even?.runs
    for (const publisher of even?.publishers ?? []) publisher.close()
  },

  /** Publishes so many in all; resolves to the ms until the last was acknowledged. */
  async publishAll({ count, ...publishing }: Publishing & { count: number }): Promise<number> {
    const publishers = await connectAll(publishing, count / publishing.publishers)
    const began = performance.now()
    await Promise.all(publishers.map((publisher) => publisher.run()))
    const took = performance.now() - began
    for (const publisher of publishers) publisher.close()
    return took
  },

  /** A session that stays when its client goes away. */
  async makeSession(options: SubscriberOptions): Promise<void> {
    const subscriber = await Subscriber.connect({ ...options, clean: false })
    await delay(200)
    subscriber.close()
    await delay(100)
  },

  /** Resolves to the ms from connecting until so many were received and acknowledged. */
  async receive({ count, ...options }: SubscriberOptions & { count: number }): Promise<number> {
    const began = performance.now()
    const subscriber = await Subscriber.connect(options)
    await subscriber.untilAcknowledged(count)
    const took = performance.now() - began
    // What is still to be answered is QoS 2's second half.
    await delay(50)
    subscriber.close()
    return took
  },

  async beginSlowly(options: SubscriberOptions): Promise<void> {
    slow = await Subscriber.connect(options)
  },

  slowlyReceived(): number {
    return slow?.acknowledged ?? 0
  },

  endSlowly(): void {
    slow?.close()
  }
}

export type LoadCalls = typeof calls

function connectAll(publishing: Publishing, most: number, perSecond?: number): Promise<Publisher[]> {
  const { port, publishers, topic, oneTopic = false, qos, bytes, inflight } = publishing
  const payload = payloadOf(bytes)
  return Promise.all(
    Array.from({ length: publishers }, (_, index) => {
      const number = String(index).padStart(4, '0')
      return Publisher.connect({
        port,
        clientId: `publisher-${number}`,
        topic: oneTopic ? topic : `${topic}/${number}`,
        payload,
        qos,
        inflight,
        most,
        perSecond
      })
    })
  )
}

answer(calls)
