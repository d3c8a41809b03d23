import { answerOf } from '../console.js'
import { columnsOf, type Dialect, parseSelect, printSelect } from '../sqlSelect.js'
import { type ConsoleAnswer, consoleRows } from '../store.js'
import type { Session } from './connection.js'
import { cellOf, shownColumns } from './inspect.js'

const dialect: Dialect = { table: 'mqtt_msg', columns: shownColumns, placeholder: () => '?' }

/** `select … from mqtt_msg …`, as in the mysql client. */
export async function ask(session: Session, database: string, line: string): Promise<ConsoleAnswer> {
  const select = parseSelect(line, dialect, ['mqtt_msg', `${database.toLowerCase()}.mqtt_msg`])
  const { text, values } = printSelect(select, dialect, consoleRows)
  const rows = await session.select(text, values)
  const cells = rows.map((row) => row.map(cellOf))
  return answerOf(columnsOf(select, dialect), cells)
}
