import type { Client } from 'aedes'
import type { Limits } from '../../shared/limits.js'
import { carriedBy } from '../message.js'
import type { AedesClient, ForwardPacket } from './aedesTypes.js'
import type { BrokerHooks } from './broker.js'
import type { CalmLog } from './calmLog.js'
import type { ClientInfo } from './clientInfo.js'
import type { Connection } from './connection.js'
import type { BrokerCounters } from './counters.js'
import { LimitFault } from './faults.js'
import { Memory } from './memory.js'
import { Outbox } from './outbox.js'
import type { Reporter } from './reporter.js'
import { Retained } from './retained.js'
import { Sessions } from './sessions.js'

interface DeliveriesOptions {
  readonly limits: () => Limits
  readonly log: CalmLog
  readonly counters: BrokerCounters
  readonly hooks: BrokerHooks
  readonly reporter: Reporter
  readonly connectionOf: (client: Client) => Connection | undefined
}

/**
 * What goes to the clients, and what is kept for them. Aedes finds the subscribers; from there on each client has its
 * outbox, so that one that does not read or acknowledge holds up nobody else, as it would in aedes.
 */
export class Deliveries {
  readonly memory: Memory
  readonly sessions: Sessions

  constructor(private readonly options: DeliveriesOptions) {
    const { limits, log, counters } = options
    this.memory = new Memory(() => limits().memory)
    const retained = new Retained(limits, this.memory, (topic) => {
      counters.exceeded.retained += 1
      log.write('warn', 'broker', 'limit.retained', { topic: topic.slice(0, 200), most: limits().retained })
    })
    this.sessions = new Sessions(
      limits,
      retained,
      (client) => this.newOutbox(client),
      (client) => this.options.connectionOf(client)?.receipts,
      (clientid) => {
        counters.exceeded.sessions += 1
        log.write('warn', 'broker', 'limit.sessions', { clientid, most: limits().sessions })
      }
    )
  }

  /** Takes over what aedes would send to a client. */
  take(client: AedesClient): void {
    client.deliver0 = client.deliverQoS = (packet, done) => {
      this.forward(client, packet)
      // At once: aedes handles the publisher's next packets only when all subscribers are done.
      done()
    }
  }

  opened(connection: Connection): void {
    const { info, clean } = connection
    const session = clean ? undefined : this.sessions.connected(info)
    if (session !== undefined) connection.receipts = session.receipts
    const outbox = session?.outbox ?? this.newOutbox(info)
    connection.outbox = outbox
    outbox.attach(connection)
    connection.client.conn.on('drain', () => outbox.pump())
  }

  /** The CONNACK is out: what waits may follow. */
  ready(connection: Connection): void {
    const { outbox, clientId } = connection
    outbox?.begin()
    if (outbox?.missedStored !== true) return
    // What had no room in the queue is in its store, and comes as it would for a new subscription.
    outbox.missedStored = false
    for (const { topic, qos } of this.sessions.subscriptionsOf(clientId)) {
      this.options.hooks.subscribed(connection, topic, qos)
    }
  }

  closed(connection: Connection): void {
    if (connection.clean) connection.outbox?.dispose()
    else {
      connection.outbox?.detach()
      this.sessions.disconnected(connection.clientId)
    }
  }

  private forward(client: AedesClient, packet: ForwardPacket): void {
    const connection = this.options.connectionOf(client)
    if (connection?.outbox === undefined) return
    // Copies of retained messages are marked by aedes with this; all others of one PUBLISH come in one go.
    const retained = packet.brokerId === null
    if (!retained && !connection.isFirstCopy(packet.brokerCounter)) return
    const message = carriedBy(packet.payload)
    // Only what aedes tells of itself below $SYS/ carries none.
    if (message === undefined) return connection.sendPlain(packet.topic, packet.payload)
    message.hasSubscriber = true
    if (packet.nl === true && message.from === connection.clientId) return
    const granted = connection.grantedFor(packet.topic) ?? packet.qos
    const qos = Math.min(granted, packet.qos) as 0 | 1 | 2
    // Into the outbox of a persistent session it went before, see outgoingEnqueueCombi.
    if (qos > 0 && !connection.clean && !retained) return
    connection.outbox.offer({ message, qos, retain: packet.retain })
  }

  private newOutbox(client: ClientInfo): Outbox {
    const { limits, log, counters, hooks, reporter } = this.options
    return new Outbox(client, limits, this.memory, {
      forward: (connection, { message, qos, retain }) => hooks.forward(connection, message, qos, retain),
      wasGiven: (connection, message) => hooks.wasGiven(connection, message),
      sent: () => {
        counters.sent += 1
      },
      waits: () => {
        counters.exceeded.inflight += 1
      },
      overflow: ({ client }, limit) => client.emit('error', new LimitFault(limit, limits()[limit])),
      dropped: (receiver, { message, qos, retain }, isStored) => {
        reporter.deliveryDropped(message, { receiver, qos, retain })
        // What a store has is not lost.
        if (isStored) return
        counters.dropped += 1
        const topic = message.topic.slice(0, 200)
        log.write('warn', 'broker', 'message_dropped', { clientid: receiver.clientId, topic })
      }
    })
  }
}
