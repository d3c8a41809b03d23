import { isUtf8 } from 'node:buffer'
import { markedBytes, payloadMark } from '../../shared/markedPayload.js'

const markBytes = Buffer.from(payloadMark)

/** The bytes to store for a payload, always valid UTF-8 without NUL; the payload itself wherever that is right. */
export function payloadToTextBytes(payload: Buffer): Buffer {
  return isPlain(payload) ? payload : Buffer.from(payloadMark + payload.toString('base64'))
}

/** The text to store for a payload. */
export function payloadToText(payload: Buffer): string {
  return isPlain(payload) ? payload.toString() : payloadMark + payload.toString('base64')
}

/** The payload of a stored text. */
export function textToPayload(text: string): Buffer {
  const bytes = markedBytes(text)
  return bytes === undefined ? Buffer.from(text) : Buffer.from(bytes.buffer)
}

function isPlain(payload: Buffer): boolean {
  return !payload.includes(0) && isUtf8(payload) && !beginsWithMark(payload)
}

function beginsWithMark(payload: Buffer): boolean {
  return (
    payload.length >= markBytes.length && payload.compare(markBytes, 0, markBytes.length, 0, markBytes.length) === 0
  )
}
