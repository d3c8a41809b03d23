import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { PassThrough, Transform } from 'node:stream'
import { type SecureContextOptions, TLSSocket } from 'node:tls'
import { freePort } from '../../src/engine/servers/probe.js'
import type { Address } from '../../src/engine/stores/settings.js'
import type { BackendName } from '../../src/shared/resourceTypes.js'
import { greetWithTls, renumbered } from './mysqlTls.js'

export interface ProxyOptions {
  /** Speaks TLS with the client, and plainly with the server. */
  readonly tls?: SecureContextOptions & { readonly requestCert?: boolean; readonly rejectUnauthorized?: boolean }
  /** How TLS begins: with PostgreSQL and MySQL only after the client asked for it. */
  readonly starts?: BackendName
}

/** Stands between a store and its server, to make faults. */
export class Proxy {
  readonly sockets = new Set<Socket>()
  /** The server names that clients asked for. */
  readonly names: (string | false)[] = []
  private server: Server | undefined
  private isStalled = false
  port = 0
  /** So many ms later does everything arrive, both ways. */
  delay = 0

  constructor(
    private readonly target: Address,
    private readonly options: ProxyOptions = {}
  ) {}

  async start(): Promise<void> {
    this.server = createServer((socket) => void this.accept(socket))
    this.port ||= await freePort()
    this.server.listen(this.port, '127.0.0.1')
    await once(this.server, 'listening')
  }

  /** From now on nothing goes through, and nobody is told. */
  stall(): void {
    this.isStalled = true
    for (const socket of this.sockets) socket.pause()
  }

  /** Ends all connections without a word. */
  cut(): void {
    for (const socket of this.sockets) socket.destroy()
  }

  async stop(): Promise<void> {
    this.isStalled = false
    const { server } = this
    this.server = undefined
    if (server === undefined) return
    const closed = once(server, 'close')
    server.close()
    this.cut()
    await closed
  }

  private async accept(socket: Socket): Promise<void> {
    this.hold(socket)
    if (this.isStalled) return
    const server = connect(this.target)
    this.hold(server)
    const client = this.options.tls === undefined ? socket : await this.secure(socket, server)
    const isMysql = this.options.tls !== undefined && this.options.starts === 'mysql'
    const ways = isMysql ? renumbered() : { fromClient: new PassThrough(), fromServer: new PassThrough() }
    client.pipe(ways.fromClient).pipe(this.delayed()).pipe(server)
    server.pipe(ways.fromServer).pipe(this.delayed()).pipe(client)
    client.on('close', () => server.destroy())
    server.on('close', () => {
      // What it said last is still on its way.
      if (!server.readableEnded) client.destroy()
    })
  }

  private async secure(socket: Socket, server: Socket): Promise<Socket> {
    if (this.options.starts === 'mysql') await greetWithTls(socket, server)
    if (this.options.starts === 'pgsql') {
      // SSLRequest, eight bytes; `S` says yes.
      await once(socket, 'readable')
      socket.read(8)
      socket.write('S')
    }
    const secured = new TLSSocket(socket, { isServer: true, ...this.options.tls })
    this.hold(secured)
    secured.once('secure', () => this.names.push((secured as TLSSocket & { servername: string | false }).servername))
    return secured
  }

  private delayed(): Transform {
    return new Transform({
      transform: (bytes, _encoding, done) => void setTimeout(() => done(null, bytes), this.delay)
    })
  }

  private hold(socket: Socket): void {
    this.sockets.add(socket)
    socket.on('error', () => socket.destroy())
    socket.on('close', () => this.sockets.delete(socket))
  }
}
