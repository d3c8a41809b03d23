import { AppError, type ErrorCode, type ErrorData, wordsOf } from '../../../shared/errors.js'
import { messageRefused, networkError } from '../errors.js'

/** The server's codes (mongo/src/mongo/base/error_codes.yml) -> what they mean to us. */
const byCode: ReadonlyMap<number, ErrorCode> = new Map<number, ErrorCode>([
  [13, 'store_read_only'], // Unauthorized: logged in, but not allowed to
  [18, 'store_refused_login'], // AuthenticationFailed
  [11, 'store_refused_login'], // UserNotFound
  [50, 'store_timeout'], // MaxTimeMSExpired
  [64, 'store_timeout'], // WriteConcernFailed
  [91, 'store_unreachable'], // ShutdownInProgress
  [121, 'message_refused'], // DocumentValidationFailure
  [189, 'store_unreachable'], // PrimarySteppedDown
  [2, 'message_refused'], // BadValue
  [10107, 'store_unreachable'], // NotWritablePrimary
  [10334, 'message_refused'], // BSONObjectTooLarge
  [11600, 'store_unreachable'], // InterruptedAtShutdown
  [11602, 'store_unreachable'], // InterruptedDueToReplStateChange
  [13435, 'store_unreachable'], // NotPrimaryNoSecondaryOk
  [14031, 'store_full'], // OutOfDiskSpace
  [17280, 'message_refused'] // KeyTooLong
])

const byName: ReadonlyMap<string, ErrorCode> = new Map<string, ErrorCode>([
  ['MongoServerSelectionError', 'store_unreachable'],
  ['MongoNetworkTimeoutError', 'store_timeout'],
  ['MongoOperationTimeoutError', 'store_timeout'],
  ['MongoNetworkError', 'store_unreachable'],
  ['MongoNotConnectedError', 'store_unreachable'],
  ['MongoTopologyClosedError', 'store_closed'],
  ['MongoClientClosedError', 'store_closed'],
  ['MongoPoolClearedError', 'store_unreachable'],
  ['PoolClearedOnNetworkError', 'store_unreachable'],
  ['MongoMissingCredentialsError', 'store_refused_login']
])

export function toAppError(error: unknown, place: ErrorData): AppError {
  if (error instanceof AppError) return error
  // Of a choice among servers that failed, the driver tells only that it failed: why stands with each server.
  const reason = reasonOf(error)
  if (reason !== undefined) {
    const inner = toAppError(reason, place)
    return inner.code === 'store_statement_failed' ? new AppError('store_unreachable', place, { cause: error }) : inner
  }
  const { code, name } = error instanceof Error ? (error as Error & { code?: unknown }) : {}
  const known = typeof code === 'number' ? byCode.get(code) : undefined
  if (known === 'message_refused') return messageRefused(place, error)
  if (known === 'store_read_only' && /requires authentication/i.test(wordsOf(error))) {
    return new AppError('store_refused_login', place, { cause: error })
  }
  if (known !== undefined) return new AppError(known, place, { cause: error })
  const network = networkError(error, place)
  if (network !== undefined) return network
  return new AppError(byName.get(name ?? '') ?? 'store_statement_failed', place, { cause: error })
}

function reasonOf(error: unknown): unknown {
  if (!(error instanceof Error) || error.name !== 'MongoServerSelectionError') return undefined
  const { reason } = error as { reason?: { readonly servers?: ReadonlyMap<string, { readonly error?: unknown }> } }
  for (const { error: inner } of reason?.servers?.values() ?? []) if (inner instanceof Error) return inner
  return undefined
}
