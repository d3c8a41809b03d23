import { atMost, longestFilling } from './bounds.js'
import { binaryOf, bytesOfBinary } from './binary.js'
import { erlangText } from './erlangText.js'
import { type Term, atomName, fail, isBinary, isList } from './term.js'
import { decodeText } from './value.js'

/*
 * Erlang's io_lib:format, over bytes: text is held as Latin-1 here, one character a byte.
 */

interface Directive {
  readonly letter: string
  readonly width: number | undefined
  readonly left: boolean
  readonly precision: number | undefined
  readonly filler: string
  readonly unicode: boolean
  /** Lists of codes and bytes stay numbers. */
  readonly plain: boolean
}

const directive = /~(-?[0-9]+|\*)?(?:\.([0-9]+|\*)?)?(?:\.([^]))?([tl]*)([^])/y
const widest = 1_000_000

/** `sprintf`: `~s ~p ~w ~b ~.2f ~e ~g ~c ~x ~n …`. Throws `rule_evaluation` where Erlang does. */
export function format(template: string | Uint8Array, values: readonly Term[]): Term {
  const source = bytesOfBinary(template).toString('latin1')
  const rest = [...values]
  const take = (): Term => (rest.length === 0 ? fail('badarg') : rest.shift())
  let result = ''
  for (let at = 0; at < source.length;) {
    const next = source.indexOf('~', at)
    if (next === -1) {
      result += source.slice(at)
      break
    }
    result += source.slice(at, next)
    directive.lastIndex = next
    const found = directive.exec(source)
    if (found === null) return fail('badarg')
    result += written(directiveOf(found, take), take)
    atMost(longestFilling, result.length)
    at = next + found[0].length
  }
  return rest.length === 0 ? binaryOf(Buffer.from(result, 'latin1')) : fail('badarg')
}

function directiveOf(found: RegExpExecArray, take: () => Term): Directive {
  const [, widthText, precisionText, filler = ' ', modifiers = '', letter = ''] = found
  const width = sizeOf(widthText, take)
  const precision = sizeOf(precisionText, take)
  const size = width === undefined ? undefined : Math.abs(width)
  return {
    letter,
    width: size,
    left: width !== undefined && width < 0,
    precision,
    filler: filler === '*' ? fillerOf(take()) : filler,
    unicode: modifiers.includes('t'),
    plain: modifiers.includes('l')
  }
}

function sizeOf(digits: string | undefined, take: () => Term): number | undefined {
  if (digits === undefined) return undefined
  const given = digits === '*' ? take() : BigInt(digits)
  if (typeof given !== 'bigint' || given > widest || given < -widest) return fail('badarg')
  return Number(given)
}

function written(directive: Directive, take: () => Term): string {
  switch (directive.letter) {
    case '~':
      return fitted('~'.repeat(directive.precision ?? directive.width ?? 1), directive)
    case 'n':
      return '\n'.repeat(directive.width ?? 1)
    case 'i':
      take()
      return ''
    case 'c':
      return fitted(character(take()).repeat(directive.precision ?? directive.width ?? 1), directive)
    case 's':
      return truncated(chars(take(), directive.unicode), directive)
    case 'w':
      return starred(erlangText(take(), 'codes'), directive)
    case 'p':
      return erlangText(take(), directive.plain ? 'codes' : directive.unicode ? 'characters' : 'text')
    case 'f':
    case 'e':
    case 'g':
      return fitted(float(directive, take()), directive)
    case 'b':
    case 'B':
    case 'x':
    case 'X':
    case '#':
    case '+':
      return fitted(integer(directive, take), directive)
    default:
      return fail('badarg')
  }
}

function padded(text: string, { width = 0, left, filler }: Directive): string {
  return left ? text.padEnd(width, filler) : text.padStart(width, filler)
}

/** What does not fit is shown as stars. */
function fitted(text: string, directive: Directive): string {
  const { width } = directive
  return width !== undefined && text.length > width ? '*'.repeat(width) : padded(text, directive)
}

/** A term that is longer than the precision is that many stars. */
function starred(text: string, directive: Directive): string {
  const { width, precision } = directive
  if (precision === undefined) return fitted(text, directive)
  const most = Math.min(precision, width ?? precision)
  const shown = text.length > most ? '*'.repeat(most) : text
  return padded(shown, { ...directive, width: width ?? precision })
}

/** Text that does not fit is cut. A precision pads as well: alone at the end, and before the width does. */
function truncated(text: string, directive: Directive): string {
  const { width, precision, filler } = directive
  if (precision === undefined) return padded(text.slice(0, width), directive)
  if (width !== undefined && width < precision) return fail('badarg')
  const short = text.slice(0, precision)
  return width === precision ? padded(short, directive) : padded(short.padEnd(precision, filler), directive)
}

/** Erlang does not look at it before it is needed. */
function fillerOf(code: Term): string {
  return typeof code === 'bigint' ? character(code) : ' '
}

function character(code: Term): string {
  return typeof code === 'bigint' ? String.fromCharCode(Number(code & 255n)) : fail('badarg')
}

/** Text, an atom's name, or a list of text and character codes. */
function chars(value: Term, unicode: boolean): string {
  const name = atomName(value)
  if (name !== undefined) return name
  if (isBinary(value)) return unicode ? narrow(value) : bytesOfBinary(value).toString('latin1')
  return isList(value) ? value.map((item) => charsInList(item, unicode)).join('') : fail('badarg')
}

function charsInList(item: Term, unicode: boolean): string {
  if (typeof item !== 'bigint') return isBinary(item) || isList(item) ? chars(item, unicode) : fail('badarg')
  return item >= 0n && item < 256n ? String.fromCharCode(Number(item)) : fail('badarg')
}

/** With `~ts` characters count, and those beyond Latin-1 do not fit into the bytes of the result. */
function narrow(value: string | Uint8Array): string {
  const text = typeof value === 'string' ? value : (decodeText(value) ?? fail('badarg'))
  // eslint-disable-next-line no-control-regex -- all of Latin-1
  return /^[\u0000-\u00ff]*$/.test(text) ? text : fail('badarg')
}

const defaultPrecision = 6

function float({ letter, precision = defaultPrecision }: Directive, value: Term): string {
  if (typeof value !== 'number') return fail('badarg')
  if (letter === 'f') return decimals(value, precision)
  if (letter === 'e') return exponential(value, precision)
  const size = Math.abs(value)
  const whole = [0.1, 1, 10, 100, 1000, 10_000].findIndex((limit) => size < limit) - 1
  if (precision < 1) return fail('badarg')
  if (whole < 0) return exponential(value, precision)
  if (precision > whole) return decimals(value, precision - whole)
  return exponential(value, Math.max(precision, 2))
}

const longestFraction = 1000

function exponential(value: number, digits: number): string {
  if (digits < 2 || digits > longestFraction) return fail('badarg')
  const { sign, digits: all, exponent } = digitsOf(value)
  const [whole = '', fraction = ''] = rounded(all, 1, digits - 1)
  // Nine and a half became ten.
  return whole.length > 1
    ? `${sign}1.${'0'.repeat(digits - 1)}${power(exponent + 1)}`
    : `${sign}${whole}.${fraction}${power(exponent)}`
}

function power(exponent: number): string {
  return `e${exponent < 0 ? '-' : '+'}${Math.abs(exponent)}`
}

function decimals(value: number, places: number): string {
  if (places < 1 || places > longestFraction) return fail('badarg')
  const { sign, digits, exponent } = digitsOf(value)
  const all = exponent < 0 ? '0'.repeat(-exponent) + digits : digits
  return sign + rounded(all, Math.max(exponent, 0) + 1, places).join('.')
}

/** Erlang's formats know a float by its first 21 digits; what follows counts as zeros. */
function digitsOf(value: number): { readonly sign: string; readonly digits: string; readonly exponent: number } {
  const [mantissa = '', exponent = ''] = Math.abs(value).toExponential(20).split('e')
  const sign = value < 0 || Object.is(value, -0) ? '-' : ''
  return { sign, digits: mantissa.replace('.', ''), exponent: Number(exponent) }
}

/** So many digits before and after the point, halves rounded up. */
function rounded(digits: string, whole: number, places: number): readonly string[] {
  const filled = digits.padEnd(whole + places, '0')
  const isUp = (filled[whole + places] ?? '0') >= '5'
  const kept = String(BigInt(filled.slice(0, whole + places)) + (isUp ? 1n : 0n)).padStart(whole + places, '0')
  return [kept.slice(0, -places), kept.slice(-places)]
}

/** An atom or a list of codes; text as rules have it is refused. */
function prefixText(prefix: Term): string {
  return isBinary(prefix) ? fail('badarg') : chars(prefix, false)
}

function integer({ letter, precision = 10 }: Directive, take: () => Term): string {
  const value = take()
  if (typeof value !== 'bigint' || precision < 2 || precision > 36) return fail('badarg')
  const prefix = letter === 'x' || letter === 'X' ? prefixText(take()) : ''
  const digits = (value < 0n ? -value : value).toString(precision)
  const sign = value < 0n ? '-' : ''
  switch (letter) {
    case 'b':
      return sign + digits
    case 'B':
      return sign + digits.toUpperCase()
    case 'x':
      return sign + prefix + digits
    case 'X':
      return sign + prefix + digits.toUpperCase()
    case '#':
      return `${sign}${precision}#${digits.toUpperCase()}`
    default:
      return `${sign}${precision}#${digits}`
  }
}
