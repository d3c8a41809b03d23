import type { Socket } from 'node:net'
import { createServer, type TLSSocket } from 'node:tls'
import type { TlsContents } from './tlsFiles.js'

/**
 * Takes connections that begin with a TLS handshake, and hands on those that end it well.
 * @param onFailed Told of the others, but not of those who just went away.
 */
export function overTls(
  { certificate, key, ca }: TlsContents,
  take: (socket: TLSSocket) => void,
  onFailed: (socket: Socket, reason: string) => void
): (socket: Socket) => void {
  // It never listens itself: connections are given to it.
  const server = createServer({
    cert: certificate,
    key,
    minVersion: 'TLSv1.2',
    // The gate sees to handshakes that do not end.
    handshakeTimeout: 2 ** 31 - 1,
    ...(ca === undefined ? {} : { ca, requestCert: true, rejectUnauthorized: true })
  })
  server.on('secureConnection', take)
  server.on('tlsClientError', (error: NodeJS.ErrnoException, socket) => {
    // A client's certificate that is not taken ends as if the client had gone.
    const refused = socket.authorizationError as Error | string | null | undefined
    if (refused !== null && refused !== undefined) onFailed(socket, String(refused))
    else if (error.code !== 'ECONNRESET') onFailed(socket, error.message)
  })
  return (socket) => server.emit('connection', socket)
}
