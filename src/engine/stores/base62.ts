import { isMessageId } from './messageId.js'

/**
 * What EMQX calls base62 (`emqx_base62`) and uses in Redis keys. It is not radix 62: the id as a number, in decimal
 * text, whose bytes are written 6 bits at a time as A-Z a-z 0-8; 61, 62 and 63 take two characters, 9A 9B 9C. One or
 * two bytes at the end leave a last group of 2 or 4 bits, which is taken as the small number it is.
 */

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz012345678'
const symbols: readonly string[] = [...Array.from(alphabet), '9A', '9B', '9C']
const values: ReadonlyMap<string, number> = new Map(symbols.map((symbol, value) => [symbol, value]))
const escape = '9'

/** 32 hex digits -> the id as it stands in Redis. */
export function toBase62(id: string): string {
  const decimal = BigInt(`0x${id}`).toString()
  let text = ''
  for (let start = 0; start < decimal.length; start += 3) {
    const first = decimal.charCodeAt(start)
    text += symbol(first >> 2)
    if (start + 1 === decimal.length) return text + symbol(first & 0b11)
    const second = decimal.charCodeAt(start + 1)
    text += symbol(((first & 0b11) << 4) | (second >> 4))
    if (start + 2 === decimal.length) return text + symbol(second & 0b1111)
    const third = decimal.charCodeAt(start + 2)
    text += symbol(((second & 0b1111) << 2) | (third >> 6)) + symbol(third & 0b111111)
  }
  return text
}

function symbol(value: number): string {
  return symbols[value] ?? ''
}

/** The id as it stands in Redis -> 32 hex digits; undefined where the text is none. */
export function fromBase62(text: string): string | undefined {
  const groups = groupsOf(text)
  const decimal = groups === undefined ? undefined : bytesOf(groups)
  if (decimal === undefined || !/^\d{1,39}$/.test(decimal)) return undefined
  const id = BigInt(decimal).toString(16).toUpperCase().padStart(32, '0')
  // Only what we would write ourselves: two texts must never mean one id.
  return isMessageId(id) && toBase62(id) === text ? id : undefined
}

function groupsOf(text: string): number[] | undefined {
  const groups: number[] = []
  for (let index = 0; index < text.length; index += 1) {
    let part = text.charAt(index)
    if (part === escape) {
      index += 1
      part += text.charAt(index)
    }
    const value = values.get(part)
    if (value === undefined) return undefined
    groups.push(value)
  }
  return groups
}

function bytesOf(groups: readonly number[]): string | undefined {
  const bytes: number[] = []
  for (let start = 0; start < groups.length; start += 4) {
    const [first, second, third, fourth] = groups.slice(start, start + 4)
    if (first === undefined || second === undefined) return undefined
    if (third === undefined) bytes.push((first << 2) | second)
    else if (fourth === undefined) bytes.push((first << 2) | (second >> 4), ((second & 0b1111) << 4) | third)
    else
      bytes.push((first << 2) | (second >> 4), ((second & 0b1111) << 4) | (third >> 2), ((third & 0b11) << 6) | fourth)
  }
  return String.fromCharCode(...bytes)
}
