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
    filler: filler === '*' ? character(take()) : filler,
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
      return '~'
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
      return fitted(erlangText(take(), 'codes'), directive)
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

/** Text that does not fit is cut. A precision pads as well: alone at the end, and before the width does. */
function truncated(text: string, directive: Directive): string {
  const { width, precision, filler } = directive
  if (precision === undefined) return padded(text.slice(0, width), directive)
  if (width !== undefined && width < precision) return fail('badarg')
  const short = text.slice(0, precision)
  return width === precision ? padded(short, directive) : padded(short.padEnd(precision, filler), directive)
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
  if (size < 0.1 || size >= 10_000) return exponential(value, precision)
  const whole = Math.floor(Math.log10(size)) + 1
  return precision - whole < 1 ? exponential(value, precision) : decimals(value, precision - Math.max(whole, 0))
}

function exponential(value: number, digits: number): string {
  return digits < 2 || digits > 100
    ? fail('badarg')
    : (Object.is(value, -0) ? '-' : '') + value.toExponential(digits - 1)
}

/** Adds half a unit of the last place and cuts off: 1.005 gives 1.00, 99.995 gives 100.00. */
function decimals(value: number, places: number): string {
  if (places < 1 || places > 100) return fail('badarg')
  const sign = value < 0 || Object.is(value, -0) ? '-' : ''
  const size = Math.abs(value)
  if (places > 17 || size >= 2 ** 52) return sign + exact(size, places)
  const sum = size + 0.5 / 10 ** places
  const whole = Math.trunc(sum)
  const fraction = BigInt(Math.trunc((sum - whole) * 10 ** places))
  return `${sign}${whole}.${String(fraction).padStart(places, '0')}`
}

function exact(size: number, places: number): string {
  return size < 1e21 ? size.toFixed(places) : `${BigInt(size)}.${'0'.repeat(places)}`
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
