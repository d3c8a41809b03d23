/** What is never forwarded (its publisher went away before the acknowledgement) is forgotten at last. */
const mostPending = 100_000

/**
 * A message is in its store before its live copies have left the broker. A subscriber may so fetch it, acknowledge it
 * and see it deleted while its live copy still waits in the broker: that copy must not reach it (docs/semantics.md,
 * Deliver 4). Here is remembered whom to leave out, for as long as a live copy may come.
 */
export class Forwarding {
  private readonly pending = new Set<string>()
  private readonly given = new Map<string, Set<object>>()

  constructor(private readonly most = mostPending) {}

  /** The message may be in a store from now on. */
  begin(id: string): void {
    if (this.pending.size >= this.most) this.end(this.oldest())
    this.pending.add(id)
  }

  /** Every live copy has been handed on, or none will be. */
  end(id: string): void {
    this.pending.delete(id)
    this.given.delete(id)
  }

  /** A stored copy goes to this connection. */
  give(id: string, connection: object): void {
    if (!this.pending.has(id)) return
    const connections = this.given.get(id)
    if (connections === undefined) this.given.set(id, new Set([connection]))
    else connections.add(connection)
  }

  /** Whether a stored copy went to this connection while the live one was on its way. */
  wasGiven(id: string, connection: object): boolean {
    return this.given.size > 0 && this.given.get(id)?.has(connection) === true
  }

  private oldest(): string {
    for (const id of this.pending) return id
    return ''
  }
}
