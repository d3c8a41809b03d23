import { createServer as createHttpServer } from 'node:http'
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import { AppError } from '../../shared/errors.js'
import type { ListenerState } from '../../shared/contract.js'
import type { Listeners } from '../../shared/workspace.js'
import type { Gate } from './gate.js'
import { WebSocketStream } from './webSocketStream.js'

type Handle = (stream: Duplex, request?: IncomingMessage) => void

/** After how many ms of silence the operating system asks whether the other side is still there. */
const tcpKeepAlive = 60_000

export interface Listener {
  readonly state: ListenerState
  close(): Promise<void>
}

/** Opens what is configured. A port that cannot be had is a state of that listener, never a throw. */
export async function openListeners(
  listeners: Listeners,
  gate: Gate,
  packetSize: number,
  handle: Handle
): Promise<readonly Listener[]> {
  const opening: Promise<Listener>[] = []
  if (listeners.tcp !== undefined) {
    const { host, port } = listeners.tcp
    opening.push(open('tcp', host, port, '', tcpServer(handle), gate))
  }
  if (listeners.ws !== undefined) {
    const { host, port, path } = listeners.ws
    opening.push(open('ws', host, port, path, webSocketServer(path, packetSize, handle), gate))
  }
  return Promise.all(opening)
}

function tcpServer(handle: Handle): Server {
  return createServer({ noDelay: true }, (socket) => {
    if (!socket.destroyed) handle(socket)
  })
}

function webSocketServer(path: string, packetSize: number, handle: Handle): Server {
  const http = createHttpServer((_request, response) => response.writeHead(426).end())
  const sockets = new WebSocketServer({
    server: http,
    path,
    // Room for a packet of full length with its header.
    maxPayload: packetSize + 16,
    // [MQTT-6.0.0-3]: the sub-protocol is "mqtt"; 3.1 clients ask for "mqttv3.1".
    handleProtocols: (offered) => (offered.has('mqtt') ? 'mqtt' : offered.has('mqttv3.1') ? 'mqttv3.1' : false)
  })
  sockets.on('connection', (socket, request) => handle(new WebSocketStream(socket), request))
  // An error of the HTTP server is handled where it listens; ws would throw it a second time.
  sockets.on('error', () => undefined)
  return http
}

function open(
  name: 'tcp' | 'ws',
  host: string,
  port: number,
  path: string,
  server: Server,
  gate: Gate
): Promise<Listener> {
  const sockets = new Set<Socket>()
  // Before anybody else sees it.
  server.prependListener('connection', (socket: Socket) => {
    if (!gate.admit(socket)) return
    // A peer that is gone without a word is found out by the operating system.
    socket.setKeepAlive(true, tcpKeepAlive)
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      for (const socket of sockets) socket.destroy()
    })
  const stateOf = (actual: number) => ({ name, host, port: actual, url: urlOf(name, host, actual, path) })
  return new Promise((resolve) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const state: ListenerState = { ...stateOf(port), state: 'failed', error: listenError(error, host, port).toInfo() }
      resolve({ state, close: () => Promise.resolve() })
    })
    server.listen({ host, port }, () => {
      const actual = (server.address() as AddressInfo).port
      server.on('error', () => undefined)
      resolve({ state: { ...stateOf(actual), state: 'running' }, close })
    })
  })
}

function urlOf(name: 'tcp' | 'ws', host: string, port: number, path: string): string {
  const authority = `${host.includes(':') ? `[${host}]` : host}:${port}`
  return name === 'tcp' ? authority : `ws://${authority}${path}`
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
