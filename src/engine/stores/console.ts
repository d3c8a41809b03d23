import type { Cell } from '../../shared/storeLook.js'
import { AppError } from '../../shared/errors.js'
import { type ConsoleAnswer, consoleRows } from './store.js'

/** An answer of at most `consoleRows` rows; `rows` holds one more where there are more. */
export function answerOf(columns: readonly string[], rows: readonly (readonly Cell[])[]): ConsoleAnswer {
  return { columns, rows: rows.slice(0, consoleRows), isCut: rows.length > consoleRows }
}

/**
 * Why a line is not answered.
 * @param writes What the first word of a line that writes looks like.
 */
export function refusalOfLine(line: string, writes: RegExp): AppError {
  const statement = line.trim()
  return new AppError(writes.test(statement) ? 'console_write_refused' : 'console_statement_unknown', { statement })
}
