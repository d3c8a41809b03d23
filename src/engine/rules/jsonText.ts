import { type Term, type TermMap, fail, isAtom, isList, isMap, isNumber } from './term.js'
import { entriesInOrder } from './termMap.js'

/*
 * JSON as EMQX's encoder (jiffy) writes it: floats keep their point, atoms are text, undefined is the text "undefined".
 */

/** How one of the two kinds of JSON goes. */
interface Style {
  readonly undefinedAs: string
  readonly members: (map: TermMap) => readonly (readonly [string, Term])[]
}

/** EMQX's encoder writes the members of an object from the last key to the first. */
const emqx: Style = { undefinedAs: '"undefined"', members: (map) => entriesInOrder(map).toReversed() }
const plain: Style = { undefinedAs: 'null', members: (map) => [...map] }

/** JSON of any value, as a rule gets it. Throws `rule_evaluation` for what JSON cannot hold. */
export function encodeJson(term: Term): string {
  return encode(term, emqx)
}

/** JSON for answers to people: undefined is null, members stay in their order. */
export function printJson(term: Term): string {
  return encode(term, plain)
}

/** How many characters of one value a person is shown where many are shown at once. */
const mostShown = 10_000

/** As `printJson`, cut off with `…` where it is long. */
export function printShort(term: Term): string {
  const json = printJson(term)
  return json.length <= mostShown ? json : `${json.slice(0, mostShown)}…`
}

function encode(term: Term, style: Style): string {
  if (term === undefined) return style.undefinedAs
  if (term === null || typeof term === 'boolean') return String(term)
  if (isNumber(term)) return typeof term === 'bigint' ? String(term) : floatJson(term)
  if (typeof term === 'string') return textJson(term)
  if (term instanceof Uint8Array) return textJson(new TextDecoder('utf-8', { ignoreBOM: true }).decode(term))
  if (isAtom(term)) return textJson(term.name)
  if (isList(term)) return `[${term.map((item) => encode(item, style)).join(',')}]`
  if (!isMap(term)) return fail('invalid_ejson')
  const members = style.members(term).map(([key, value]) => `${textJson(key)}:${encode(value, style)}`)
  return `{${members.join(',')}}`
}

/** The shortest text that reads back as the same float, always with a point or an exponent. */
export function floatJson(value: number): string {
  const text = String(value === 0 ? 0 : value)
  return /[.e]/.test(text) ? text : `${text}.0`
}

function textJson(text: string): string {
  // The standard writes some control characters with lower case digits.
  return JSON.stringify(text).replaceAll(/\\u00[01][0-9a-f]/g, (escape) => `\\u${escape.slice(2).toUpperCase()}`)
}
