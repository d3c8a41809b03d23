import { bytesOfBinary } from './binary.js'
import { type Term, atomName, fail, isBinary, isBits, isList, isMap, isTuple } from './term.js'
import { entriesInOrder } from './termMap.js'
import { printableBytes } from './textOf.js'
import { decodeText } from './value.js'

/**
 * `text` shows printable text in quotes, as `~p`; `characters` looks at characters instead of bytes, as `~tp`; `codes`
 * shows the bytes as numbers, as `~w`.
 */
type Style = 'text' | 'characters' | 'codes'

/** A value as Erlang source, on one line; text is Latin-1, one character a byte. */
export function erlangText(term: Term, style: Style): string {
  if (typeof term === 'bigint') return String(term)
  if (typeof term === 'number') return shortestFloat(term)
  if (isBinary(term)) return `<<${binaryText(bytesOfBinary(term), style)}>>`
  const name = atomName(term)
  if (name !== undefined) return atomText(name)
  if (isList(term)) return listText(term, style)
  if (isTuple(term)) return `{${term.items.map((item) => erlangText(item, style)).join(',')}}`
  if (isBits(term)) return `<<${bitsText(term.bytes, term.length)}>>`
  if (!isMap(term)) return fail('badarg')
  const entries = entriesInOrder(term).map(([key, value]) => `${erlangText(key, style)} => ${erlangText(value, style)}`)
  return `#{${entries.join(',')}}`
}

/** Beyond this not every integer is a float, and Erlang writes an exponent. */
const largestExact = 2 ** 53

/** In digits or with an exponent, whichever is shorter. */
export function shortestFloat(value: number): string {
  const sign = value < 0 || Object.is(value, -0) ? '-' : ''
  const [mantissa = '0', exponent = '0'] = Math.abs(value).toExponential().split('e')
  const scientific = `${mantissa.includes('.') ? mantissa : `${mantissa}.0`}e${Number(exponent)}`
  if (Math.abs(value) >= largestExact) return sign + scientific
  const plain = plainDigits(mantissa.replace('.', ''), Number(exponent))
  return sign + (scientific.length < plain.length ? scientific : plain)
}

function plainDigits(digits: string, exponent: number): string {
  if (exponent < 0) return `0.${'0'.repeat(-exponent - 1)}${digits}`
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0')
  return `${whole}.${digits.slice(exponent + 1) || '0'}`
}

function binaryText(bytes: Uint8Array, style: Style): string {
  const text = style === 'characters' ? decodeText(bytes) : undefined
  // Text in ASCII is shown as `~p` does.
  if (text !== undefined && /[^\t-~]/.test(text)) {
    return isLatin1(text) ? `${quoted(text, '"')}/utf8` : bytes.join(',')
  }
  const codes = [...bytes].map(BigInt)
  const isShown = style !== 'codes' && bytes.length > 0 && printableBytes(codes) !== undefined
  return isShown ? quoted(Buffer.from(bytes).toString('latin1'), '"') : bytes.join(',')
}

function isLatin1(text: string): boolean {
  return printableBytes(Array.from(text, (letter) => BigInt(letter.codePointAt(0) ?? 0))) !== undefined
}

function listText(list: readonly Term[], style: Style): string {
  if (style !== 'codes' && list.length > 0 && printableBytes(list) !== undefined) {
    return quoted(String.fromCharCode(...list.map(Number)), '"')
  }
  return `[${list.map((item) => erlangText(item, style)).join(',')}]`
}

function bitsText(bytes: Uint8Array, length: number): string {
  const whole = [...bytes.slice(0, Math.floor(length / 8))].map(String)
  const rest = length % 8
  return [...whole, `${(bytes.at(-1) ?? 0) >> (8 - rest)}:${rest}`].join(',')
}

const escapes: ReadonlyMap<string, string> = new Map([
  ['\n', '\\n'],
  ['\t', '\\t'],
  ['\r', '\\r'],
  ['\b', '\\b'],
  ['\f', '\\f'],
  ['\v', '\\v'],
  ['\u001b', '\\e'],
  ['\\', '\\\\']
])

function quoted(text: string, quote: string): string {
  const inner = Array.from(text, (letter) => (letter === quote ? `\\${quote}` : (escapes.get(letter) ?? letter)))
  return quote + inner.join('') + quote
}

function atomText(name: string): string {
  return /^[a-z][A-Za-z0-9_@]*$/.test(name) ? name : quoted(name, "'")
}
