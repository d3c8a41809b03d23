import { carry, Message } from '../message.js'
import type { FetchedMessage } from '../stores/store.js'
import type { Journal } from './journal.js'
import type { LiveResource } from './liveResource.js'
import type { Session } from './session.js'

/** How many rows one page has, and how many may wait to be sent before the next page is read. */
const pageSize = 500

export interface FetchOptions {
  readonly topic: string
  readonly wildcard: boolean
  /** The QoS granted to the subscription. */
  readonly qos: 0 | 1 | 2
  /** `max_returned_count`; undefined for all. */
  readonly newest: number | undefined
  /** Nothing older than this, ms since the epoch; undefined for all. */
  readonly since: number | undefined
  /** A fresh message id: what has a later one was published after the subscription and so comes live. */
  readonly startId: string
  readonly isOwnId: (id: string) => boolean
}

/** What one subscription gets from one store: page by page, oldest first, while the client is there. */
export class FetchRun {
  /** Published before the subscription, forwarded live at QoS 0 after it: not to be sent again from the store. */
  private readonly live = new Set<string>()
  private readonly end = new AbortController()

  constructor(
    readonly resource: LiveResource,
    private readonly session: Session,
    private readonly options: FetchOptions,
    private readonly journal: Journal | undefined
  ) {}

  get active(): boolean {
    return !this.end.signal.aborted
  }

  cancel(): void {
    this.end.abort()
  }

  sawLive(message: Message): void {
    if (message.id < this.options.startId) this.live.add(message.id)
  }

  /**
   * Resolves to how many messages were found, when all have been handed on or the run was cancelled. Rejects when the
   * store refuses the query itself.
   */
  async run(): Promise<number> {
    const { topic, wildcard, newest, since } = this.options
    let found = 0
    let after: string | undefined
    do {
      this.session.beginRead()
      try {
        const query = { topic, wildcard, after, limit: pageSize, newest, since }
        const page = await this.resource.fetch(query, this.end.signal)
        if (page === undefined || !this.active) return found
        for (const row of page.messages) if (this.accept(row)) found += 1
        after = page.next
      } finally {
        this.session.endRead()
      }
      void this.session.pump()
      await this.session.room(pageSize)
    } while (after !== undefined)
    return found
  }

  private accept(row: FetchedMessage): boolean {
    const { qos: granted, startId, isOwnId } = this.options
    if (this.live.has(row.id) || (row.id > startId && isOwnId(row.id))) return false
    const { id, topic, from, qos, retain, payload, timestamp } = row
    const message = new Message(id, topic, from, undefined, undefined, qos, retain, payload, timestamp)
    carry(message)
    message.addCopy(this.resource.id, row.key)
    if (!this.session.offer(row, message, Math.min(qos, granted) as 0 | 1 | 2, this)) return false
    this.journal?.step(message, { step: 'fetched', by: this.resource.id })
    return true
  }
}
