import type { StoreLook } from '../../../shared/storeLook.js'
import { idOfRow } from '../messageId.js'
import type { Query } from './connection.js'
import { columns } from './schema.js'

/** Beyond so many rows the count is the planner's estimate: counting costs a scan of the table. */
const countedExactly = 10_000
/** A look is for the eyes; of a longer payload only so many characters come. */
const payloadShown = 4096

const names = columns.map(([name]) => name)
/** The columns as they are asked for. */
export const shownColumns: ReadonlyMap<string, string> = new Map(
  names.map((name) => [name, name === 'payload' ? `left(payload, ${payloadShown}) as payload` : name])
)
const shown = [...shownColumns.values()].join(', ')

/** The newest rows, and the statement by which a person sees the same in psql. */
export async function inspect(query: Query, limit: number): Promise<Omit<StoreLook, 'resourceId' | 'error'>> {
  const order = `from mqtt_msg order by id desc limit ${limit}`
  const [rows, count] = await Promise.all([query({ text: `select ${shown} ${order}` }), countRows(query)])
  return {
    statement: `select * ${order};`,
    columns: names,
    rows: rows.map((row) => {
      const [id, msgid, sender, topic, qos, retain, payload, arrived] = row
      const key = id ?? ''
      return {
        key,
        messageId: msgid === null || msgid === '' || msgid === undefined ? idOfRow(Number(key)) : msgid,
        cells: [key, msgid, sender, topic, qos, retain, payload, arrived].map((cell) => cell ?? null)
      }
    }),
    count,
    at: Date.now()
  }
}

async function countRows(query: Query): Promise<number> {
  const [exact] = await query({
    text: `select count(*) from (select 1 from mqtt_msg limit ${countedExactly + 1}) as counted`
  })
  const count = Number(exact?.[0])
  if (count <= countedExactly) return count
  const [estimate] = await query({ text: "select reltuples::int8 from pg_class where oid = to_regclass('mqtt_msg')" })
  return Math.max(count, Number(estimate?.[0]))
}
