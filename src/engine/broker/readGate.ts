import type { AedesClient } from './aedesTypes.js'

/**
 * Leaves a client's socket unread, so that TCP makes its sender wait. Aedes would read it packet by packet however many
 * of them still wait; `pause()`, which aedes has for a CONNECT that is being checked, loses count of these.
 */
export class ReadGate {
  private readonly closers = new Set<object>()

  constructor(private readonly client: AedesClient) {
    const { conn } = client
    const read = conn.read.bind(conn) as (size?: number) => unknown
    // Aedes takes everything there is by read(null); Node's own streams ask with numbers.
    conn.read = (size?: number | null) => (size === null && this.isClosed ? null : read(size ?? undefined))
  }

  get isClosed(): boolean {
    return this.closers.size > 0
  }

  close(by: object): void {
    this.closers.add(by)
  }

  open(by: object): void {
    if (!this.closers.delete(by) || this.isClosed) return
    if (!this.client.closed) this.client._nextBatch()
  }
}
