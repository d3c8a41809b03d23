/**
 * PostgreSQL, Cassandra and MongoDB keep a payload as text. Valid UTF-8 without NUL is kept as itself, so that EMQX or
 * a person reads it; everything else, and text that happens to begin with the mark, as the mark and then Base64.
 */
export const payloadMark = 'mqtt-offline-inspector/base64:'

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const encoder = new TextEncoder()

/** The bytes of a text that we marked. A mark that we would not have written is text like any other. */
export function markedBytes(text: string): Uint8Array | undefined {
  const bytes = codedBytes(text)
  return bytes === undefined || isPlain(bytes) ? undefined : bytes
}

/**
 * The bytes that a stored text, or the beginning of one, stands for. A marked one that was cut off shows it by its length,
 * and stands for what its whole groups of Base64 do.
 */
export function bytesOfStored(text: string): Uint8Array {
  const over = text.startsWith(payloadMark) ? (text.length - payloadMark.length) % 4 : 0
  return (over === 0 ? markedBytes(text) : codedBytes(text.slice(0, -over))) ?? encoder.encode(text)
}

/** The bytes of what follows the mark; undefined without one, or where no encoder would have written it so. */
function codedBytes(text: string): Uint8Array | undefined {
  if (!text.startsWith(payloadMark)) return undefined
  const coded = text.slice(payloadMark.length)
  try {
    const letters = atob(coded)
    if (btoa(letters) !== coded) return undefined
    const bytes = new Uint8Array(letters.length)
    for (let place = 0; place < letters.length; place++) bytes[place] = letters.charCodeAt(place)
    return bytes
  } catch {
    return undefined
  }
}

function isPlain(bytes: Uint8Array): boolean {
  if (bytes.includes(0)) return false
  try {
    return !decoder.decode(bytes).startsWith(payloadMark)
  } catch {
    return false
  }
}
