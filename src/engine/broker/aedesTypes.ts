import type { EventEmitter } from 'node:events'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Packet } from 'mqtt-packet'
import type { AedesPublishPacket, Client } from 'aedes'

/**
 * What we use of aedes 1.2 beyond its documented interface, in one place. Its `ack` event carries no packet for
 * clean-session clients and comes only at PUBCOMP for QoS 2, where EMQX acknowledges at PUBREC; so the packets
 * themselves are watched. `test/broker/aedes.test.ts` fails when a newer aedes no longer has them.
 */
export interface AedesClient extends Client {
  readonly conn: Duplex & Partial<Pick<Socket, 'remoteAddress' | 'remotePort' | 'localAddress' | 'localPort'>>
  readonly subscriptions: Readonly<Record<string, { readonly qos: number }>>
  readonly _parser: AedesParser
  /** Whether it said DISCONNECT. */
  readonly _disconnected: boolean
  /** What its subscriptions call with each packet, and what is called when that is done. */
  deliver0: Deliver
  deliverQoS: Deliver
  /** The keep alive timer, which is restarted by packets that were handled, not by those that came. */
  _keepaliveTimer: NodeJS.Timeout | null
  _keepaliveInterval: number
  /** Reads on when no packet is being handled. */
  _nextBatch(): void
}

/** The insides of mqtt-packet's parser: what has come, how far it was read, and the steps of reading. */
export interface AedesParser extends EventEmitter {
  on(event: 'packet', listener: (packet: Packet) => void): this
  readonly packet: Packet & { readonly length: number }
  readonly error: Error | null
  readonly _list: {
    readonly length: number
    slice(start?: number, end?: number): Buffer
    consume(bytes: number): void
    append(bytes: Buffer): void
    getBuffers(): readonly Buffer[]
  }
  /** Where it reads in the packet's variable header and payload. */
  readonly _pos: number
  /** Which step of reading is next; 0 between two packets. */
  readonly _stateCounter: number
  parse(chunk: Buffer): number
  _parseLength(): boolean
  _parsePayload(): boolean
  _parseString(): string | null
  _emitError(error: Error): void
}

type Deliver = (packet: ForwardPacket, done: () => void) => void

/** What a subscription is given: `brokerId` is null in a copy of a retained message. */
export type ForwardPacket = Omit<AedesPublishPacket, 'brokerId'> & {
  readonly brokerId: string | null
  readonly nl?: boolean
}
