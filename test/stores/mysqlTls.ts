import { once } from 'node:events'
import type { Socket } from 'node:net'
import { Transform } from 'node:stream'

/** The bit of a packet's capabilities that stands for TLS, in their second byte. */
const tlsBit = 0x08
/** Length and number of a packet. */
const headLength = 4
/** A client's packet that asks for TLS: head, capabilities, largest packet, character set, filler. */
const requestLength = headLength + 32

/**
 * Lets a client of MySQL ask for TLS from a server that has none: the server's greeting is changed to offer it, and the
 * client's request is kept here. What the client sends from then on is numbered one higher than the server expects.
 */
export async function greetWithTls(client: Socket, server: Socket): Promise<void> {
  await once(server, 'readable')
  const greeting = server.read() as Buffer
  // Version as text, thread, first part of the challenge, filler, capabilities.
  const capabilities = greeting.indexOf(0, headLength + 1) + 1 + 4 + 8 + 1
  greeting[capabilities + 1] = (greeting[capabilities + 1] ?? 0) | tlsBit
  client.write(greeting)
  await once(client, 'readable')
  client.read(requestLength)
}

/** The two ways of the login, whose packets are small and come whole; after it all goes through as it is. */
export function renumbered(): { readonly fromClient: Transform; readonly fromServer: Transform } {
  let loggingIn = true
  let isFirst = true
  const fromClient = new Transform({
    transform(bytes: Buffer, _encoding, done) {
      if (loggingIn) bytes[3] = (bytes[3] ?? 0) - 1
      if (isFirst) bytes[headLength + 1] = (bytes[headLength + 1] ?? 0) & ~tlsBit
      isFirst = false
      done(null, bytes)
    }
  })
  const fromServer = new Transform({
    transform(bytes: Buffer, _encoding, done) {
      if (loggingIn) bytes[3] = (bytes[3] ?? 0) + 1
      // OK or an error ends the login.
      if (bytes[headLength] === 0x00 || bytes[headLength] === 0xff) loggingIn = false
      done(null, bytes)
    }
  })
  return { fromClient, fromServer }
}
