import { atMost, longestClustered } from './bounds.js'

/*
 * Text as a reader sees it: Erlang's string module counts grapheme clusters, so that é is one character however it is
 * written and carriage return with line feed is one too.
 */

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' })
// eslint-disable-next-line no-control-regex -- the range where characters and clusters are the same
const simple = /^[\u0000-\u000c\u000e-\u02ff\u4e00-\u9fff]*$/
// eslint-disable-next-line no-control-regex -- all of ASCII
const ascii = /^[\u0000-\u007f]*$/

export function graphemesOf(text: string): readonly string[] {
  if (simple.test(text)) return Array.from(text)
  atMost(longestClustered, text.length)
  return Array.from(segmenter.segment(text), ({ segment }) => segment).flatMap(apart)
}

/** Their number, without a list of them where none is needed. */
export function countGraphemes(text: string): number {
  return simple.test(text) ? text.length : graphemesOf(text).length
}

export function sliceGraphemes(text: string, start: number, end: number | undefined): string {
  return simple.test(text) ? text.slice(start, end) : graphemesOf(text).slice(start, end).join('')
}

/** Unicode 15.1 joins consonants of Indian scripts that a virama links; Erlang's older one does not. */
const conjunct = /(?<=[\u094d\u09cd\u0acd\u0b4d\u0c4d\u0d4d]\p{Mark}*\u200d?)(?=\p{Lo})/u

function apart(cluster: string): readonly string[] {
  return cluster.length > 2 && conjunct.test(cluster) ? cluster.split(conjunct) : [cluster]
}

/** Whether no combining mark goes on with what stands before an offset. */
export function isClusterEnd(text: string, at: number): boolean {
  return !/^[\p{Mark}\u200d]/u.test(text.slice(at, at + 2))
}

/** White space that Erlang trims: not the no-break space. */
const leading = /^(?:[\t-\r \u0085\u200e\u200f\u2028\u2029](?!\p{Mark}))+/u
const white = /[\t-\r \u0085\u200e\u200f\u2028\u2029]/

export function trimmed(text: string, side: 'leading' | 'trailing' | 'both'): string {
  const start = side === 'trailing' ? text : text.replace(leading, '')
  if (side === 'leading') return start
  let end = start.length
  while (end > 0 && white.test(start.charAt(end - 1))) end -= 1
  return start.slice(0, end)
}

/** Character by character: what follows has no say, unlike in JavaScript (Greek final sigma). */
export function lowerCase(text: string): string {
  if (ascii.test(text)) return text.toLowerCase()
  atMost(longestClustered, text.length)
  return Array.from(text, (character) => character.toLowerCase()).join('')
}

export function upperCase(text: string): string {
  if (ascii.test(text)) return text.toUpperCase()
  atMost(longestClustered, text.length)
  return Array.from(text, (character) => character.toUpperCase()).join('')
}
