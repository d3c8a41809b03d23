import pg from 'pg'
import { parseAddress, Settings } from '../../src/engine/stores/settings.js'
import type { Resource } from '../../src/shared/workspace.js'
import type { Driver, Filling, Row } from './driver.js'

const columns = 'msgid, sender, topic, qos, retain, payload, arrived'
const unnested = 'unnest($1::text[], $2::text[], $3::text[], $4::int[], $5::int[], $6::text[], $7::timestamp[])'

/** The ids of a filling are as good as EMQX's: they begin with the time. */
export const fillStatement = `insert into mqtt_msg (${columns})
  select lpad(upper(to_hex($1::int8 + n)), 16, '0') || 'F442000000010000', 'filler',
    case when $2::int = 1 then $3 else $3 || '/' || (n % $2::int)::text end, 1, 0, $4, now() at time zone 'UTC'
  from generate_series(0, $5::int - 1) as n order by n`

export function fillValues({ count, topics, prefix, payload }: Filling): unknown[] {
  return [String(Date.now() * 1000 - count), topics, prefix, payload.toString(), count]
}

/** One array a column. */
export function arraysOf(rows: readonly Row[]): unknown[] {
  return [
    rows.map(({ id }) => id),
    rows.map(({ sender }) => sender),
    rows.map(({ topic }) => topic),
    rows.map(({ qos }) => qos),
    rows.map(({ retain }) => retain),
    rows.map(({ payload }) => payload.toString()),
    rows.map(({ at }) => new Date(at))
  ]
}

export const insertArrays = `insert into mqtt_msg (${columns}) select * from ${unnested}`

export function valuesStatement(count: number): string {
  const places = Array.from({ length: count }, (_, row) => {
    const numbers = Array.from({ length: 7 }, (_column, column) => `$${String(row * 7 + column + 1)}`)
    return `(${numbers.join(',')})`
  })
  return `insert into mqtt_msg (${columns}) values ${places.join(',')}`
}

export async function openPostgresql({ config }: Resource): Promise<Driver> {
  const settings = new Settings(config)
  const pool = new pg.Pool({
    ...parseAddress(settings.text('server')),
    user: settings.text('username'),
    password: settings.text('password'),
    database: settings.text('database'),
    max: 8
  })
  await pool.query('select 1')
  return {
    ways: {
      'unnest of arrays': (rows) => pool.query({ name: 'arrays', text: insertArrays, values: arraysOf(rows) }),
      'insert of many values': (rows) =>
        pool.query({
          name: `values-${String(rows.length)}`,
          text: valuesStatement(rows.length),
          values: rows.flatMap(({ id, sender, topic, qos, retain, payload, at }) => [
            id,
            sender,
            topic,
            qos,
            retain,
            payload.toString(),
            new Date(at)
          ])
        })
    },
    async clear() {
      await pool.query('truncate mqtt_msg')
    },
    async isEmpty() {
      const { rows } = await pool.query('select 1 from mqtt_msg limit 1')
      return rows.length === 0
    },
    async fill(filling) {
      await pool.query(fillStatement, fillValues(filling))
      await pool.query('vacuum analyze mqtt_msg')
      await pool.query('checkpoint')
    },
    close: () => pool.end()
  }
}
