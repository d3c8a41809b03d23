import { generate } from 'mqtt-packet'
import type { ConnectPacket } from 'aedes'
import type { Limits } from '../../shared/limits.js'
import type { ConnackReason } from './events/clientEvents.js'

/** Why a CONNECT is refused: keys below `log` in the locale files. */
export type RefusalCode = 'mqtt5_refused' | 'protocol_level_refused' | 'client_id_missing' | 'limit.clientIdLength'

export interface ConnectRefusal {
  readonly code: RefusalCode
  /** EMQX's word for it. */
  readonly reason: ConnackReason
  /** The CONNACK to send before the connection is closed. */
  readonly connack: Buffer
}

/** What a CONNECT asks for that this broker cannot give, with the answer in the form that the client understands. */
export function refusalOf(packet: ConnectPacket, limits: Limits): ConnectRefusal | undefined {
  const version: number = packet.protocolVersion ?? 4
  if (version === 5) {
    // Unsupported Protocol Version, as a version 5 CONNACK [MQTT 5, 3.1.2.2]: a version 4 one reads as malformed.
    const connack = generate({ cmd: 'connack', sessionPresent: false, reasonCode: 0x84 }, { protocolVersion: 5 })
    return { code: 'mqtt5_refused', reason: 'unsupported_protocol_version', connack }
  }
  // Unacceptable protocol level [MQTT-3.1.2-2].
  if (version !== 4 && version !== 3) {
    return { code: 'protocol_level_refused', reason: 'unsupported_protocol_version', connack: connackOf(1) }
  }
  if (packet.clientId === '' && (packet.clean === false || version === 3)) {
    // Identifier rejected: without an id there is no session to keep [MQTT-3.1.3-8], and MQTT 3.1 always asks for one.
    return { code: 'client_id_missing', reason: 'client_identifier_not_valid', connack: connackOf(2) }
  }
  if (Buffer.byteLength(packet.clientId) > limits.clientIdLength) {
    // Identifier rejected [MQTT-3.1.3-9].
    return { code: 'limit.clientIdLength', reason: 'client_identifier_not_valid', connack: connackOf(2) }
  }
  return undefined
}

function connackOf(returnCode: number): Buffer {
  return generate({ cmd: 'connack', sessionPresent: false, returnCode })
}
