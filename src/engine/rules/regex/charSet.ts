/*
 * Sets of bytes. EMQX matches bytes: a pattern's `.` is one byte of UTF-8, and letters are those of Latin-1.
 */

export type CharSet = ReadonlySet<number>

const byteCount = 256

export function setOf(test: (byte: number) => boolean): CharSet {
  const set = new Set<number>()
  for (let byte = 0; byte < byteCount; byte += 1) if (test(byte)) set.add(byte)
  return set
}

export function inverted(set: CharSet): CharSet {
  return setOf((byte) => !set.has(byte))
}

function inRanges(...ranges: readonly (readonly [number, number])[]): CharSet {
  return setOf((byte) => ranges.some(([first, last]) => byte >= first && byte <= last))
}

function joined(...sets: readonly CharSet[]): CharSet {
  return setOf((byte) => sets.some((set) => set.has(byte)))
}

const digit = inRanges([0x30, 0x39])
const upper = inRanges([0x41, 0x5a], [0xc0, 0xd6], [0xd8, 0xde])
const lower = inRanges([0x61, 0x7a], [0xb5, 0xb5], [0xdf, 0xf6], [0xf8, 0xff])
const alpha = joined(upper, lower, inRanges([0xaa, 0xaa], [0xba, 0xba]))
const alnum = joined(alpha, digit)
const word = joined(alnum, inRanges([0x5f, 0x5f]))
const space = inRanges([0x09, 0x0d], [0x20, 0x20])
const horizontal = inRanges([0x09, 0x09], [0x20, 0x20], [0xa0, 0xa0])
const vertical = inRanges([0x0a, 0x0d], [0x85, 0x85])
const graph = inRanges([0x21, 0x7e], [0xa0, 0xff])

/** `[:name:]` */
export const posixClasses: ReadonlyMap<string, CharSet> = new Map([
  ['alpha', alpha],
  ['digit', digit],
  ['alnum', alnum],
  ['upper', upper],
  ['lower', lower],
  ['space', space],
  ['blank', inRanges([0x09, 0x09], [0x20, 0x20])],
  ['punct', setOf((byte) => graph.has(byte) && !alnum.has(byte))],
  ['cntrl', inRanges([0x00, 0x1f], [0x7f, 0x9f])],
  ['graph', graph],
  ['print', inRanges([0x20, 0x7e], [0xa0, 0xff])],
  ['xdigit', inRanges([0x30, 0x39], [0x41, 0x46], [0x61, 0x66])],
  ['ascii', inRanges([0x00, 0x7f])],
  ['word', word]
])

/** PCRE's own properties, and those that JavaScript calls otherwise. */
const otherProperties: ReadonlyMap<string, CharSet> = new Map([
  ['Any', setOf(() => true)],
  ['L&', joined(upper, inRanges([0x61, 0x7a], [0xb5, 0xb5], [0xdf, 0xf6], [0xf8, 0xff]))],
  ['Xan', joined(alnum, inRanges([0xb2, 0xb3], [0xb9, 0xb9], [0xbc, 0xbe]))],
  ['Xwd', joined(alnum, inRanges([0x5f, 0x5f], [0xb2, 0xb3], [0xb9, 0xb9], [0xbc, 0xbe]))],
  ['Xsp', joined(space, inRanges([0x85, 0x85], [0xa0, 0xa0]))],
  ['Xps', joined(space, inRanges([0x85, 0x85], [0xa0, 0xa0]))]
])

/** The characters of Latin-1 with a property of Unicode, by the name of a general category or a script. */
export function setOfProperty(name: string): CharSet | undefined {
  const own = otherProperties.get(name)
  if (own !== undefined) return own
  try {
    const expression = new RegExp(name.length <= 2 ? `\\p{${name}}` : `\\p{Script=${name}}`, 'u')
    return setOf((byte) => expression.test(String.fromCharCode(byte)))
  } catch {
    return undefined
  }
}

/** The letter after a backslash. */
export const escapeClasses: ReadonlyMap<string, CharSet> = new Map([
  ['d', digit],
  ['D', inverted(digit)],
  ['w', word],
  ['W', inverted(word)],
  ['s', space],
  ['S', inverted(space)],
  ['h', horizontal],
  ['H', inverted(horizontal)],
  ['v', vertical],
  ['V', inverted(vertical)],
  ['N', setOf((byte) => byte !== 0x0a)]
])

export const everything = setOf(() => true)
export const notNewline = setOf((byte) => byte !== 0x0a)

/** The set with the other case of each of its letters. */
export function bothCases(set: CharSet): CharSet {
  return setOf((byte) => set.has(byte) || set.has(otherCase(byte)))
}

function otherCase(byte: number): number {
  const letter = String.fromCharCode(byte)
  const other = letter.toLowerCase() === letter ? letter.toUpperCase() : letter.toLowerCase()
  const code = other.charCodeAt(0)
  return other.length === 1 && code < byteCount ? code : byte
}

/** The set as a class of a JavaScript pattern. */
export function classSource(set: CharSet): string {
  if (set.size === byteCount) return '[^]'
  const ranges: string[] = []
  for (let first = 0; first < byteCount; first += 1) {
    if (!set.has(first)) continue
    let last = first
    while (set.has(last + 1)) last += 1
    ranges.push(last === first ? hex(first) : `${hex(first)}-${hex(last)}`)
    first = last
  }
  return `[${ranges.join('')}]`
}

function hex(byte: number): string {
  return `\\x${byte.toString(16).padStart(2, '0')}`
}
