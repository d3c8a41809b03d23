import { AppError, type ErrorData, wordsOf } from '../../shared/errors.js'
import type { StoredMessage } from './store.js'

const unreachable: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENETDOWN',
  'EADDRNOTAVAIL',
  'ENOENT',
  'ETIMEDOUT'
])

/** OpenSSL's verification results and Node's TLS errors; they come as codes of many names with few beginnings. */
const certificate =
  /^(CERT_|ERR_TLS_|ERR_SSL_|ERR_OSSL_|SELF_SIGNED|DEPTH_ZERO|UNABLE_TO_|HOSTNAME_MISMATCH|INVALID_CA|EPROTO)/

/**
 * What went wrong on the way to a server, below its own protocol: `store_unreachable` or `store_certificate`;
 * undefined where the error is of another kind. The driver's error is kept as the cause.
 * @param place What the sentence names: `server`, `database`, `table`, `user`.
 */
export function networkError(error: unknown, place: ErrorData): AppError | undefined {
  for (const code of codesOf(error)) {
    if (certificate.test(code)) return new AppError('store_certificate', place, { cause: error })
    if (unreachable.has(code)) return new AppError('store_unreachable', place, { cause: error })
  }
  return undefined
}

/** The error's code and those of what it wraps: Node gathers one error an address, drivers wrap them again. */
export function codesOf(error: unknown, depth = 0): string[] {
  if (!(error instanceof Error) || depth > 4) return []
  const { code, cause } = error as { code?: unknown; cause?: unknown }
  const inner = error instanceof AggregateError ? error.errors : []
  const own = typeof code === 'string' ? [code] : []
  return [...own, ...codesOf(cause, depth + 1), ...inner.flatMap((each) => codesOf(each, depth + 1))]
}

/** The number of characters as databases count them: code points, not UTF-16 units. */
export function charactersOf(text: string): number {
  return Array.from(text).length
}

/** What a table has room for: texts in characters, the payload in bytes. */
export interface Limits {
  readonly topic: number
  readonly sender: number
  readonly payload: number
}

/** Why a message cannot be stored, for all that can be told before the server is asked. */
export function refusalOf(message: StoredMessage, limits: Limits): AppError | undefined {
  if (message.payload.length > limits.payload) {
    return new AppError('message_payload_too_large', { length: message.payload.length, most: limits.payload })
  }
  if (isLonger(message.topic, limits.topic)) {
    return new AppError('message_topic_too_long', { length: charactersOf(message.topic), most: limits.topic })
  }
  if (isLonger(message.from, limits.sender)) {
    return new AppError('message_sender_too_long', { length: charactersOf(message.from), most: limits.sender })
  }
  return undefined
}

function isLonger(text: string, limit: number): boolean {
  return text.length > limit && charactersOf(text) > limit
}

/** A message whose content the server would not take, with the server's words. */
export function messageRefused(place: ErrorData, error: unknown): AppError {
  return new AppError('message_refused', { ...place, reason: wordsOf(error) }, { cause: error })
}
