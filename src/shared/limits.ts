import { z } from 'zod'
import { strictObject } from './strictObject.js'

const count = (least: number, most: number, usual: number) => z.number().int().min(least).max(most).default(usual)
const milliseconds = (usual: number) => count(100, 3_600_000, usual)

/**
 * What keeps one client from disturbing the others, or filling the memory. Each has a counter of the same name in
 * `BrokerState` that tells how often it took effect (docs/broker.md).
 */
export const limitsSchema = strictObject({
  /** Longest time in ms that a publisher waits for its acknowledgement before its connection is closed. */
  saveTimeout: milliseconds(30_000),
  /** Most unacknowledged messages on their way to one client: so many stored ones, and so many live ones. */
  inflight: count(1, 32_000, 1000),
  /** Most messages, and most bytes of payload, that wait for one store before their publishers are not read on. */
  waitingMessages: count(1, 10_000_000, 10_000),
  waitingBytes: count(1, 17_179_869_184, 67_108_864),
  /** Most connections at a time, silent ones too. */
  connections: count(1, 1_000_000, 10_000),
  /** Longest time in ms from the connection to the whole CONNECT packet; EMQX's `idle_timeout`. */
  connectTimeout: milliseconds(15_000),
  /** Longest packet in bytes. MQTT's own limit is 256 MiB. */
  packetSize: count(1024, 268_435_460, 16_777_216),
  /** Longest time in ms from the first byte of a packet to its last; a second more for each 16 KiB that came. */
  packetTimeout: milliseconds(30_000),
  /** Longest time in ms that a client may leave unread what it is sent; a second more for each 16 KiB that waits. */
  writeTimeout: milliseconds(60_000),
  /** Most messages that wait for one client, beside those on their way to it. */
  queue: count(1, 1_000_000, 10_000),
  /** Most bytes that are held for all clients: begun packets, queues, retained messages. */
  memory: count(1_048_576, 2 ** 40, 536_870_912),
  /** Most persistent sessions (clean session 0), of clients that are there and of those that are not. */
  sessions: count(1, 1_000_000, 10_000),
  /** Most subscriptions of one client. */
  subscriptions: count(1, 1_000_000, 10_000),
  /** Most topics with a retained message. */
  retained: count(0, 1_000_000, 10_000),
  /** Longest client id in bytes. */
  clientIdLength: count(23, 65_535, 1024),
  /** Longest topic in bytes. */
  topicLength: count(1, 65_535, 65_535),
  /** Most levels of a topic. */
  topicLevels: count(1, 100, 100),
  /** Longest keep alive in seconds: whoever asks for more, or for none, is closed after one and a half of this. */
  keepalive: count(1, 65_535, 65_535),
  /** Most QoS 2 messages of one client without their PUBREL. */
  receiveMaximum: count(1, 65_535, 1000)
})
export type Limits = z.infer<typeof limitsSchema>

export type LimitName = keyof Limits
export const limitNames = Object.keys(limitsSchema.shape) as LimitName[]

/** How often each limit took effect. */
export const exceededSchema = z.record(z.enum(limitNames), z.number())
export type Exceeded = z.infer<typeof exceededSchema>

/** What was refused for another reason than a limit. */
export const refusedSchema = z.object({
  /** Packets that MQTT 3.1.1 forbids. */
  malformed: z.number(),
  /** Protocol versions that the broker does not speak. */
  version: z.number(),
  /** Handshakes of TLS that came to nothing. */
  tls: z.number(),
  login: z.number(),
  publish: z.number(),
  subscribe: z.number()
})
export type Refused = z.infer<typeof refusedSchema>

export function noneExceeded(): Exceeded {
  return Object.fromEntries(limitNames.map((name) => [name, 0])) as Exceeded
}

export function noneRefused(): Refused {
  return { malformed: 0, version: 0, tls: 0, login: 0, publish: 0, subscribe: 0 }
}
