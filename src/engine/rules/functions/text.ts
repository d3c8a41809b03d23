import { isPlainMatch, replaceAll, searchGroups } from '../regex/regex.js'
import { binaryOf, bytesOfBinary, chardata, joinBinaries, joinTexts } from '../binary.js'
import { atMost, longestFilling, mostPieces } from '../bounds.js'
import {
  countGraphemes,
  graphemesOf,
  isClusterEnd,
  lowerCase,
  sliceGraphemes,
  trimmed,
  upperCase
} from '../graphemes.js'
import { encodeJson } from '../jsonText.js'
import { format } from '../sprintf.js'
import { type Term, fail, isList, isMap, isNumber } from '../term.js'
import { textOfFive, textOfTerm } from '../textOf.js'
import { unescape } from '../unescape.js'
import { binary, integer, list, takes, takesAny, text } from './define.js'

type Direction = 'leading' | 'trailing' | 'all'

function directionOf(word: Term): Direction {
  return word === 'leading' || word === 'trailing' || word === 'all' ? word : fail('function_clause')
}

/** Where a piece of text stands; never inside what is one character to a reader. */
function placesOf(source: string, piece: string): readonly number[] {
  const places: number[] = []
  if (piece === '') return places
  for (let at = source.indexOf(piece); at !== -1;) {
    const isWhole = isClusterEnd(source, at + piece.length)
    if (isWhole) places.push(at)
    atMost(mostPieces, places.length)
    at = source.indexOf(piece, isWhole ? at + piece.length : at + 1)
  }
  return places
}

function cut(source: string, piece: string, direction: Direction): string[] {
  const places = placesOf(source, piece)
  const chosen = direction === 'all' ? places : places.slice(...(direction === 'leading' ? [0, 1] : [-1]))
  const parts: string[] = []
  let start = 0
  for (const place of chosen) {
    parts.push(source.slice(start, place))
    start = place + piece.length
  }
  return [...parts, source.slice(start)]
}

function split(source: Term, separator: Term, option?: Term): Term {
  const whole = text(source)
  const piece = text(separator)
  switch (option) {
    case undefined:
      return cut(whole, piece, 'all').filter((part) => part !== '')
    case 'notrim':
      return cut(whole, piece, 'all')
    case 'leading':
    case 'trailing':
      return cut(whole, piece, option).filter((part) => part !== '')
    case 'leading_notrim':
      return cut(whole, piece, 'leading')
    case 'trailing_notrim':
      return cut(whole, piece, 'trailing')
    default:
      return fail('function_clause')
  }
}

/** Works on bytes; carriage return with line feed is one character that neither of the two separates. */
function tokens(source: Term, separators: Term, option?: Term): Term {
  if (option !== undefined && option !== 'nocrlf') return fail('function_clause')
  const bytes = bytesOfBinary(binary(source)).toString('latin1')
  const own = Array.from(bytesOfBinary(binary(separators)).toString('latin1'))
  const all = new Set(option === 'nocrlf' ? [...own, '\r', '\n', '\r\n'] : own)
  const found: string[] = []
  let start = 0
  const end = (at: number): void => {
    if (at > start) found.push(bytes.slice(start, at))
    atMost(mostPieces, found.length)
  }
  for (let at = 0; at < bytes.length;) {
    const first = bytes.charAt(at)
    const isPair = first === '\r' && bytes.charAt(at + 1) === '\n' && all.has('\r')
    const length = isPair ? 2 : 1
    if (all.has(isPair ? '\r\n' : first)) {
      end(at)
      start = at + length
    }
    at += length
  }
  end(bytes.length)
  return found.map((each) => binaryOf(Buffer.from(each, 'latin1')))
}

function substr(source: Term, start: Term, length?: Term): Term {
  const whole = text(source)
  const from = integer(start)
  const most = length === undefined ? undefined : integer(length)
  if (most === 0n) return ''
  if (from < 0n || (most !== undefined && most < 0n)) return fail('function_clause')
  return sliceGraphemes(whole, Number(from), most === undefined ? undefined : Number(from + most))
}

/** Characters beyond Latin-1 fail, and those of Latin-1 become single bytes, as in EMQX. */
function latin1(characters: readonly string[]): Term {
  const all = characters.join('')
  // eslint-disable-next-line no-control-regex -- all of Latin-1
  return /^[\u0000-\u00ff]*$/.test(all) ? binaryOf(Buffer.from(all, 'latin1')) : fail('badarg')
}

function pad(source: Term, length: Term, option: Term = 'trailing', filler: Term = ' '): Term {
  const whole = text(source)
  const unit = text(filler)
  const missing = integer(length) - BigInt(countGraphemes(whole))
  atMost(longestFilling, missing * BigInt(unit.length))
  const count = Math.max(0, Number(missing))
  const left = option === 'leading' ? count : option === 'both' ? Math.floor(count / 2) : 0
  if (option !== 'leading' && option !== 'both' && option !== 'trailing') return fail('function_clause')
  const before = latin1([unit.repeat(left)])
  const after = latin1([unit.repeat(count - left)])
  return joinBinaries(binary(joinBinaries(binary(before), whole)), binary(after))
}

function replace(source: Term, piece: Term, replacement: Term, option: Term = 'all'): Term {
  const parts = cut(text(source), text(piece), directionOf(option))
  atMost(longestFilling, (parts.length - 1) * text(replacement).length)
  return parts.join(text(replacement))
}

function find(source: Term, piece: Term, option: Term = 'leading'): Term {
  const whole = text(source)
  const wanted = text(piece)
  const direction = directionOf(option)
  if (direction === 'all') return fail('function_clause')
  if (wanted === '') return whole
  const place = placesOf(whole, wanted).at(direction === 'leading' ? 0 : -1)
  return place === undefined ? '' : whole.slice(place)
}

function concat(...values: readonly Term[]): Term {
  const [first, second] = values
  if (values.length === 2) return joinTexts([binary(first), binary(second)])
  return joinTexts(list(first).map(textOfFive))
}

function joinToString(...values: readonly Term[]): Term {
  const separator = values.length === 1 ? ', ' : binary(values[0])
  const items = list(values.at(-1)).map(textOfTerm)
  return items.reduce<string | Uint8Array>(
    (all, item, at) => binary(at === 0 ? item : joinBinaries(binary(joinBinaries(all, separator)), item)),
    ''
  )
}

/** Text in single quotes with backslashes before quotes and backslashes; numbers bare, lists and objects as JSON. */
function sqlValue(value: Term): string {
  if (value === undefined) return 'NULL'
  if (isNumber(value)) return String(textOfTerm(value))
  const shown = isList(value) || isMap(value) ? encodeJson(value) : textOfTerm(value)
  return `'${text(shown).replaceAll(/[\\']/g, '\\$&')}'`
}

/** The first value that counts, of two or of a list. */
function firstOf(values: readonly Term[], counts: (value: Term) => boolean): Term {
  return (values.length === 1 ? list(values[0]) : values).find(counts)
}

/** An empty list is an empty text to Erlang. */
function isFilled(value: Term): boolean {
  return value !== undefined && value !== '' && !(isList(value) && value.length === 0)
}

function ascii(value: Term): bigint {
  const first = bytesOfBinary(binary(value))[0]
  return first === undefined ? fail('badmatch') : BigInt(first)
}

/** What does not begin with the prefix, whatever it is, stays as it is. */
function withoutPrefix(value: Term, prefix: Term): Term {
  const start = binary(prefix)
  const isPrefixed = typeof value === 'string' && typeof start === 'string' && value.startsWith(start)
  return isPrefixed ? value.slice(start.length) : value
}

/** Format and values of `sprintf`; a format is read as bytes. */
function sprintf(formatText: Term, values: readonly Term[]): Term {
  return format(binary(formatText), values)
}

function isMatch(subject: Term, pattern: Term): boolean {
  return isPlainMatch(chardata(pattern), chardata(subject))
}

export const textFunctions = {
  lower: takes(1, (value) => lowerCase(text(value))),
  upper: takes(1, (value) => upperCase(text(value))),
  trim: takes(1, (value) => trimmed(text(value), 'both')),
  ltrim: takes(1, (value) => trimmed(text(value), 'leading')),
  rtrim: takes(1, (value) => trimmed(text(value), 'trailing')),
  reverse: takes(1, (value) => latin1([...graphemesOf(text(value))].reverse())),
  strlen: takes(1, (value) => BigInt(countGraphemes(text(value)))),
  substr: takes(2, substr, 3),
  split: takes(2, split, 3),
  tokens: takes(2, tokens, 3),
  concat: takes(1, concat, 2),
  sprintf: takesAny(1, (formatText, ...values) => sprintf(formatText, values), Number.POSITIVE_INFINITY),
  sprintf_s: takes(2, (formatText, values) => sprintf(formatText, list(values))),
  pad: takes(2, pad, 4),
  replace: takes(3, replace, 4),
  regex_match: takes(2, isMatch),
  regex_replace: takes(3, (subject, pattern, replacement) =>
    replaceAll(chardata(pattern), chardata(subject), chardata(replacement))
  ),
  regex_extract: takes(2, (subject, pattern) => searchGroups(chardata(pattern), chardata(subject))),
  ascii: takes(1, ascii),
  find: takes(2, find, 3),
  join_to_string: takes(1, joinToString, 2),
  join_to_sql_values_string: takes(1, (values) => list(values).map(sqlValue).join(', ')),
  rm_prefix: takes(2, withoutPrefix),
  unescape: takes(1, (value) => unescape(text(value))),
  coalesce: takesAny(1, (...values) => firstOf(values, (value) => value !== undefined), 2),
  coalesce_ne: takesAny(1, (...values) => firstOf(values, isFilled), 2)
}
