import { setTimeout as delay } from 'node:timers/promises'
import type { types } from 'cassandra-driver'
import { Cursor } from '../cursor.js'
import { textToPayload } from '../payload.js'
import { messageOfRow } from '../row.js'
import type { FetchedMessage, FetchPage, FetchQuery } from '../store.js'
import type { CassandraConnection } from './connection.js'
import { Floors } from './floors.js'
import { idAt, readRange } from './range.js'

const columns = 'msgid, sender, qos, retain, payload, arrived'
/** Clocks of several publishers' brokers may differ: what is younger is not taken for known. */
const clockDifference = 10_000
/** A search below the floor may take a twentieth of the time, and hold up a fetch so long at most, ms. */
const searchShare = 20
const searchWait = 250

/** Reads pages of topics, and remembers from where on each topic is alive. */
export class Reader {
  readonly floors = new Floors()

  constructor(
    private readonly connection: CassandraConnection,
    private readonly table: string
  ) {}

  /** One page, oldest first, by message id. As in EMQX, a filter with wildcards finds nothing. */
  async fetch({ topic, wildcard, after, limit: wanted, newest, since }: FetchQuery): Promise<FetchPage> {
    if (wildcard) return { messages: [], next: undefined }
    const cursor = Cursor.parse(after, newest)
    const limit = cursor.limit(wanted)
    if (cursor.position !== undefined) {
      return toPage(topic, await this.read({ topic, after: cursor.position, since }, limit), cursor, limit)
    }
    const from = await this.findFloor(topic)
    if (newest !== undefined) {
      const first = await this.findNewest(topic, from, newest, since)
      return toPage(topic, await this.read({ topic, from: first ?? from, since }, limit), cursor, limit)
    }
    const floor = this.floors.of(topic)
    const { lowered } = floor
    const border = idAt(Date.now() - clockDifference)
    const rows = await this.read({ topic, from, since }, limit)
    if (since === undefined) this.floors.raise(floor, lowest(rows[0], border), lowered)
    return toPage(topic, rows, cursor, limit)
  }

  /** The newest rows of a topic, newest first. */
  async newest(topic: string, columns: string, limit: number): Promise<types.Row[]> {
    const from = await this.findFloor(topic)
    const floor = this.floors.of(topic)
    const { lowered } = floor
    const border = idAt(Date.now() - clockDifference)
    const options = { table: this.table, columns, limit, newestFirst: true }
    const rows = await readRange(this.connection, { topic, from }, options)
    if (rows.length < limit) this.floors.raise(floor, lowest(rows.at(-1), border), lowered)
    return rows
  }

  private read(range: Parameters<typeof readRange>[1], limit: number): Promise<types.Row[]> {
    return readRange(this.connection, range, { table: this.table, columns, limit })
  }

  /** The id of the oldest of the newest `count`; undefined where there are fewer. */
  private async findNewest(topic: string, from: string, count: number, since: number | undefined) {
    const options = { table: this.table, columns: 'msgid', limit: count, newestFirst: true }
    const rows = await readRange(this.connection, { topic, from, since }, options)
    return rows.length < count ? undefined : String(rows.at(-1)?.['msgid'])
  }

  /**
   * From which id on the topic may have live messages. Somebody may have written one of an older id by hand: that is
   * searched for as often as can be afforded, and found by the next fetch at the latest when the search takes long.
   */
  private async findFloor(topic: string): Promise<string> {
    const floor = this.floors.of(topic)
    if (floor.id === undefined) {
      await this.search(topic)
    } else if (performance.now() - floor.searchedAt > floor.searchTook * searchShare) {
      const search = this.search(topic)
      // A failure shows itself where the page is read; a search that is cut off is made again.
      search.catch(() => undefined)
      await Promise.race([search, delay(searchWait, undefined, { ref: false })])
    }
    return floor.id ?? ''
  }

  private async search(topic: string): Promise<void> {
    const floor = this.floors.of(topic)
    const { id: below, lowered } = floor
    const begun = performance.now()
    const border = idAt(Date.now() - clockDifference)
    floor.searchedAt = Infinity
    try {
      const options = { table: this.table, columns: 'msgid', limit: 1 }
      const [found] = await readRange(this.connection, { topic, below }, options)
      if (below === undefined) this.floors.raise(floor, lowest(found, border), lowered)
      else if (found !== undefined) this.floors.lower(topic, String(found['msgid']))
    } finally {
      floor.searchedAt = performance.now()
      floor.searchTook = floor.searchedAt - begun
    }
  }
}

function lowest(row: types.Row | undefined, border: string): string {
  return row === undefined ? border : String(row['msgid'])
}

function toPage(topic: string, rows: readonly types.Row[], cursor: Cursor, limit: number): FetchPage {
  const last = rows.at(-1)
  return {
    messages: rows.map((row) => toMessage(topic, row)),
    next: cursor.next(rows.length, limit, last === undefined ? undefined : String(last['msgid']))
  }
}

function toMessage(topic: string, row: types.Row): FetchedMessage {
  const { msgid, sender, qos, retain, payload, arrived } = row as unknown as {
    readonly msgid: string
    readonly sender: string | null
    readonly qos: number | null
    readonly retain: number | null
    readonly payload: string | null
    readonly arrived: Date | null
  }
  return messageOfRow({
    // Topic and message id are the primary key.
    key: msgid,
    id: msgid,
    topic,
    from: sender,
    qos,
    retain,
    payload: textToPayload(payload ?? ''),
    timestamp: arrived === null ? null : arrived.getTime()
  })
}
