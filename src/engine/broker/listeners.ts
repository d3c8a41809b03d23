import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { AppError } from '../../shared/errors.js'
import type { ListenerState } from '../../shared/contract.js'
import type { Listeners, TlsFiles } from '../../shared/workspace.js'
import type { Gate } from './gate.js'
import { overTls } from './overTls.js'
import { overWebSocket } from './overWebSocket.js'
import { readTlsFiles } from './tlsFiles.js'

interface ListenerOptions {
  readonly gate: Gate
  readonly packetSize: number
  readonly handle: (stream: Duplex, request?: IncomingMessage) => void
  /** A client and a TLS listener did not come to terms. */
  readonly onTlsFailed: (socket: Socket, reason: string) => void
}

/** What is done with a connection: each layer makes one of the next layer's. */
type Take = (socket: Socket) => void

interface Place {
  readonly name: ListenerState['name']
  readonly host: string
  readonly port: number
  readonly path?: string
  readonly tls?: TlsFiles
}

/** After how many ms of silence the operating system asks whether the other side is still there. */
const tcpKeepAlive = 60_000

export interface Listener {
  readonly state: ListenerState
  close(): Promise<void>
}

/** Opens what is configured. A port or a certificate that cannot be had is a state of that listener, never a throw. */
export async function openListeners(listeners: Listeners, options: ListenerOptions): Promise<readonly Listener[]> {
  return Promise.all(placesOf(listeners).map((place) => open(place, options)))
}

function placesOf({ tcp, ws, tls, wss }: Listeners): Place[] {
  const places: Place[] = []
  if (tcp !== undefined) places.push({ name: 'tcp', ...tcp })
  if (ws !== undefined) places.push({ name: 'ws', ...ws })
  if (tls !== undefined) {
    const { host, port, ...files } = tls
    places.push({ name: 'tls', host, port, tls: files })
  }
  if (wss !== undefined) {
    const { host, port, path, ...files } = wss
    places.push({ name: 'wss', host, port, path, tls: files })
  }
  return places
}

async function open(place: Place, options: ListenerOptions): Promise<Listener> {
  const { name, host, port, tls } = place
  const stateOf = (actual: number) => ({
    name,
    host,
    port: actual,
    url: urlOf(place, actual),
    ...(tls === undefined ? {} : { tls })
  })
  try {
    const take = takerOf(place, options)
    const sockets = new Set<Socket>()
    const server = createServer({ noDelay: true }, (socket) => {
      if (!options.gate.admit(socket)) return
      // A peer that is gone without a word is found out by the operating system.
      socket.setKeepAlive(true, tcpKeepAlive)
      sockets.add(socket)
      socket.once('close', () => sockets.delete(socket))
      take(socket)
    })
    const close = () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      })
    return { state: { ...stateOf(await listen(server, host, port)), state: 'running' }, close }
  } catch (error) {
    return {
      state: { ...stateOf(port), state: 'failed', error: AppError.from(error).toInfo() },
      close: () => Promise.resolve()
    }
  }
}

function takerOf({ path, tls }: Place, options: ListenerOptions): Take {
  const { handle, packetSize, onTlsFailed } = options
  const take = path === undefined ? (socket: Socket) => handle(socket) : overWebSocket(path, packetSize, handle)
  return tls === undefined ? take : overTls(readTlsFiles(tls), take, onTlsFailed)
}

/** Resolves to the port. */
function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(listenError(error, host, port)))
    server.listen({ host, port }, () => {
      server.on('error', () => undefined)
      resolve((server.address() as AddressInfo).port)
    })
  })
}

/** One over TCP is told without a scheme, as ever. */
const schemes = { tcp: '', ws: 'ws://', tls: 'mqtts://', wss: 'wss://' } as const

function urlOf({ name, host, path = '' }: Place, port: number): string {
  return `${schemes[name]}${host.includes(':') ? `[${host}]` : host}:${port}${path}`
}

function listenError(error: NodeJS.ErrnoException, host: string, port: number): AppError {
  const code =
    error.code === 'EADDRINUSE'
      ? 'listener_port_in_use'
      : error.code === 'EACCES'
        ? 'listener_not_permitted'
        : 'listener_failed'
  return new AppError(code, { host, port }, { cause: error })
}
