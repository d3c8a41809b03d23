import { Socket } from 'node:net'
import { AppError } from '../../shared/errors.js'
import type { LimitName, Limits } from '../../shared/limits.js'
import type { AedesClient } from './aedesTypes.js'
import type { CalmLog } from './calmLog.js'
import { peerOf } from './clientInfo.js'
import type { Connection } from './connection.js'
import type { BrokerCounters } from './counters.js'
import { LimitFault, ProtocolFault, Refusal } from './faults.js'
import { Gate } from './gate.js'
import type { Memory } from './memory.js'
import { PacketReader } from './packetReader.js'
import type { RefusalCode } from './refusals.js'

/** How often, in ms, it is looked for what takes too long. */
const sweepPeriod = 500

interface GuardOptions {
  /** What counts now; a connection keeps the limits of its packets that it began with. */
  readonly limits: () => Limits
  readonly log: CalmLog
  readonly counters: BrokerCounters
  readonly memory: Memory
  readonly connections: () => Iterable<Connection>
}

/** Sees to the limits: closes whoever goes over one, counts it and says so in the log. */
export class Guard {
  readonly gate: Gate
  private readonly readers = new WeakMap<AedesClient, PacketReader>()
  private readonly timer: NodeJS.Timeout
  private sweptAt = performance.now()
  private postponed = false

  constructor(private readonly options: GuardOptions) {
    this.gate = new Gate(options.limits, (limit, socket) => this.exceeded(limit, '', socket.remoteAddress))
    this.timer = setInterval(() => this.sweep(), sweepPeriod)
    this.timer.unref()
  }

  stop(): void {
    clearInterval(this.timer)
  }

  /** From its first byte on. */
  watch(client: AedesClient): void {
    const { limits, memory } = this.options
    const reader = new PacketReader(client._parser, limits(), memory)
    this.readers.set(client, reader)
    client.conn.once('close', () => reader.end())
  }

  /** Its CONNECT has come; the reader stays with the connection. */
  connecting(client: AedesClient): PacketReader {
    const socket = client.req?.socket ?? client.conn
    if (socket instanceof Socket) this.gate.spoke(socket)
    const reader = this.readers.get(client)
    if (reader === undefined) throw new Error('a connection that is not watched')
    return reader
  }

  exceeded(limit: LimitName, clientid: string, peer: string | undefined): void {
    const { counters, limits, log } = this.options
    counters.exceeded[limit] += 1
    log.write('warn', 'broker', `limit.${limit}`, { clientid, peer: peer ?? '', most: limits()[limit] })
  }

  /** It never got as far as MQTT. */
  tlsFailed(socket: Socket, reason: string): void {
    const { counters, log } = this.options
    counters.refused.tls += 1
    log.write('warn', 'broker', 'tls_failed', { peer: socket.remoteAddress ?? '' }, reason)
  }

  /** Its CONNECT was answered with a refusal. */
  refused(client: AedesClient, clientid: string, code: RefusalCode): void {
    if (code === 'limit.clientIdLength') return this.exceeded('clientIdLength', clientid.slice(0, 80), peerOf(client))
    const { counters, log } = this.options
    counters.refused[code === 'client_id_missing' ? 'malformed' : 'version'] += 1
    log.write('warn', 'broker', code, { clientid, peer: peerOf(client) ?? '' })
  }

  /** A connection ended in an error: why, in the log and the counters. */
  broke(client: AedesClient, error: Error): void {
    if (error instanceof Refusal) return
    const { counters, log } = this.options
    // Undefined until its CONNECT was taken, whatever the types of aedes say.
    const clientid = (client.id as string | undefined) ?? ''
    const peer = peerOf(client) ?? ''
    if (error instanceof LimitFault) this.exceeded(error.limit, clientid, peer)
    else if (error instanceof ProtocolFault) {
      counters.refused.malformed += 1
      log.write('warn', 'broker', 'protocol_fault', { clientid, peer }, error.message)
    } else if (error instanceof AppError && error.code === 'save_timeout') {
      // The cycle has told it.
      counters.exceeded.saveTimeout += 1
    } else log.write('info', 'broker', 'connection_error', { clientid, peer }, error.message)
  }

  private sweep(): void {
    const now = performance.now()
    // Where this process was busy, what the clients sent in time may still lie unread: they get one more round.
    this.postponed = !this.postponed && now - this.sweptAt > 2 * sweepPeriod
    this.sweptAt = now
    if (this.postponed) return
    this.gate.sweep(now)
    const limits = this.options.limits()
    for (const connection of this.options.connections()) {
      const fault = connection.lateness(now, limits)
      if (fault !== undefined) connection.client.emit('error', fault)
    }
    this.options.log.flush()
  }
}
