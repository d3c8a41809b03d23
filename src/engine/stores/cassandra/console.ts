import { answerOf } from '../console.js'
import { columnsOf, type Dialect, parseSelect, printSelect } from '../sqlSelect.js'
import { type ConsoleAnswer, consoleRows } from '../store.js'
import type { CassandraConnection } from './connection.js'
import { cellOf, columns } from './inspect.js'

/** `select … from mqtt.mqtt_msg …`, as in cqlsh; what CQL itself does not allow, the server says. */
export async function ask(
  connection: CassandraConnection,
  keyspace: string,
  table: string,
  line: string
): Promise<ConsoleAnswer> {
  const dialect: Dialect = {
    table,
    columns: new Map(columns.map((name) => [name, name])),
    placeholder: () => '?'
  }
  const select = parseSelect(line, dialect, ['mqtt_msg', `${keyspace.toLowerCase()}.mqtt_msg`])
  const { text, values } = printSelect(select, dialect, consoleRows)
  // The driver takes times as such only.
  const isTime = select.conditions.flatMap(({ column, values: given }) => given.map(() => column === 'arrived'))
  const params = values.map((value, place) => (isTime[place] === true ? new Date(value) : value))
  const rows = await connection.execute({ query: text, params })
  const names = columnsOf(select, dialect)
  const cells = rows.map((row) => names.map((name) => cellOf(row[name === 'count(*)' ? 'count' : name])))
  return answerOf(names, cells)
}
