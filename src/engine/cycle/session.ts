import type { Connection } from '../broker/connection.js'
import type { Message } from '../message.js'
import type { FetchedMessage } from '../stores/store.js'
import type { FetchRun } from './fetchRun.js'

/** What may not be sent to this client again: on its way, or acknowledged and not yet deleted everywhere. */
interface Held {
  readonly message: Message
  acknowledged: boolean
  /** What is not done that was begun for its acknowledgement: the rules, deletes. */
  holds: number
}

interface Queued {
  readonly message: Message
  readonly qos: 0 | 1 | 2
  readonly run: FetchRun
}

interface RoomWaiter {
  readonly most: number
  readonly resolve: () => void
}

export type Deliver = (connection: Connection, message: Message, qos: 0 | 1 | 2) => Promise<boolean>

interface SessionEvents {
  readonly delivered: (connection: Connection, message: Message, qos: 0 | 1 | 2) => void
  /** The client is gone, and nothing is left that would have to be remembered. */
  readonly emptied: () => void
}

/**
 * One client's side of the cycle, by client id: stored messages on their way to it, and the promise that none is sent
 * twice to one connection for one save (docs/semantics.md, Deliver 4).
 */
export class Session {
  connection: Connection | undefined
  readonly runs = new Map<string, FetchRun>()
  private readonly held = new Map<string, Held>()
  private readonly queue = new Map<string, Queued>()
  private reads = 0
  private forgottenDuringReads: string[] = []
  private pumping = false
  private roomWaiters: RoomWaiter[] = []

  constructor(
    private readonly inflight: () => number,
    private readonly deliver: Deliver,
    private readonly events: SessionEvents
  ) {}

  /** Nothing is left that would have to be remembered. */
  get empty(): boolean {
    return this.connection === undefined && this.held.size === 0
  }

  get queued(): number {
    return this.queue.size
  }

  /** A live copy is about to be sent: false when this client has the message already. */
  forward(message: Message, qos: 0 | 1 | 2): boolean {
    if (this.held.has(message.id)) return false
    this.queue.delete(message.id)
    if (qos > 0) this.held.set(message.id, { message, acknowledged: false, holds: 0 })
    else for (const run of this.runs.values()) run.sawLive(message)
    return true
  }

  /** A row of a page: queued unless the client has it or gets it live. Returns whether it was queued. */
  offer(row: FetchedMessage, message: Message, qos: 0 | 1 | 2, run: FetchRun): boolean {
    const known = this.held.get(row.id)?.message ?? this.queue.get(row.id)?.message
    if (known !== undefined) {
      // The same message from another store: its row key there makes the delete cheap.
      known.addCopy(run.resource.id, row.key)
      return false
    }
    this.queue.set(row.id, { message, qos, run })
    return true
  }

  /** Held from now on until everything that the acknowledgement leads to is done: `release` for this, too. */
  acknowledged(message: Message): void {
    const held = this.held.get(message.id)
    if (held !== undefined) held.acknowledged = true
    this.hold(message)
  }

  hold(message: Message): void {
    const held = this.held.get(message.id)
    if (held !== undefined) held.holds += 1
  }

  release(message: Message): void {
    const held = this.held.get(message.id)
    if (held === undefined) return
    held.holds -= 1
    if (held.holds > 0) return
    this.forget(message.id)
    if (this.empty) this.events.emptied()
  }

  beginRead(): void {
    this.reads += 1
  }

  endRead(): void {
    this.reads -= 1
    if (this.reads > 0) return
    for (const id of this.forgottenDuringReads) this.held.delete(id)
    this.forgottenDuringReads = []
  }

  /** Resolves when fewer than `most` messages wait to be sent. */
  room(most: number): Promise<void> {
    if (this.hasRoom(most)) return Promise.resolve()
    return new Promise((resolve) => this.roomWaiters.push({ most, resolve }))
  }

  disconnected(): void {
    this.connection = undefined
    for (const run of this.runs.values()) run.cancel()
    this.runs.clear()
    this.queue.clear()
    for (const [id, { acknowledged }] of this.held) if (!acknowledged) this.held.delete(id)
    this.wakeRoomWaiters()
  }

  /** Sends what is queued, as far as the window of unacknowledged messages allows. */
  async pump(): Promise<void> {
    if (this.pumping) return
    this.pumping = true
    try {
      for (;;) {
        const { connection } = this
        if (connection?.open !== true || connection.inflightCount >= this.inflight()) break
        const first = this.queue.values().next()
        if (first.done === true) break
        const { message, qos, run } = first.value
        this.queue.delete(message.id)
        if (!run.active) continue
        if (qos > 0) this.held.set(message.id, { message, acknowledged: false, holds: 0 })
        if (await this.deliver(connection, message, qos)) this.events.delivered(connection, message, qos)
        this.wakeRoomWaiters()
      }
    } finally {
      this.pumping = false
    }
    this.wakeRoomWaiters()
  }

  /**
   * While a page is being read, what was deleted meanwhile may still be in it; so it is remembered until the page
   * has been looked through.
   */
  private forget(id: string): void {
    if (this.reads > 0) this.forgottenDuringReads.push(id)
    else this.held.delete(id)
  }

  /** Nobody waits for a client that is gone. */
  private hasRoom(most: number): boolean {
    return this.queue.size < most || this.connection === undefined
  }

  private wakeRoomWaiters(): void {
    if (this.roomWaiters.length === 0) return
    const waiters = this.roomWaiters
    this.roomWaiters = []
    for (const waiter of waiters) {
      if (this.hasRoom(waiter.most)) waiter.resolve()
      else this.roomWaiters.push(waiter)
    }
  }
}
