import { isUtf8 } from 'node:buffer'
import { parser as makeParser } from 'mqtt-packet'
import type { Limits } from '../../shared/limits.js'
import type { AedesParser } from './aedesTypes.js'
import { LimitFault, ProtocolFault } from './faults.js'
import type { Holder, Memory } from './memory.js'
import { packetFault } from './packetFault.js'
import { boundsOf, quickPublish } from './quickPublish.js'

/** What mqtt-packet does by itself; called from what is put before it. */
const base = Object.getPrototypeOf(makeParser()) as AedesParser

/** How fast bytes have to come or go when their time is up: so long packets may take longer. */
export const slowestBytesPerSecond = 16_384

/**
 * Reads one connection's packets as MQTT 3.1.1 asks, with limits. Puts itself before the methods of the parser that
 * aedes made: mqtt-packet keeps whatever length is announced, and takes much that the specification forbids.
 */
export class PacketReader implements Holder {
  /** What it holds of a packet whose end has not come. */
  bytes = 0
  /** When the last packet was whole, in ms of `performance.now()`. */
  lastPacketAt = performance.now()
  /** Since when a packet is under way whose end has not come. */
  private partialSince: number | undefined
  private seenConnect = false
  private whole = false
  private ended = false
  private reading = false
  private readonly later: Buffer[] = []

  constructor(
    private readonly parser: AedesParser,
    private readonly limits: Limits,
    private readonly memory: Memory
  ) {
    parser.parse = (chunk) => this.parse(chunk)
    parser._parseLength = () => this.parseLength()
    parser._parsePayload = () => this.parsePayload()
    parser._parseString = () => this.parseString()
    parser._emitError = (error) => this.emitError(error)
  }

  /** Whether a packet takes longer than it may. */
  isLate(now: number): boolean {
    if (this.partialSince === undefined) return false
    const more = (this.parser._list.length / slowestBytesPerSecond) * 1000
    return now - this.partialSince > this.limits.packetTimeout + more
  }

  /** It could not be read until now: its time begins again. */
  excuse(now: number): void {
    this.lastPacketAt = now
    if (this.partialSince !== undefined) this.partialSince = now
  }

  private parse(chunk: Buffer): number {
    // A packet that is handled at once lets aedes read on while the parser is still at work.
    if (this.reading) {
      this.later.push(chunk)
      return 0
    }
    this.reading = true
    this.whole = false
    try {
      for (let next: Buffer | undefined = chunk; next !== undefined; next = this.later.shift()) {
        this.read(next)
      }
    } catch (error) {
      this.parser._emitError(error as Error)
    } finally {
      this.reading = false
    }
    this.note(performance.now())
    return this.parser._list.length
  }

  /** Packet by packet: what mqtt-packet has begun it ends, a whole PUBLISH is read at once, and it gets the others. */
  private read(chunk: Buffer): void {
    const { parser } = this
    for (let at = 0; at < chunk.length && parser.error === null;) {
      const quick = this.missing === 0 && this.seenConnect ? quickPublish(chunk, at, this.limits) : undefined
      if (quick === undefined) {
        const end = this.missing === 0 ? (boundsOf(chunk, at)?.end ?? chunk.length) : at + this.missing
        base.parse.call(parser, chunk.subarray(at, end))
        at = end
      } else {
        at = quick.end
        this.whole = true
        parser.emit('packet', quick.packet)
      }
    }
  }

  /** How many bytes mqtt-packet needs for the next step of a packet that it has begun; 0 between two packets. */
  private get missing(): number {
    const { _stateCounter: state, _list: list, packet } = this.parser
    if (state === 0) return 0
    // In the middle of the length, a byte at a time.
    return packet.length < 0 ? 1 : packet.length - list.length
  }

  private note(now: number): void {
    const { _list: list, _stateCounter: state } = this.parser
    if (this.whole) this.lastPacketAt = now
    this.hold(list.length)
    if (state === 0 && list.length === 0) {
      this.partialSince = undefined
      return
    }
    if (this.whole || this.partialSince === undefined) this.partialSince = now
    // Each piece costs far more than a byte, so what comes byte by byte is put together.
    if (list.getBuffers().length > 64 + list.length / 1024) {
      const together = list.slice()
      list.consume(list.length)
      list.append(together)
    }
  }

  /** The connection is closed. */
  end(): void {
    this.ended = true
    this.hold(0)
  }

  letGo(): void {
    this.end()
    this.parser._emitError(new LimitFault('memory', this.limits.memory))
  }

  private hold(bytes: number): void {
    const now = this.ended ? 0 : bytes
    const more = now - this.bytes
    if (more === 0) return
    if (this.bytes === 0) this.memory.add(this)
    if (now === 0) this.memory.remove(this)
    this.bytes = now
    if (more > 0) this.memory.take(more)
    else this.memory.give(-more)
  }

  /** Before anything of the packet is kept: a length of 256 MiB ends the connection with its fifth byte. */
  private parseLength(): boolean {
    const known = base._parseLength.call(this.parser)
    const { packetSize } = this.limits
    if (known && this.parser.packet.length > packetSize)
      this.parser._emitError(new LimitFault('packetSize', packetSize))
    return known
  }

  private parsePayload(): boolean {
    const { parser } = this
    const { packet } = parser
    if (parser._list.length < packet.length) return false
    if (packet.cmd === 'connect' && this.isOfUnknownLevel()) return true
    const whole = base._parsePayload.call(parser)
    if (!whole || parser.error !== null) return whole
    const fault = this.orderFault() ?? packetFault(packet, packet.length, parser._pos, this.limits)
    if (fault === undefined) this.whole = true
    else parser._emitError(fault)
    return whole
  }

  private orderFault(): Error | undefined {
    const isConnect = this.parser.packet.cmd === 'connect'
    if (isConnect === this.seenConnect) {
      return isConnect
        ? new ProtocolFault('MQTT-3.1.0-2', 'a second CONNECT')
        : new ProtocolFault('MQTT-3.1.0-1', 'the first packet is not a CONNECT')
    }
    this.seenConnect = true
    return undefined
  }

  /**
   * A CONNECT of a protocol level that nobody knows is to be answered [MQTT-3.1.2-2], though the rest of it cannot be
   * read. It goes on as a packet of version 0 (refusals.ts).
   */
  private isOfUnknownLevel(): boolean {
    const { packet, _list: list } = this.parser
    const start = list.slice(0, Math.min(packet.length, 9))
    const name = start.toString('latin1', 2, 2 + (start.length > 2 ? start.readUInt16BE(0) : 0))
    const level = start[2 + name.length]
    const known = name === 'MQTT' ? [4, 5] : name === 'MQIsdp' ? [3] : undefined
    // The highest bit is how bridges of mosquitto say what they are.
    if (known === undefined || level === undefined || known.includes(level & 0x7f)) return false
    Object.assign(packet, { protocolId: name, protocolVersion: 0, clientId: '', clean: true, keepalive: 0 })
    this.seenConnect = true
    return true
  }

  private parseString(): string | null {
    const { parser } = this
    const start = parser._pos + 2
    const text = base._parseString.call(parser)
    if (text === null) return null
    if (text.includes('\0')) return this.refuse(new ProtocolFault('MQTT-1.5.3-2', 'a text with U+0000'))
    // What is not UTF-8 was read as U+FFFD, which may be there in its own right too.
    if (text.includes('\uFFFD') && !isUtf8(parser._list.slice(start, parser._pos))) {
      return this.refuse(new ProtocolFault('MQTT-1.5.3-1', 'a text that is not UTF-8'))
    }
    return text
  }

  private refuse(fault: Error): null {
    this.parser._emitError(fault)
    return null
  }

  /** The first fault counts; what mqtt-packet finds becomes one of ours. */
  private emitError(error: Error): void {
    if (this.parser.error !== null) return
    const own = error instanceof ProtocolFault || error instanceof LimitFault
    base._emitError.call(this.parser, own ? error : new ProtocolFault('MQTT-4.8.0-1', error.message))
  }
}
