import type { types } from 'cassandra-driver'
import type { Cell, StoreLook } from '../../../shared/storeLook.js'
import type { CassandraConnection } from './connection.js'
import { isOverload } from './errors.js'
import type { Reader } from './fetch.js'

export const columns = ['topic', 'msgid', 'arrived', 'payload', 'qos', 'retain', 'sender']
/** A look is for the eyes; of a longer payload only so many characters are shown. */
const payloadShown = 4096
/** So many topics are looked at; the ones that were written to last. */
const mostTopics = 50
/** Looking for topics that others wrote may take a twentieth of the time. */
const scanShare = 20

/**
 * What a person looks at. Cassandra has no newest rows but within a topic, and reading over the whole table means
 * reading past the traces of all that was deleted, so that is done now and then only, to find topics; those that are
 * known are looked at each time, from where they are alive.
 */
export class Inspector {
  private readonly topics = new Set<string>()
  private scannedAt = -Infinity
  private scanTook = 0
  private isWhole = false

  constructor(
    private readonly connection: CassandraConnection,
    private readonly reader: Reader,
    private readonly table: string
  ) {}

  /** Notes that there are messages on a topic. */
  note(topic: string): void {
    this.topics.delete(topic)
    this.topics.add(topic)
    const [oldest] = this.topics
    if (this.topics.size > mostTopics && oldest !== undefined) this.topics.delete(oldest)
  }

  async inspect(limit: number): Promise<Omit<StoreLook, 'resourceId' | 'error'>> {
    const isWhole = await this.findTopics(limit)
    const pages = await Promise.all(
      Array.from(this.topics, async (topic) => {
        const rows = await this.reader.newest(topic, columns.join(', '), limit)
        if (rows.length === 0) this.topics.delete(topic)
        return rows
      })
    )
    const rows = pages.flat().sort((one, other) => (String(one['msgid']) < String(other['msgid']) ? 1 : -1))
    return {
      statement: `select * from ${this.table.replaceAll(/"([a-z][a-z0-9_]*)"/g, '$1')} limit ${limit};`,
      columns,
      rows: rows.slice(0, limit).map(toLookRow),
      ...(isWhole && pages.every((page) => page.length < limit) ? { count: rows.length } : {}),
      at: Date.now()
    }
  }

  /** Resolves to whether the last look over the whole table saw all that there was. */
  private async findTopics(limit: number): Promise<boolean> {
    const begun = performance.now()
    if (begun - this.scannedAt < this.scanTook * scanShare) return this.isWhole
    try {
      const query = `select topic from ${this.table} limit ?`
      const rows = await this.connection.execute({ query, params: [limit] })
      for (const row of rows) this.note(String(row['topic']))
      this.isWhole = rows.length < limit && this.topics.size < mostTopics
    } catch (error) {
      if (!isOverload(error)) throw error
      this.isWhole = false
    }
    this.scannedAt = performance.now()
    this.scanTook = this.scannedAt - begun
    return this.isWhole
  }
}

function toLookRow(row: types.Row): StoreLook['rows'][number] {
  const msgid = String(row['msgid'])
  return { key: `${String(row['topic'])} ${msgid}`, messageId: msgid, cells: columns.map((name) => cellOf(row[name])) }
}

export function cellOf(value: unknown): Cell {
  if (typeof value === 'number') return value
  if (value instanceof Date) return value.toISOString()
  // A count is a number of 64 bits in an object of its own.
  if (isLong(value)) return value.toNumber()
  return typeof value === 'string' ? value.slice(0, payloadShown) : null
}

function isLong(value: unknown): value is types.Long {
  return typeof value === 'object' && value !== null && 'toNumber' in value
}
