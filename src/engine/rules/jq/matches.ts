import { isTimedOut, withinTime } from '../regex/watch.js'
import { type Term, fail } from '../term.js'

/** As long as other regular expressions of rules. */
const longestMatchMs = 100

const known = /^[gnixslp]*$/

/** What `match` finds: an object for each match, with its place in characters and its groups. */
export function matchesOf(subject: string, pattern: string, flags: string): readonly Term[] {
  if (!known.test(flags)) return fail(`jq: ${flags} is not a valid modifier string`)
  const expression = compiled(flags.includes('x') ? pattern.replaceAll(/\\[^]|\s+|#.*/g, unspaced) : pattern, flags)
  const found = withinTime(longestMatchMs, () => [...subject.matchAll(expression)])
  if (isTimedOut(found)) return fail('jq: timeout')
  const wanted = flags.includes('g') ? found : found.slice(0, 1)
  return wanted.filter((match) => !(flags.includes('n') && match[0] === '')).map((match) => objectOf(match, subject))
}

function unspaced(piece: string): string {
  return piece.startsWith('\\') ? piece : ''
}

function compiled(pattern: string, flags: string): RegExp {
  const own = `gd${flags.includes('i') ? 'i' : ''}${/[sp]/.test(flags) ? 's' : ''}`
  for (const unicode of ['u', '']) {
    try {
      return new RegExp(pattern, own + unicode)
    } catch {
      continue
    }
  }
  return fail(`jq: ${pattern} (at offset 0) is not a valid regex`)
}

function objectOf(match: RegExpExecArray, subject: string): Term {
  const names = Object.keys(match.groups ?? {})
  const ranges = match.indices ?? []
  const named = new Map(names.map((name) => [String(match.indices?.groups?.[name]), name]))
  const captures = match.slice(1).map((text: string | undefined, at): Term => {
    const range = ranges[at + 1]
    return entry(
      text ?? null,
      range === undefined ? -1 : charactersTo(subject, range[0]),
      named.get(String(range)) ?? null
    )
  })
  return new Map(piece(match[0], charactersTo(subject, match.index))).set('captures', captures)
}

function piece(text: string | null, offset: number): [string, Term][] {
  return [
    ['offset', BigInt(offset)],
    ['length', BigInt(Array.from(text ?? '').length)],
    ['string', text]
  ]
}

function entry(text: string | null, offset: number, name: string | null): Term {
  return new Map(piece(text, offset)).set('name', name)
}

function charactersTo(subject: string, at: number): number {
  return Array.from(subject.slice(0, at)).length
}
