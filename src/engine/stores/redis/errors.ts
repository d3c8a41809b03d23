import { AppError, type ErrorCode, type ErrorData, wordsOf } from '../../../shared/errors.js'
import { messageRefused, networkError } from '../errors.js'

/** How Redis's error replies begin, or ioredis's own errors, and what they mean to us; the first that fits counts. */
const meanings: readonly (readonly [RegExp, ErrorCode])[] = [
  [/NOAUTH|WRONGPASS|invalid password|invalid username|without any password/, 'store_refused_login'],
  [/DB index is out of range|SELECT is not allowed/, 'store_database_missing'],
  [/^(OOM|MISCONF)/, 'store_full'],
  [/^(READONLY|NOPERM|NOREPLICAS)/, 'store_read_only'],
  [/^(LOADING|MASTERDOWN|CLUSTERDOWN|TRYAGAIN|BUSY|MOVED|ASK)/, 'store_unreachable'],
  [/max number of clients/, 'store_unreachable'],
  // A topic whose key is taken by something else, or a value that is longer than Redis takes.
  [/^WRONGTYPE|string exceeds maximum allowed size|Protocol error: invalid bulk length/, 'message_refused'],
  [/Command timed out/, 'store_timeout'],
  [/sentinels are unreachable|refresh slots cache|startup nodes|Connection is closed|max retries/i, 'store_unreachable']
]

export function toAppError(error: unknown, place: ErrorData): AppError {
  if (error instanceof AppError) return error
  const inner = error instanceof Error ? (error as { lastNodeError?: unknown }).lastNodeError : undefined
  if (inner !== undefined) return toAppError(inner, place)
  const words = wordsOf(error)
  const code = meanings.find(([pattern]) => pattern.test(words))?.[1]
  if (code === 'message_refused') return messageRefused(place, error)
  if (code !== undefined) return new AppError(code, place, { cause: error })
  return networkError(error, place) ?? new AppError('store_statement_failed', place, { cause: error })
}
