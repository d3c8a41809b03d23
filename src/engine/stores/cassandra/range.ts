import type { types } from 'cassandra-driver'
import type { CassandraConnection } from './connection.js'
import { isOverload } from './errors.js'

/** Message ids of one topic. */
export interface Range {
  readonly topic: string
  readonly from?: string | undefined
  readonly after?: string | undefined
  readonly below?: string | undefined
  /** Only what arrived since, ms since the epoch. */
  readonly since?: number | undefined
}

export interface ReadOptions {
  readonly table: string
  readonly columns: string
  readonly limit: number
  readonly newestFirst?: boolean
}

/**
 * Reads a topic's rows by message id. A range that holds too many traces of deleted rows to be read at once is read in
 * parts: message ids begin with the time, so it can be cut anywhere.
 */
export async function readRange(
  connection: CassandraConnection,
  range: Range,
  options: ReadOptions
): Promise<types.Row[]> {
  try {
    return await readOnce(connection, range, options)
  } catch (error) {
    const parts = isOverload(error) ? cut(range) : []
    if (parts.length === 0) throw error
    const rows: types.Row[] = []
    for (const part of options.newestFirst === true ? parts.reverse() : parts) {
      const limit = options.limit - rows.length
      if (limit > 0) rows.push(...(await readRange(connection, part, { ...options, limit })))
    }
    return rows
  }
}

function readOnce(
  connection: CassandraConnection,
  { topic, from, after, below, since }: Range,
  { table, columns, limit, newestFirst = false }: ReadOptions
): Promise<types.Row[]> {
  const conditions = ['topic = ?']
  const params: unknown[] = [topic]
  const add = (condition: string, value: unknown): void => {
    conditions.push(condition)
    params.push(value)
  }
  if (from !== undefined) add('msgid >= ?', from)
  if (after !== undefined) add('msgid > ?', after)
  if (below !== undefined) add('msgid < ?', below)
  if (since !== undefined) add('arrived >= ?', new Date(since))
  const order = newestFirst ? 'desc' : 'asc'
  // The filter runs within one partition, not over the table.
  const filtering = since === undefined ? '' : ' allow filtering'
  const query = `select ${columns} from ${table} where ${conditions.join(' and ')} order by msgid ${order} limit ?`
  return connection.execute({ query: query + filtering, params: [...params, limit] })
}

/** How far back from now a range of unknown beginning is cut, ms: the youngest are the likeliest to be many. */
const ages = [10_000, 60_000, 600_000, 3_600_000, 21_600_000, 86_400_000, 259_200_000, 864_000_000, 8_640_000_000]

/** The parts of a range, oldest first; none when it cannot be cut any more. */
function cut(range: Range): Range[] {
  const times = timesWithin(timeOf(range.from ?? range.after), timeOf(range.below))
  if (times.length === 0) return []
  const borders = times.sort((one, other) => one - other).map(idAt)
  return [undefined, ...borders].map((border, index) => ({
    ...range,
    ...(border === undefined ? {} : { from: border, after: undefined }),
    below: borders[index] ?? range.below
  }))
}

/** Where to cut. What has a beginning is halved: ages would move with the clock, and cut next to where they cut before. */
function timesWithin(low: number | undefined, high = Date.now() + 60_000): number[] {
  if (low === undefined) return ages.map((age) => Date.now() - age).filter((time) => time < high)
  const middle = (low + high) / 2
  return Math.abs(middle - low) < 1 ? [] : [middle]
}

/** The smallest message id of a time in ms. */
export function idAt(time: number): string {
  return Math.floor(time * 1000)
    .toString(16)
    .toUpperCase()
    .padStart(16, '0')
    .padEnd(32, '0')
}

function timeOf(id: string | undefined): number | undefined {
  return id !== undefined && /^[0-9A-F]{32}$/.test(id) ? Number.parseInt(id.slice(0, 16), 16) / 1000 : undefined
}
