import { isUtf8 } from 'node:buffer'

/**
 * PostgreSQL, Cassandra and MongoDB keep a payload as text. Valid UTF-8 without NUL is kept as itself, so that EMQX or
 * a person reads it; everything else, and text that happens to begin with the mark, as the mark and then Base64.
 */
export const payloadMark = 'mqtt-offline-inspector/base64:'
const markBytes = Buffer.from(payloadMark)

/** The bytes to store for a payload, always valid UTF-8 without NUL; the payload itself wherever that is right. */
export function payloadToTextBytes(payload: Buffer): Buffer {
  return isPlain(payload) ? payload : Buffer.from(payloadMark + payload.toString('base64'))
}

/** The text to store for a payload. */
export function payloadToText(payload: Buffer): string {
  return isPlain(payload) ? payload.toString() : payloadMark + payload.toString('base64')
}

/** The payload of a stored text. A mark that we would not have written is text like any other. */
export function textToPayload(text: string): Buffer {
  if (!text.startsWith(payloadMark)) return Buffer.from(text)
  const coded = text.slice(payloadMark.length)
  const payload = Buffer.from(coded, 'base64')
  return payload.toString('base64') === coded && !isPlain(payload) ? payload : Buffer.from(text)
}

function isPlain(payload: Buffer): boolean {
  return !payload.includes(0) && isUtf8(payload) && !beginsWithMark(payload)
}

function beginsWithMark(payload: Buffer): boolean {
  return (
    payload.length >= markBytes.length && payload.compare(markBytes, 0, markBytes.length, 0, markBytes.length) === 0
  )
}
