import { generate, type Packet } from 'mqtt-packet'
import type { BrokerFault, BrokerFaultState } from '../../shared/bench.js'
import type { Connection } from './connection.js'

/** Types of the packets that acknowledge, in either direction: PUBACK, PUBREC, PUBCOMP [MQTT 3.1.1, 2.2.1]. */
const acknowledgements = [4, 5, 7]
const publish = 3

/**
 * What lies between the broker and its clients, on which a person makes faults. While there is none, the connections
 * are as they were made: each fault is put before their methods, and taken away again.
 */
export class Link {
  private fault: BrokerFault | undefined
  /** How many connections or packets the fault has met. */
  private met = 0
  private readonly connections = new Set<Connection>()
  /** What takes away again what was put before their methods. */
  private readonly mends = new Map<Connection, () => void>()
  /** Those that lost a packet. */
  private readonly lossy = new Set<Connection>()

  constructor(private readonly onChange: () => void) {}

  get state(): BrokerFaultState | undefined {
    return this.fault && { fault: this.fault, met: this.met }
  }

  /**
   * Undefined mends it. TCP loses no single packet: a connection that lost some ends with the fault, so that its client
   * comes again and both sides repeat what was not acknowledged [MQTT-4.4.0-1].
   */
  setFault(fault: BrokerFault | undefined): void {
    for (const mend of this.mends.values()) mend()
    this.mends.clear()
    for (const { client } of this.lossy) client.conn.destroy()
    this.lossy.clear()
    this.fault = fault
    this.met = 0
    for (const connection of this.connections) this.harm(connection)
    this.onChange()
  }

  /** What a CONNECT is answered before its connection is closed; undefined: it goes on. */
  get refusal(): Buffer | undefined {
    if (this.fault !== 'cut' && this.fault !== 'refuse') return undefined
    this.meet()
    // Server unavailable [MQTT 3.1.1, 3.2.2.3]; who is cut off hears nothing.
    const connack = { cmd: 'connack', sessionPresent: false, returnCode: 3 } as const
    return this.fault === 'cut' ? Buffer.alloc(0) : generate(connack)
  }

  opened(connection: Connection): void {
    this.connections.add(connection)
    connection.client.conn.once('close', () => {
      this.connections.delete(connection)
      this.mends.delete(connection)
      this.lossy.delete(connection)
    })
    this.harm(connection)
  }

  private harm(connection: Connection): void {
    if (this.fault === 'loseDeliveries') this.loseSent(connection, [publish])
    else if (this.fault === 'losePubacks') this.loseSent(connection, acknowledgements)
    else if (this.fault === 'loseAcks') this.loseReceived(connection)
    else if (this.fault === 'cut') {
      this.meet()
      connection.client.conn.destroy()
    }
  }

  private loseSent(connection: Connection, types: readonly number[]): void {
    const { conn } = connection.client
    const through = conn.write.bind(conn) as (piece: Uint8Array | string) => boolean
    let isFirst = false
    let isLost = false
    // mqtt-packet writes each packet in pieces, and before the first it corks what can be corked.
    const cork = (): void => {
      isFirst = true
    }
    const write = (piece: Uint8Array | string): boolean => {
      if (isFirst) {
        isFirst = false
        isLost = typeof piece !== 'string' && types.includes((piece[0] ?? 0) >> 4)
        if (isLost) this.lose(connection)
      }
      return isLost || through(piece)
    }
    this.mends.set(connection, putBefore(conn, { cork, write }))
  }

  private loseReceived(connection: Connection): void {
    const { _parser: parser } = connection.client
    const through = parser.emit.bind(parser)
    const emit = (event: string, ...args: unknown[]): boolean => {
      const isLost = event === 'packet' && isAcknowledgement(args[0] as Packet)
      if (isLost) this.lose(connection)
      return isLost || through(event, ...args)
    }
    this.mends.set(connection, putBefore(parser, { emit }))
  }

  private lose(connection: Connection): void {
    this.lossy.add(connection)
    this.meet()
  }

  private meet(): void {
    this.met += 1
    this.onChange()
  }
}

/** Puts methods before those of an object; returns what takes them away again. */
function putBefore(target: object, methods: Readonly<Record<string, unknown>>): () => void {
  const before = Object.keys(methods).map((name) => [name, Reflect.get(target, name) as unknown] as const)
  Object.assign(target, methods)
  return () => Object.assign(target, Object.fromEntries(before))
}

function isAcknowledgement({ cmd }: Packet): boolean {
  return cmd === 'puback' || cmd === 'pubrec' || cmd === 'pubcomp'
}
