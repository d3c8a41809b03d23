import { answerOf } from '../console.js'
import { columnsOf, type Dialect, parseSelect, printSelect } from '../sqlSelect.js'
import { type ConsoleAnswer, consoleRows } from '../store.js'
import type { Query } from './connection.js'
import { shownColumns } from './inspect.js'

const dialect: Dialect = { table: 'mqtt_msg', columns: shownColumns, placeholder: (place) => `$${place}` }

/** `select … from mqtt_msg …`, as in psql. */
export async function ask(query: Query, line: string): Promise<ConsoleAnswer> {
  const select = parseSelect(line, dialect, ['mqtt_msg', 'public.mqtt_msg'])
  const rows = await query(printSelect(select, dialect, consoleRows))
  return answerOf(columnsOf(select, dialect), rows)
}
