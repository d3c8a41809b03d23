import { createServer, type IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import { WebSocketStream } from './webSocketStream.js'

/** Takes connections that begin as HTTP, and hands on the stream of bytes that they become. */
export function overWebSocket(
  path: string,
  packetSize: number,
  handle: (stream: Duplex, request: IncomingMessage) => void
): (socket: Socket) => void {
  // It never listens itself: connections are given to it.
  const http = createServer((_request, response) => response.writeHead(426).end())
  const sockets = new WebSocketServer({
    server: http,
    path,
    // Room for a packet of full length with its header.
    maxPayload: packetSize + 16,
    // [MQTT-6.0.0-3]: the sub-protocol is "mqtt"; 3.1 clients ask for "mqttv3.1".
    handleProtocols: (offered) => (offered.has('mqtt') ? 'mqtt' : offered.has('mqttv3.1') ? 'mqttv3.1' : false)
  })
  sockets.on('connection', (socket, request) => handle(new WebSocketStream(socket), request))
  return (socket) => http.emit('connection', socket)
}
