import type { Socket } from 'node:net'
import type { Limits } from '../../shared/limits.js'

interface Arrival {
  readonly socket: Socket
  /** Ms of `performance.now()`. */
  readonly since: number
}

/** All sockets from their first moment: how many there are, and which have not said CONNECT yet. */
export class Gate {
  private open = 0
  /** By name, the oldest first. */
  private readonly silent = new Map<string, Arrival>()

  constructor(
    private readonly limits: () => Limits,
    private readonly onRefused: (limit: 'connections' | 'connectTimeout', socket: Socket) => void
  ) {}

  /** Counts a socket until it closes, or closes it at once when there are too many. */
  admit(socket: Socket): boolean {
    if (this.open >= this.limits().connections) {
      this.onRefused('connections', socket)
      socket.destroy()
      return false
    }
    this.open += 1
    const name = nameOf(socket)
    // One that was reset and came again from the same port, before its end was seen, is not to stand in its old place.
    this.silent.delete(name)
    this.silent.set(name, { socket, since: performance.now() })
    socket.once('close', () => {
      this.open -= 1
      if (this.silent.get(name)?.socket === socket) this.silent.delete(name)
    })
    return true
  }

  /** Its CONNECT is there: from now on the keep alive counts. */
  spoke(socket: Socket): void {
    this.silent.delete(nameOf(socket))
  }

  /** Closes what has been silent for too long. */
  sweep(now: number): void {
    const { connectTimeout } = this.limits()
    for (const [name, { socket, since }] of this.silent) {
      if (now - since < connectTimeout) break
      this.silent.delete(name)
      this.onRefused('connectTimeout', socket)
      socket.destroy()
    }
  }
}

/** Both ends: that of a TLS socket, which is another object than the one below it, is the same. */
function nameOf({ remoteAddress, remotePort, localAddress, localPort }: Socket): string {
  return `${remoteAddress}:${remotePort} ${localAddress}:${localPort}`
}
