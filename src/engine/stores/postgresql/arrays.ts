/**
 * PostgreSQL's binary form of one-dimensional arrays (src/backend/utils/adt/arrayfuncs.c, array_recv): what a batch is
 * sent as. Payload bytes go out as they are, and nothing has to be escaped or parsed as text: twice as fast as arrays
 * of strings, three times as fast as one parameter a value.
 */

const oids = { text: 25, int4: 23, int8: 20, timestamp: 1114 } as const
const headerLength = 20
const twoTo32 = 0x1_0000_0000
/** PostgreSQL counts microseconds from 2000-01-01. */
const postgresEpoch = 946_684_800_000

function begin(type: keyof typeof oids, count: number, dataLength: number): Buffer {
  const array = Buffer.allocUnsafe(headerLength + dataLength)
  array.writeInt32BE(1, 0) // dimensions
  array.writeInt32BE(0, 4) // no nulls
  array.writeInt32BE(oids[type], 8)
  array.writeInt32BE(count, 12)
  array.writeInt32BE(1, 16) // lower bound
  return array
}

export function textArray(texts: readonly string[]): Buffer {
  let length = 0
  for (const text of texts) length += 4 + Buffer.byteLength(text)
  const array = begin('text', texts.length, length)
  let offset = headerLength
  for (const text of texts) {
    const written = array.write(text, offset + 4)
    array.writeInt32BE(written, offset)
    offset += 4 + written
  }
  return array
}

/** Texts that are bytes already, in UTF-8. */
export function textBytesArray(texts: readonly Buffer[]): Buffer {
  let length = 0
  for (const text of texts) length += 4 + text.length
  const array = begin('text', texts.length, length)
  let offset = headerLength
  for (const text of texts) {
    array.writeInt32BE(text.length, offset)
    text.copy(array, offset + 4)
    offset += 4 + text.length
  }
  return array
}

export function int4Array(numbers: readonly number[]): Buffer {
  const array = begin('int4', numbers.length, numbers.length * 8)
  let offset = headerLength
  for (const number of numbers) {
    array.writeInt32BE(4, offset)
    array.writeInt32BE(number, offset + 4)
    offset += 8
  }
  return array
}

export function int8Array(numbers: readonly number[]): Buffer {
  return eightByteArray('int8', numbers)
}

/** @param times ms since the epoch; they become timestamps without time zone, in UTC. */
export function timestampArray(times: readonly number[]): Buffer {
  return eightByteArray(
    'timestamp',
    times.map((time) => Math.round((time - postgresEpoch) * 1000))
  )
}

function eightByteArray(type: 'int8' | 'timestamp', numbers: readonly number[]): Buffer {
  const array = begin(type, numbers.length, numbers.length * 12)
  let offset = headerLength
  for (const number of numbers) {
    const high = Math.floor(number / twoTo32)
    array.writeInt32BE(8, offset)
    array.writeInt32BE(high, offset + 4)
    array.writeUInt32BE(number - high * twoTo32, offset + 8)
    offset += 12
  }
  return array
}
