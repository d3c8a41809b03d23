import type { Value } from './types.js'

/*
 * How actions read the columns of an output.
 */

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** The text of bytes; undefined where they are not valid UTF-8. */
export function decodeText(bytes: Uint8Array): string | undefined {
  try {
    return strict.decode(bytes)
  } catch {
    return undefined
  }
}

/** A text column; undefined for any other value, bytes that are no text included. */
export function textOf(value: Value): string | undefined {
  if (typeof value === 'string') return value
  return value instanceof Uint8Array ? decodeText(value) : undefined
}

/** The bytes of a text or binary column; undefined for any other value. */
export function bytesOf(value: Value): Buffer | undefined {
  if (typeof value === 'string') return Buffer.from(value, 'utf8')
  if (!(value instanceof Uint8Array)) return undefined
  return Buffer.isBuffer(value) ? value : Buffer.from(value.buffer, value.byteOffset, value.byteLength)
}

/** An integer column; undefined for any other value and for integers beyond ±(2^53-1). */
export function integerOf(value: Value): number | undefined {
  if (typeof value !== 'bigint') return undefined
  const integer = Number(value)
  return Number.isSafeInteger(integer) ? integer : undefined
}
