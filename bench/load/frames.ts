import { connect, type Socket } from 'node:net'
import { generate } from 'mqtt-packet'

/** Connects a socket; small packets are not held back. */
export function openSocket(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port, noDelay: true })
    socket.once('error', reject)
    socket.once('connect', () => {
      socket.off('error', reject)
      resolve(socket)
    })
  })
}

export function connectFrame(clientId: string, clean: boolean): Buffer {
  return generate({ cmd: 'connect', protocolId: 'MQTT', protocolVersion: 4, clientId, clean, keepalive: 0 })
}

export function subscribeFrame(topic: string, qos: 1 | 2): Buffer {
  return generate({ cmd: 'subscribe', messageId: 1, subscriptions: [{ topic, qos }] })
}

/** PUBLISH frames of one length, one behind the other, with the packet ids from 1 on. */
export function publishFrames(topic: string, payload: Buffer, qos: 1 | 2, count: number): Buffer {
  return Buffer.concat(
    Array.from({ length: count }, (_, index) =>
      generate({ cmd: 'publish', topic, payload, qos, retain: false, dup: false, messageId: index + 1 })
    )
  )
}

/** PUBREL frames with the packet ids from 1 on. */
export function pubrelFrames(count: number): Buffer {
  return Buffer.concat(Array.from({ length: count }, (_, index) => generate({ cmd: 'pubrel', messageId: index + 1 })))
}

/** So many bytes of text that nothing can be saved on by compressing them, always the same. */
export function payloadOf(bytes: number): Buffer {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
  let state = 0x2545_f491
  return Buffer.from(
    Array.from({ length: bytes }, () => {
      // Xorshift: enough for a payload.
      state ^= state << 13
      state ^= state >>> 17
      state ^= state << 5
      return letters.charAt(state & 63)
    }).join('')
  )
}
