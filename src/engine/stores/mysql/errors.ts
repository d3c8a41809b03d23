import { AppError, type ErrorCode, type ErrorData } from '../../../shared/errors.js'
import { messageRefused, networkError } from '../errors.js'

/** The server's error numbers (MySQL 8.0 Error Message Reference; MariaDB's are the same) -> what they mean to us. */
const byNumber: ReadonlyMap<number, ErrorCode> = new Map<number, ErrorCode>([
  [1021, 'store_full'], // ER_DISK_FULL
  [1040, 'store_unreachable'], // ER_CON_COUNT_ERROR
  [1044, 'store_refused_login'], // ER_DBACCESS_DENIED_ERROR
  [1045, 'store_refused_login'], // ER_ACCESS_DENIED_ERROR
  [1049, 'store_database_missing'], // ER_BAD_DB_ERROR
  [1053, 'store_unreachable'], // ER_SERVER_SHUTDOWN
  [1054, 'store_shape_differs'], // ER_BAD_FIELD_ERROR
  [1114, 'store_full'], // ER_RECORD_FILE_FULL
  [1129, 'store_unreachable'], // ER_HOST_IS_BLOCKED
  [1130, 'store_refused_login'], // ER_HOST_NOT_PRIVILEGED
  [1142, 'store_read_only'], // ER_TABLEACCESS_DENIED_ERROR
  [1143, 'store_read_only'], // ER_COLUMNACCESS_DENIED_ERROR
  [1146, 'store_table_missing'], // ER_NO_SUCH_TABLE
  [1153, 'message_refused'], // ER_NET_PACKET_TOO_LARGE
  [1203, 'store_unreachable'], // ER_TOO_MANY_USER_CONNECTIONS
  [1205, 'store_timeout'], // ER_LOCK_WAIT_TIMEOUT
  [1213, 'store_timeout'], // ER_LOCK_DEADLOCK
  [1264, 'message_refused'], // ER_WARN_DATA_OUT_OF_RANGE
  [1290, 'store_read_only'], // ER_OPTION_PREVENTS_STATEMENT
  [1292, 'message_refused'], // ER_TRUNCATED_WRONG_VALUE
  [1366, 'message_refused'], // ER_TRUNCATED_WRONG_VALUE_FOR_FIELD
  [1406, 'message_refused'], // ER_DATA_TOO_LONG
  [1467, 'store_full'], // ER_AUTOINC_READ_FAILED: all 32-bit ids are used up
  [1698, 'store_refused_login'], // ER_ACCESS_DENIED_NO_PASSWORD_ERROR
  [1836, 'store_read_only'], // ER_READ_ONLY_MODE
  [1927, 'store_unreachable'], // ER_CONNECTION_KILLED
  [1969, 'store_timeout'], // MariaDB: ER_STATEMENT_TIMEOUT
  [3024, 'store_timeout'] // ER_QUERY_TIMEOUT
])

/** mysql2's own codes. */
const byCode: ReadonlyMap<string, ErrorCode> = new Map<string, ErrorCode>([
  ['PROTOCOL_CONNECTION_LOST', 'store_unreachable'],
  ['PROTOCOL_SEQUENCE_TIMEOUT', 'store_timeout'],
  ['PROTOCOL_PACKETS_OUT_OF_ORDER', 'store_unreachable'],
  ['HANDSHAKE_NO_SSL_SUPPORT', 'store_certificate'],
  ['HANDSHAKE_SSL_ERROR', 'store_certificate'],
  ['AUTH_SWITCH_PLUGIN_ERROR', 'store_refused_login']
])

export function toAppError(error: unknown, place: ErrorData): AppError {
  if (error instanceof AppError) return error
  const { errno, code, message } = error instanceof Error ? (error as NodeJS.ErrnoException) : {}
  const known = (errno === undefined ? undefined : byNumber.get(errno)) ?? byCode.get(code ?? '')
  if (known === 'message_refused') return messageRefused(place, error)
  if (known !== undefined) return new AppError(known, place, { cause: error })
  const network = networkError(error, place)
  if (network !== undefined) return network
  if (/closed/i.test(message ?? '')) {
    return new AppError(/pool/i.test(message ?? '') ? 'store_closed' : 'store_unreachable', place, { cause: error })
  }
  return new AppError('store_statement_failed', place, { cause: error })
}
