import type { Cell, StoreLook } from '../../../shared/storeLook.js'
import { idOfRow } from '../messageId.js'
import type { Row, Session } from './connection.js'
import { columns } from './schema.js'

/** Beyond so many rows the count is the server's estimate: counting costs a scan of the table. */
const countedExactly = 10_000
/** A look is for the eyes; of a longer payload only so many bytes come. */
const payloadShown = 4096

const names = columns.map(([name]) => name)
/** The columns as they are asked for. */
export const shownColumns: ReadonlyMap<string, string> = new Map(
  names.map((name) => [name, name === 'payload' ? `left(payload, ${payloadShown}) as payload` : name])
)
const shown = [...shownColumns.values()].join(', ')
const estimate =
  "select table_rows from information_schema.tables where table_schema = database() and table_name = 'mqtt_msg'"

/** The newest rows, and the statement by which a person sees the same in the mysql client. */
export async function inspect(session: Session, limit: number): Promise<Omit<StoreLook, 'resourceId' | 'error'>> {
  const order = `from mqtt_msg order by id desc limit ${limit}`
  const [rows, count] = await Promise.all([session.select(`select ${shown} ${order}`), countRows(session)])
  return {
    statement: `select * ${order};`,
    columns: names,
    rows: rows.map((row) => ({ key: String(row[0]), messageId: messageId(row), cells: row.map(cellOf) })),
    count,
    at: Date.now()
  }
}

function messageId([id, msgid]: Row): string {
  return typeof msgid === 'string' && msgid !== '' ? msgid : idOfRow(Number(id))
}

export function cellOf(cell: Row[number]): Cell {
  return Buffer.isBuffer(cell) ? new Uint8Array(cell) : cell
}

async function countRows(session: Session): Promise<number> {
  const [row] = await session.select(
    `select count(*) from (select 1 from mqtt_msg limit ${countedExactly + 1}) as counted`
  )
  const count = Number(row?.[0])
  if (count <= countedExactly) return count
  const [about] = await session.select(estimate)
  return Math.max(count, Number(about?.[0]))
}
