import type { AedesClient } from './aedesTypes.js'

/** What rules are told of a client; it stays true when the connection is gone. */
export interface ClientInfo extends Addresses {
  readonly clientId: string
  readonly username: string | undefined
  readonly peerhost: string | undefined
  readonly protocolName: string
  readonly protocolVersion: number
  /** Seconds. */
  readonly keepalive: number
  readonly clean: boolean
  readonly isBridge: boolean
  /** Milliseconds since the epoch. */
  readonly connectedAt: number
}

/** Both ends of a connection with their port, in EMQX's form. */
export interface Addresses {
  readonly peername: string | undefined
  readonly sockname: string | undefined
}

export function addressesOf(client: AedesClient): Addresses {
  const { remoteAddress, remotePort, localAddress, localPort } = client.req?.socket ?? client.conn
  return { peername: named(remoteAddress, remotePort), sockname: named(localAddress, localPort) }
}

function named(address: string | undefined, port: number | undefined): string | undefined {
  return address === undefined ? undefined : `${plain(address)}:${port}`
}

export function peerOf(client: AedesClient): string | undefined {
  const address = client.conn.remoteAddress ?? client.req?.socket.remoteAddress
  return address === undefined ? undefined : plain(address)
}

/** An IPv4 address as such, where it came to a socket of both versions. */
function plain(address: string): string {
  return address.replace(/^::ffff:/, '')
}
