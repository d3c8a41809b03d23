import { AppError, type ErrorCode, type ErrorData, wordsOf } from '../../../shared/errors.js'
import { messageRefused, networkError } from '../errors.js'

/** Error codes of the native protocol (native_protocol_v4.spec §9) -> what they mean to us. */
const byCode: ReadonlyMap<number, ErrorCode> = new Map<number, ErrorCode>([
  [0x0100, 'store_refused_login'], // bad credentials
  [0x1000, 'store_unreachable'], // too few replicas alive
  [0x1001, 'store_timeout'], // overloaded
  [0x1002, 'store_unreachable'], // is bootstrapping
  [0x1100, 'store_timeout'], // write timeout
  [0x1200, 'store_timeout'], // read timeout
  [0x2100, 'store_read_only'] // unauthorized: logged in, but not allowed to
])

/** Code 0x2200, invalid query, and 0x2000 stand for many things that only the words tell apart. */
const byWords: readonly (readonly [RegExp, ErrorCode])[] = [
  [/keyspace .* does not exist/i, 'store_database_missing'],
  [/unconfigured table|table .* does not exist/i, 'store_table_missing'],
  [/undefined column|unknown identifier|invalid operator|cannot be restricted/i, 'store_shape_differs'],
  [/key length|key may not be empty|larger than/i, 'message_refused']
]

/** A row that is larger than half a segment of the commit log, or a request larger than a frame; all versions' words. */
const tooLarge =
  /oversized mutation \((\d+)\/(\d+)\)|length (\d+) exceeds maximum allowed length (\d+)|Mutation of (\d+) bytes is too large for the maximum size of (\d+)/

/** How the driver's errors are called that carry no code of the server. */
const byName: ReadonlyMap<string, ErrorCode> = new Map<string, ErrorCode>([
  ['AuthenticationError', 'store_refused_login'],
  ['OperationTimedOutError', 'store_timeout'],
  ['NoHostAvailableError', 'store_unreachable'],
  ['BusyConnectionError', 'store_timeout']
])

export function toAppError(error: unknown, place: ErrorData): AppError {
  if (error instanceof AppError) return error
  const { name, code, innerErrors } = (error ?? {}) as {
    readonly name?: string
    readonly code?: unknown
    readonly innerErrors?: Readonly<Record<string, unknown>>
  }
  // Each node has a reason of its own; the first that says more than "down" is told.
  for (const inner of Object.values(innerErrors ?? {})) {
    const failure = toAppError(inner, place)
    if (failure.code !== 'store_statement_failed') return failure
  }
  const words = wordsOf(error)
  const sizes = tooLarge
    .exec(words)
    ?.slice(1)
    .filter((size) => (size as string | undefined) !== undefined)
  if (sizes !== undefined) {
    return new AppError(
      'message_payload_too_large',
      { length: Number(sizes[0]), most: Number(sizes[1]) },
      { cause: error }
    )
  }
  const known = typeof code === 'number' ? byCode.get(code) : undefined
  const meaning = known ?? byWords.find(([pattern]) => pattern.test(words))?.[1]
  if (meaning === 'message_refused') return messageRefused(place, error)
  if (meaning !== undefined) return new AppError(meaning, place, { cause: error })
  const network = networkError(error, place)
  if (network !== undefined) return network
  if (/DriverError|socket|connection/i.test(`${name ?? ''} ${words}`) && typeof code !== 'number') {
    return new AppError(byName.get(name ?? '') ?? 'store_unreachable', place, { cause: error })
  }
  return new AppError(byName.get(name ?? '') ?? 'store_statement_failed', place, { cause: error })
}

/** A read that met more traces of deleted rows than the server suffers (tombstone_failure_threshold), or took too long. */
export function isOverload(error: unknown): boolean {
  const { code } = ((error as AppError).cause ?? {}) as { readonly code?: unknown }
  return code === 0x1300 || code === 0x1200
}
