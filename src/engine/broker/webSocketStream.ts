import { Duplex } from 'node:stream'
import type { WebSocket } from 'ws'

/** How much is handed on at a time: about what one read of a TCP socket gives. */
const pieceSize = 65_536

/**
 * A WebSocket as a stream of bytes. Unlike the one of `ws` it hands on a long message in pieces, so that a message of
 * millions of tiny packets is not read at once, and sends what was written together as one message.
 */
export class WebSocketStream extends Duplex {
  private readonly pieces: Buffer[] = []
  private wanted = false
  private ended = false

  constructor(private readonly socket: WebSocket) {
    super({ readableHighWaterMark: pieceSize })
    socket.on('message', (data: Buffer, isBinary) => {
      // [MQTT-6.0.0-1]: 1003 is "a type of data it cannot accept".
      if (!isBinary) return socket.close(1003)
      this.pieces.push(data)
      socket.pause()
      this.handOn()
    })
    socket.on('error', (error) => this.destroy(error))
    socket.once('close', () => {
      this.ended = true
      this.handOn()
    })
  }

  override _read(): void {
    this.wanted = true
    this.handOn()
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.socket.send(chunk, { binary: true }, done)
  }

  override _writev(chunks: { chunk: Buffer }[], done: (error?: Error | null) => void): void {
    this.socket.send(Buffer.concat(chunks.map(({ chunk }) => chunk)), { binary: true }, done)
  }

  override _final(done: () => void): void {
    this.socket.close()
    done()
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.pieces.length = 0
    this.socket.terminate()
    done(error)
  }

  private handOn(): void {
    while (this.wanted) {
      const [first] = this.pieces
      if (first === undefined) break
      if (first.length <= pieceSize) this.pieces.shift()
      else this.pieces[0] = first.subarray(pieceSize)
      this.wanted = this.push(first.subarray(0, pieceSize))
    }
    if (this.pieces.length > 0) return
    if (this.ended) this.push(null)
    else if (this.socket.isPaused) this.socket.resume()
  }
}
