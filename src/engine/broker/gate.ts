import type { Socket } from 'node:net'
import type { Limits } from '../../shared/limits.js'

/** All sockets from their first moment: how many there are, and which have not said CONNECT yet. */
export class Gate {
  private open = 0
  /** When each came, ms of `performance.now()`; the oldest first. */
  private readonly silent = new Map<Socket, number>()

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
    this.silent.set(socket, performance.now())
    socket.once('close', () => {
      this.open -= 1
      this.silent.delete(socket)
    })
    return true
  }

  /** Its CONNECT is there: from now on the keep alive counts. */
  spoke(socket: Socket): void {
    this.silent.delete(socket)
  }

  /** Closes what has been silent for too long. */
  sweep(now: number): void {
    const { connectTimeout } = this.limits()
    for (const [socket, since] of this.silent) {
      if (now - since < connectTimeout) break
      this.silent.delete(socket)
      this.onRefused('connectTimeout', socket)
      socket.destroy()
    }
  }
}
