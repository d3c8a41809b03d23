import { binaryOf, bytesOfBinary } from '../binary.js'
import { atMost, longestInteger } from '../bounds.js'
import { bounded } from '../number.js'
import { type Term, fail, isBinary, isBits } from '../term.js'
import { type Implementation, integer, takes } from './define.js'

/** Larger shifts are refused, as Erlang refuses them at a size of its own. */
const longestShift = BigInt(longestInteger)

function both(operation: (x: bigint, y: bigint) => bigint): Implementation {
  return takes(2, (x, y) => operation(integer(x), integer(y)))
}

function shiftLeft(x: bigint, by: bigint): bigint {
  if (by <= -longestShift) return x < 0n ? -1n : 0n
  if (x === 0n || by <= 0n) return x >> -by
  return by > longestShift ? fail('system_limit') : bounded(x << by)
}

/** A piece of bytes: its bits as one number, the first bit highest, and how many they are. */
interface BitString {
  readonly value: bigint
  readonly length: number
}

function bitStringOf(term: Term): BitString {
  if (!isBinary(term) && !isBits(term)) return fail('function_clause')
  const bytes = isBits(term) ? term.bytes : bytesOfBinary(term)
  const length = isBits(term) ? term.length : bytes.length * 8
  const all = bytes.length === 0 ? 0n : BigInt(`0x${Buffer.from(bytes).toString('hex')}`)
  return { value: all >> BigInt(bytes.length * 8 - length), length }
}

/** The bits as bytes, or as bits where they are no whole number of bytes. */
function termOf({ value, length }: BitString): Term {
  const filled = Math.ceil(length / 8)
  const shifted = value << BigInt(filled * 8 - length)
  const bytes = Buffer.from(
    shifted
      .toString(16)
      .padStart(filled * 2, '0')
      .slice(0, filled * 2),
    'hex'
  )
  return length % 8 === 0 ? binaryOf(bytes) : { kind: 'bits', bytes, length }
}

/** The bytes in reverse; bits that are no whole byte come last in memory, so they are the highest. */
function littleEndian({ value, length }: BitString): bigint {
  const rest = length % 8
  let remaining = value >> BigInt(rest)
  let result = value & ((1n << BigInt(rest)) - 1n)
  for (let at = 0; at < length - rest; at += 8) {
    result = (result << 8n) | (remaining & 0xffn)
    remaining >>= 8n
  }
  return result
}

function floatOf(bits: bigint, length: number): number | undefined {
  const view = new DataView(new ArrayBuffer(8))
  const value = readFloat(view, bits, length)
  return value === undefined || !Number.isFinite(value) ? undefined : value
}

function readFloat(view: DataView, bits: bigint, length: number): number | undefined {
  switch (length) {
    case 0:
      return 0
    case 64:
      view.setBigUint64(0, bits)
      return view.getFloat64(0)
    case 32:
      view.setUint32(0, Number(bits))
      return view.getFloat32(0)
    case 16:
      return halfFloat(Number(bits))
    default:
      return undefined
  }
}

function halfFloat(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1
  const exponent = (bits >> 10) & 0x1f
  const fraction = bits & 0x3ff
  if (exponent === 0x1f) return Number.NaN
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1 + fraction / 1024) * 2 ** (exponent - 15))
}

/** Bits from a place (from 1) on; beyond the end undefined, and what is too long is cut at the end. */
function subbits(...values: readonly Term[]): Term {
  const [data, second, third, kind = 'integer', sign = 'unsigned', order = 'big'] = values
  const all = bitStringOf(data)
  const start = values.length === 2 ? 1n : integer(second)
  const wanted = integer(values.length === 2 ? second : third)
  if (start < 1n || start > BigInt(all.length)) return undefined
  const rest = all.length - Number(start - 1n)
  const length = wanted >= 0n && wanted <= BigInt(rest) ? Number(wanted) : rest
  if (sign !== 'signed' && sign !== 'unsigned') return fail('function_clause')
  if (order !== 'big' && order !== 'little') return fail('function_clause')
  const piece = cutOut(all, rest, length)
  switch (kind) {
    case 'bits':
      return termOf(piece)
    case 'integer': {
      atMost(longestInteger, length)
      const value = inOrder(piece, order)
      return sign === 'signed' ? BigInt.asIntN(length, value) : value
    }
    case 'float':
      // Where the length is that of no float, EMQX tries all the rest, and then fails.
      return (
        floatOf(inOrder(piece, order), length) ??
        floatOf(inOrder(cutOut(all, rest, rest), order), rest) ??
        fail('case_clause')
      )
    default:
      return fail('function_clause')
  }
}

/** So many of the last `rest` bits. */
function cutOut(all: BitString, rest: number, length: number): BitString {
  return { value: (all.value >> BigInt(rest - length)) & ((1n << BigInt(length)) - 1n), length }
}

function inOrder(piece: BitString, order: 'big' | 'little'): bigint {
  return order === 'little' ? littleEndian(piece) : piece.value
}

export const bitFunctions = {
  bitnot: takes(1, (x) => ~integer(x)),
  bitand: both((x, y) => x & y),
  bitor: both((x, y) => x | y),
  bitxor: both((x, y) => x ^ y),
  bitsl: both(shiftLeft),
  bitsr: both((x, y) => shiftLeft(x, -y)),
  bitsize: takes(1, (data) => BigInt(bitStringOf(data).length)),
  subbits: takes(2, subbits, 6)
}
