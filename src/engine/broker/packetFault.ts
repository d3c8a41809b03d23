import type { IPacket, Packet } from 'mqtt-packet'
import type { Limits } from '../../shared/limits.js'
import { ProtocolFault } from './faults.js'
import { topicFilterFault, topicNameFault } from './topics.js'

/** What only a server sends. */
const fromServers: ReadonlySet<Packet['cmd']> = new Set(['connack', 'suback', 'unsuback', 'pingresp', 'auth'])

/**
 * What MQTT 3.1.1 forbids in a packet and mqtt-packet reads all the same, or undefined. `parsed` tells how many bytes
 * were read of it: more, or fewer, than it announced is a fault too.
 */
export function packetFault(packet: Packet, announced: number, parsed: number, limits: Limits): Error | undefined {
  if (fromServers.has(packet.cmd)) return new ProtocolFault('MQTT-4.8.0-1', `a client sent ${packet.cmd}`)
  if (parsed > announced || (parsed < announced && packet.cmd !== 'publish')) {
    return new ProtocolFault('MQTT-4.8.0-1', `${packet.cmd} has another length than it says`)
  }
  switch (packet.cmd) {
    case 'connect':
      return connectFault(packet, limits)
    case 'publish':
      if (packet.qos > 0) return idFault(packet) ?? topicNameFault(packet.topic, limits)
      if (packet.dup) return new ProtocolFault('MQTT-3.3.1-2', 'DUP is set at QoS 0')
      return topicNameFault(packet.topic, limits)
    case 'subscribe':
      return idFault(packet) ?? listFault('MQTT-3.8.3-3', packet.subscriptions.map(topicOf), limits)
    case 'unsubscribe':
      return idFault(packet) ?? listFault('MQTT-3.10.3-2', packet.unsubscriptions, limits)
    case 'puback':
    case 'pubrec':
    case 'pubrel':
    case 'pubcomp':
      return idFault(packet)
    default:
      return undefined
  }
}

function connectFault(packet: Extract<Packet, { cmd: 'connect' }>, limits: Limits): Error | undefined {
  const { will, username, password, protocolVersion } = packet
  // Version 5 allows a password alone [MQTT 5, 3.1.2.9]; it is refused later, in its own words.
  if (password !== undefined && username === undefined && protocolVersion !== 5) {
    return new ProtocolFault('MQTT-3.1.2-22', 'a password without a user name')
  }
  if (will === undefined) return undefined
  if ((will.qos as number) > 2) return new ProtocolFault('MQTT-3.1.2-14', 'a will with QoS 3')
  return topicNameFault(will.topic, limits)
}

function idFault({ messageId }: IPacket): Error | undefined {
  return (messageId ?? 0) > 0 ? undefined : new ProtocolFault('MQTT-2.3.1-1', 'packet id 0')
}

function listFault(clause: string, filters: readonly string[], limits: Limits): Error | undefined {
  if (filters.length === 0) return new ProtocolFault(clause, 'no topic filter')
  for (const filter of filters) {
    const fault = topicFilterFault(filter, limits)
    if (fault !== undefined) return fault
  }
  return undefined
}

function topicOf({ topic }: { readonly topic: string }): string {
  return topic
}
