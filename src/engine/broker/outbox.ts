import { writeToStream } from 'mqtt-packet'
import type { Limits } from '../../shared/limits.js'
import type { Message } from '../message.js'
import type { ClientInfo } from './clientInfo.js'
import type { Connection } from './connection.js'
import { type Holder, type Memory, sizeOf } from './memory.js'
import { Queue } from './queue.js'

/** What is to be sent to one client. */
export interface Outgoing {
  readonly message: Message
  readonly qos: 0 | 1 | 2
  readonly retain: boolean
}

/** A packet that was sent at QoS 1 or 2 and is not acknowledged. */
interface Delivery {
  /** Undefined after the PUBREC of QoS 2: then only PUBREL and PUBCOMP are left. */
  outgoing: Outgoing | undefined
  readonly qos: 1 | 2
  /** Whether it came out of a store: those and the live ones have a window each, so that none starves the other. */
  readonly stored: boolean
}

interface Waiting {
  readonly outgoing: Outgoing
  /** A copy out of a store was sent instead. */
  omitted: boolean
}

export interface OutboxEvents {
  /** A live or retained copy is about to be sent; false leaves it out. */
  forward(connection: Connection, outgoing: Outgoing): boolean
  /** Whether a copy out of a store has gone to its client already, so that the live one need not wait. */
  wasGiven(connection: Connection, message: Message): boolean
  sent(): void
  /** A message has to wait until its client acknowledges or reads. */
  waits(): void
  /** Its client is so far behind that a limit is reached: it is to be closed. */
  overflow(connection: Connection, limit: 'queue' | 'memory'): void
  /** There was no room for it; `isStored`: a store has it. */
  dropped(receiver: ClientInfo, outgoing: Outgoing, isStored: boolean): void
}

/** How many bytes may wait in a socket before messages wait here instead. */
const socketBytes = 262_144

/**
 * What one client is still to be sent, and what it was sent and has not acknowledged; bounded. A clean session's ends
 * with its connection, another's waits for the next one [MQTT-3.1.2-4].
 */
export class Outbox implements Holder {
  bytes = 0
  /** Whether messages that a store has were left out of the queue, since the client was last there. */
  missedStored = false
  private connection: Connection | undefined
  private readonly inflight = new Map<number, Delivery>()
  private readonly queue = new Queue<Waiting>()
  /** What of the queue a store has as well, by message id. */
  private readonly alsoStored = new Map<string, Waiting>()
  private begun = false
  private toRepeat: readonly number[] = []
  private disposed = false
  private lastId = 0
  private live = 0
  private queuedAtQos0 = 0

  /** @param receiver The client as it last was. */
  constructor(
    private receiver: ClientInfo,
    private readonly limits: () => Limits,
    private readonly memory: Memory,
    private readonly events: OutboxEvents
  ) {
    memory.add(this)
  }

  /** Stored messages that were sent and are not acknowledged. */
  get storedInflight(): number {
    return this.inflight.size - this.live
  }

  /** The client as it last was. */
  get client(): ClientInfo {
    return this.receiver
  }

  /** Messages that were sent and are not acknowledged. */
  get inflightSize(): number {
    return this.inflight.size
  }

  /** Messages that wait to be sent. */
  get waitingSize(): number {
    return this.queue.size
  }

  get empty(): boolean {
    return this.inflight.size === 0 && this.queue.size === 0
  }

  /** The client is there. Nothing goes to it by itself before `begin`. */
  attach(connection: Connection): void {
    this.connection = connection
    this.receiver = connection.info
    this.begun = false
    this.toRepeat = [...this.inflight.keys()]
  }

  /** Its CONNACK is out: what it has not acknowledged is sent again [MQTT-4.4.0-1], then what waits. */
  begin(): void {
    const { connection } = this
    if (connection === undefined) return
    this.begun = true
    for (const id of this.toRepeat) this.repeat(connection, id)
    this.toRepeat = []
    this.pump()
  }

  private repeat(connection: Connection, id: number): void {
    const delivery = this.inflight.get(id)
    if (delivery === undefined) return
    const { outgoing } = delivery
    if (outgoing === undefined) writeToStream({ cmd: 'pubrel', messageId: id }, connection.client.conn)
    else if (this.events.forward(connection, outgoing)) {
      this.write(connection, outgoing, id, true)
      if (delivery.stored) this.omitLive(outgoing.message)
    } else this.end(id, delivery)
  }

  detach(): void {
    this.connection = undefined
  }

  /** Nothing of it is wanted any more. */
  dispose(): void {
    this.disposed = true
    this.memory.remove(this)
    this.detach()
    this.clear()
  }

  /** A live or a retained message. Messages of one QoS and topic keep their order [MQTT-4.6.0-6]. */
  offer(outgoing: Outgoing): void {
    const { connection } = this
    if (connection !== undefined && this.maySend(outgoing.qos) && (this.queue.size === 0 || this.mayOvertake(outgoing)))
      this.send(connection, outgoing)
    else this.enqueue(outgoing)
  }

  /** A message out of a store: sent at once, for the cycle sees to its window. False when the client is gone. */
  async deliver(message: Message, qos: 0 | 1 | 2): Promise<boolean> {
    const { connection } = this
    const id = qos === 0 ? 0 : this.takeId()
    if (connection === undefined || id === undefined) return false
    const outgoing = { message, qos, retain: false }
    if (qos > 0) this.track(id, outgoing, true)
    this.write(connection, outgoing, id, false)
    this.omitLive(message)
    if (this.isClogged(connection)) await connection.drained()
    return connection.open
  }

  /**
   * What PUBACK, PUBREC or PUBCOMP says of a delivery. Returns the message the first time that it counts as
   * acknowledged: at PUBACK for QoS 1 and at PUBREC for QoS 2, as in EMQX.
   */
  acknowledge(command: 'puback' | 'pubrec' | 'pubcomp', id: number): Message | undefined {
    const delivery = this.inflight.get(id)
    if (delivery === undefined || (delivery.qos === 1) !== (command === 'puback')) return undefined
    const message = delivery.outgoing?.message
    if (command !== 'pubrec') this.end(id, delivery)
    else if (message !== undefined) {
      this.release(message)
      delivery.outgoing = undefined
    }
    return message
  }

  /** Sends what waits, as far as the window and the socket allow. */
  pump(): void {
    const { connection } = this
    if (connection === undefined) return
    for (let next = this.queue.first; next !== undefined; next = this.queue.first) {
      if (!this.maySend(next.outgoing.qos)) return
      this.takeFirst()
      if (!next.omitted) this.send(connection, next.outgoing)
    }
  }

  /** The memory is full, and nobody holds more than this one; or its session has to make room. */
  letGo(): void {
    const { connection } = this
    for (const outgoing of this.clear()) this.drop(outgoing)
    if (connection !== undefined) this.events.overflow(connection, 'memory')
  }

  private maySend(qos: 0 | 1 | 2): boolean {
    const { connection } = this
    if (connection === undefined || !this.begun || this.isClogged(connection)) return false
    return qos === 0 || this.live < this.limits().inflight
  }

  /** QoS 0 needs no window, so it need not wait for those that do; among themselves they keep their order. */
  private mayOvertake({ qos }: Outgoing): boolean {
    return qos === 0 && this.queuedAtQos0 === 0
  }

  private isClogged({ client }: Connection): boolean {
    return client.conn.writableLength > socketBytes
  }

  /** Its live copy, which waits, is not sent any more: a copy out of a store was. */
  private omitLive(message: Message): void {
    const liveCopy = this.alsoStored.get(message.id)
    if (liveCopy !== undefined) liveCopy.omitted = true
  }

  private enqueue(outgoing: Outgoing): void {
    const { connection } = this
    const { message, qos, retain } = outgoing
    // Nobody keeps QoS 0 for a client that is not there.
    if (connection === undefined && qos === 0) return
    // When its turn comes, that it was given is forgotten.
    if (connection !== undefined && !retain && this.events.wasGiven(connection, message)) return
    if (this.queue.size >= this.limits().queue) {
      if (qos === 0) return this.drop(outgoing)
      if (connection !== undefined) this.events.overflow(connection, 'queue')
      if (this.disposed) return this.drop(outgoing)
      this.dropFirst()
    }
    const waiting = { outgoing, omitted: false }
    this.queue.push(waiting)
    if (qos === 0) this.queuedAtQos0 += 1
    if (message.copies.length > 0) this.alsoStored.set(message.id, waiting)
    if (this.connection !== undefined) this.events.waits()
    this.hold(message)
  }

  private takeFirst(): Waiting | undefined {
    const first = this.queue.shift()
    if (first === undefined) return undefined
    const { message, qos } = first.outgoing
    if (qos === 0) this.queuedAtQos0 -= 1
    if (this.alsoStored.get(message.id) === first) this.alsoStored.delete(message.id)
    this.release(message)
    return first
  }

  private dropFirst(): void {
    const first = this.takeFirst()
    if (first?.omitted === false) this.drop(first.outgoing)
  }

  private drop(outgoing: Outgoing): void {
    const isStored = outgoing.message.copies.length > 0
    if (isStored) this.missedStored = true
    this.events.dropped(this.receiver, outgoing, isStored)
  }

  /** Empties it; returns what was not acknowledged. */
  private clear(): Outgoing[] {
    const left: Outgoing[] = []
    for (let first = this.takeFirst(); first !== undefined; first = this.takeFirst()) {
      if (!first.omitted) left.push(first.outgoing)
    }
    for (const [id, delivery] of this.inflight) {
      if (delivery.outgoing !== undefined) left.push(delivery.outgoing)
      this.end(id, delivery)
    }
    return left
  }

  private send(connection: Connection, outgoing: Outgoing): void {
    if (!this.events.forward(connection, outgoing)) return
    const id = outgoing.qos === 0 ? 0 : this.takeId()
    if (id === undefined) return this.drop(outgoing)
    if (outgoing.qos > 0) this.track(id, outgoing, false)
    this.write(connection, outgoing, id, false)
  }

  private write(connection: Connection, { message, qos, retain }: Outgoing, id: number, dup: boolean): void {
    const { topic, payload } = message
    const packet = { cmd: 'publish', topic, payload, qos, retain, dup } as const
    writeToStream(qos === 0 ? packet : { ...packet, messageId: id }, connection.client.conn)
    this.events.sent()
  }

  private track(id: number, outgoing: Outgoing, stored: boolean): void {
    this.inflight.set(id, { outgoing, qos: outgoing.qos as 1 | 2, stored })
    if (!stored) this.live += 1
    this.hold(outgoing.message)
  }

  private end(id: number, { outgoing, stored }: Delivery): void {
    this.inflight.delete(id)
    if (!stored) this.live -= 1
    if (outgoing !== undefined) this.release(outgoing.message)
  }

  /** A packet id that is not in use [MQTT-2.3.1-2], or undefined when all 65,535 are. */
  private takeId(): number | undefined {
    if (this.inflight.size >= 65_535) return undefined
    do this.lastId = this.lastId >= 65_535 ? 1 : this.lastId + 1
    while (this.inflight.has(this.lastId))
    return this.lastId
  }

  private hold(message: Message): void {
    this.bytes += sizeOf(message)
    this.memory.hold(message)
  }

  private release(message: Message): void {
    this.bytes -= sizeOf(message)
    this.memory.release(message)
  }
}
