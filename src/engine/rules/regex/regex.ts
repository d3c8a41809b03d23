import { binaryOf, bytesOfBinary } from '../binary.js'
import { atMost, mostPieces } from '../bounds.js'
import { type Term, fail } from '../term.js'
import { type Translation, translate } from './translate.js'
import { isTimedOut, withinTime } from './watch.js'

/*
 * Regular expressions of users: PCRE's language over bytes, as EMQX has it, on JavaScript's engine. EMQX gives a match
 * up after ten million steps and says that nothing matched. Here it is a time that bounds what may backtrack for long,
 * with the same answer; a pattern that runs out of it again and again is refused.
 */

const shortestWait = 100
const longestWait = 1000
/** How many characters of the subject lengthen the wait by 1 ms: each match takes its time, too. */
const charactersPerMs = 2000
const mostTimeouts = 5
/** Steps that surely take no time; below it no watch is set. */
const quickSteps = 1e7
const cacheSize = 500

interface Pattern {
  readonly translation: Translation
  readonly expression: RegExp
  timeouts: number
}

const patterns = new Map<string, Pattern>()

function patternOf(bytes: string): Pattern {
  const known = patterns.get(bytes)
  if (known !== undefined) return known
  const translation = translate(bytes)
  const pattern: Pattern = { translation, expression: compiled(translation.source), timeouts: 0 }
  const [oldest] = patterns.keys()
  if (patterns.size >= cacheSize && oldest !== undefined) patterns.delete(oldest)
  patterns.set(bytes, pattern)
  return pattern
}

function compiled(source: string): RegExp {
  try {
    return new RegExp(source, 'g')
  } catch {
    return fail('badarg: regular expression')
  }
}

function latin1(binary: string | Uint8Array): string {
  return bytesOfBinary(binary).toString('latin1')
}

/** Runs a match; undefined where it took too long. */
function bounded<R>(pattern: Pattern, subject: string, job: () => R): R | undefined {
  const { flat, loops } = pattern.translation
  // Without loops it takes as long as the subject is.
  if (flat && (loops === 0 || (subject.length + 1) ** (loops + 1) <= quickSteps)) return job()
  if (pattern.timeouts >= mostTimeouts) return fail('regular expression takes too long')
  const result = withinTime(Math.min(longestWait, Math.ceil(shortestWait + subject.length / charactersPerMs)), job)
  if (!isTimedOut(result)) return result
  pattern.timeouts += 1
  return undefined
}

/** Whether a pattern is found somewhere in a subject. */
export function isPlainMatch(pattern: string | Uint8Array, subject: string | Uint8Array): boolean {
  const compiledPattern = patternOf(latin1(pattern))
  const bytes = latin1(subject)
  const found = bounded(compiledPattern, bytes, () => {
    compiledPattern.expression.lastIndex = 0
    return compiledPattern.expression.test(bytes)
  })
  return found ?? false
}

/** What the groups of the first match hold, without groups at the end that took no part. */
export function searchGroups(pattern: string | Uint8Array, subject: string | Uint8Array): readonly Term[] {
  const compiledPattern = patternOf(latin1(pattern))
  const bytes = latin1(subject)
  const found = bounded(compiledPattern, bytes, () => {
    compiledPattern.expression.lastIndex = 0
    return compiledPattern.expression.exec(bytes)
  })
  if (found === undefined || found === null) return []
  const groups = groupsOf(found, compiledPattern.translation.groups)
  while (groups.length > 0 && groups.at(-1) === undefined) groups.pop()
  return groups.map((group) => binaryOf(Buffer.from(group ?? '', 'latin1')))
}

function groupsOf(match: RegExpExecArray | RegExpMatchArray, count: number): (string | undefined)[] {
  return Array.from({ length: count }, (_, at) => match.groups?.[`g${at + 1}`])
}

/**
 * Replaces every match. In the replacement `&` and `\g{0}` stand for the match and `\1` or `\g{1}` for a group; before
 * anything else a backslash only quotes.
 */
export function replaceAll(
  pattern: string | Uint8Array,
  subject: string | Uint8Array,
  replacement: string | Uint8Array
): Term {
  const compiledPattern = patternOf(latin1(pattern))
  const bytes = latin1(subject)
  const pieces = replacementPieces(latin1(replacement))
  const matches = bounded(compiledPattern, bytes, () => allMatches(compiledPattern, bytes))
  let result = ''
  let at = 0
  for (const match of matches ?? []) {
    const groups = groupsOf(match, compiledPattern.translation.groups)
    result += bytes.slice(at, match.index)
    for (const piece of pieces)
      result += typeof piece === 'string' ? piece : piece === 0 ? match[0] : (groups[piece - 1] ?? '')
    at = match.index + match[0].length
  }
  return binaryOf(Buffer.from(result + bytes.slice(at), 'latin1'))
}

/** As PCRE goes through a subject: after an empty match it looks for one at the same place that is not empty. */
function allMatches({ expression, translation }: Pattern, subject: string): readonly RegExpExecArray[] {
  const matches: RegExpExecArray[] = []
  let at = 0
  while (at <= subject.length) {
    expression.lastIndex = at
    const match = expression.exec(subject)
    if (match === null) break
    matches.push(match)
    atMost(mostPieces, matches.length)
    at = match.index + match[0].length
    if (match[0] !== '') continue
    const filled = notEmpty(translation.source)
    filled.lastIndex = at
    const next = filled.exec(subject)
    if (next !== null) matches.push(next)
    at += next === null ? 1 : next[0].length
  }
  return matches
}

const filledPatterns = new Map<string, RegExp>()

/** A match here that takes something: at its end the rest of the subject is not what it was at its start. */
function notEmpty(source: string): RegExp {
  const known = filledPatterns.get(source)
  if (known !== undefined) return known
  if (filledPatterns.size >= cacheSize) filledPatterns.clear()
  const expression = new RegExp(`(?=(?<rest>[^]*))(?:${source})(?!\\k<rest>(?![^]))`, 'y')
  filledPatterns.set(source, expression)
  return expression
}

/** Text, and the numbers of groups. */
function replacementPieces(replacement: string): readonly (string | number)[] {
  const found = replacement.matchAll(/&|\\g\{([0-9]+)\}|\\g([0-9])|\\([1-9][0-9]*)|\\([^])|[^&\\]+|\\/g)
  return Array.from(found, ([whole, braced, single, plain, quoted]) => {
    const group = braced ?? single ?? plain
    if (whole === '&') return 0
    if (group !== undefined) return Number(group)
    return quoted ?? whole
  })
}
