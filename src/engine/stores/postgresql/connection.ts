import { AppError, type ErrorData } from '../../../shared/errors.js'
import { messageRefused, networkError } from '../errors.js'

/** A row as the server wrote it, column by column. */
export type Row = readonly (string | null)[]

export interface Statement {
  /**
   * A statement that is sent again and again is prepared under this name, once a connection. Only where there is but one
   * way to run it: the server keeps the way it chose, also when the table has grown since.
   */
  readonly name?: string
  readonly text: string
  /** Buffers are sent in binary form. */
  readonly values?: readonly (string | number | null | Buffer)[]
}

export type Query = (statement: Statement) => Promise<Row[]>

/** The one thing that differs between a real server (pg) and the built-in one (PGlite). Rejects with AppErrors. */
export interface Connection {
  /** What the sentences of errors name. */
  readonly place: ErrorData
  query: Query
  /** All statements of `work` on one connection, committed together or not at all. */
  transaction<Result>(work: (query: Query) => Promise<Result>): Promise<Result>
  /** Creates the database itself; only where the server said that it is missing. */
  createDatabase(statement: string, signal?: AbortSignal): Promise<void>
  /** A statement on a connection of its own, however long it takes; the server ends it when the signal comes. */
  runAside(statement: string, signal?: AbortSignal): Promise<void>
  /** The product's own name with the version. */
  serverName(version: string): string
  close(): Promise<void>
}

/** SQLSTATE classes and codes (PostgreSQL manual, appendix A) -> what they mean to us; a code beats its class. */
const bySqlState: Readonly<Record<string, ConstructorParameters<typeof AppError>[0]>> = {
  '08': 'store_unreachable',
  '22': 'message_refused',
  '23': 'message_refused',
  '25006': 'store_read_only',
  '28': 'store_refused_login',
  '3D000': 'store_database_missing',
  '42P01': 'store_table_missing',
  '42501': 'store_read_only',
  '42703': 'store_shape_differs',
  '42804': 'store_shape_differs',
  '53': 'store_unreachable',
  '53100': 'store_full',
  '53200': 'store_full',
  // A value that exceeds a limit of the server itself, for instance more than one gigabyte.
  '54': 'message_refused',
  '55P03': 'store_timeout',
  '57014': 'store_timeout',
  '57': 'store_unreachable',
  '58': 'store_unreachable',
  '58030': 'store_full'
}

export function toAppError(error: unknown, place: ErrorData): AppError {
  if (error instanceof AppError) return error
  const state = sqlStateOf(error)
  if (state === undefined) return networkError(error, place) ?? byWords(error, place)
  const code = bySqlState[state] ?? bySqlState[state.slice(0, 2)] ?? 'store_statement_failed'
  if (code === 'message_refused') return messageRefused({ ...place, state }, error)
  return new AppError(code, { ...place, state }, { cause: error })
}

function sqlStateOf(error: unknown): string | undefined {
  const code = error instanceof Error ? (error as { code?: unknown }).code : undefined
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) && !/^E[A-Z]+$/.test(code) ? code : undefined
}

/** pg's own errors have no code, only words (pg/lib/client.js, pg-pool/index.js). */
function byWords(error: unknown, place: ErrorData): AppError {
  const words = error instanceof Error ? error.message : ''
  if (/timeout/i.test(words)) {
    return new AppError(/connect/i.test(words) ? 'store_unreachable' : 'store_timeout', place, { cause: error })
  }
  if (/connection|client was closed|not queryable|SSL/i.test(words)) {
    return new AppError('store_unreachable', place, { cause: error })
  }
  if (/after calling end|is closed/i.test(words)) return new AppError('store_closed', place, { cause: error })
  // SCRAM and SASL failures before the server speaks, for instance an empty password.
  if (/SASL|password/i.test(words)) return new AppError('store_refused_login', place, { cause: error })
  return new AppError('store_statement_failed', place, { cause: error })
}
