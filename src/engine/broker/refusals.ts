import { generate } from 'mqtt-packet'
import type { ConnectPacket } from 'aedes'

export interface Refusal {
  /** A key below `log` in the locale files. */
  readonly code: 'mqtt5_refused' | 'client_id_missing'
  /** The CONNACK to send before the connection is closed. */
  readonly connack: Buffer
}

/** What a CONNECT asks for that this broker cannot give, with the answer in the form that the client understands. */
export function refusalOf(packet: ConnectPacket): Refusal | undefined {
  if (packet.protocolVersion === 5) {
    // Unsupported Protocol Version, as a version 5 CONNACK [MQTT 5, 3.1.2.2]: a version 4 one reads as malformed.
    const connack = generate({ cmd: 'connack', sessionPresent: false, reasonCode: 0x84 }, { protocolVersion: 5 })
    return { code: 'mqtt5_refused', connack }
  }
  if (packet.clientId === '' && packet.clean === false) {
    // Identifier rejected: without an id there is no session to keep [MQTT-3.1.3-8].
    return { code: 'client_id_missing', connack: generate({ cmd: 'connack', sessionPresent: false, returnCode: 2 }) }
  }
  return undefined
}
