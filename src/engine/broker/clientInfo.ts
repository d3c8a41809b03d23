/** What rules are told of a client; it stays true when the connection is gone. */
export interface ClientInfo {
  readonly clientId: string
  readonly username: string | undefined
  readonly peerhost: string | undefined
  /** Addresses with their port. */
  readonly peername: string | undefined
  readonly sockname: string | undefined
  readonly protocolName: string
  readonly protocolVersion: number
  /** Seconds. */
  readonly keepalive: number
  readonly clean: boolean
  readonly isBridge: boolean
  /** Milliseconds since the epoch. */
  readonly connectedAt: number
}
