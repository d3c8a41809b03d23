import { AppError } from '../shared/errors.js'
import { Cursor } from './cursor.js'
import type { Expectation } from './expectation.js'
import { tokenize } from './lexer.js'
import { parseStatement } from './parse.js'
import type { Token } from './tokens.js'

/** How a statement could go on at a place. */
export interface Continuation {
  readonly expected: readonly Expectation[]
  /** The word that is being written there, which what is chosen replaces; empty where there is none. */
  readonly word: { readonly from: number; readonly to: number; readonly text: string }
  /** Whether the place is in a list of fields, a condition or FROM; undefined before the first word. */
  readonly clause: Clause | undefined
}
export type Clause = 'fields' | 'from' | 'condition'

/** What the parser would take at an offset (UTF-16 units), with the word before the offset left out. */
export function expectedAt(source: string, offset: number): Continuation {
  const before = tokenize(source.slice(0, offset)).filter(({ kind }) => kind !== 'end' && kind !== 'comment')
  const last = before.at(-1)
  const isWord = last !== undefined && last.to === offset && isWordLike(last)
  const kept = isWord ? before.slice(0, -1) : before
  const from = isWord ? last.from : offset
  const expected = continuationsOf(source, [...kept, { kind: 'end', from, to: from }])
  return { expected, word: { from, to: offset, text: source.slice(from, offset) }, clause: clauseOf(kept) }
}

function isWordLike(token: Token): boolean {
  return token.kind === 'name' || token.kind === 'keyword' || (token.kind === 'invalid' && token.reason !== 'character')
}

function continuationsOf(source: string, tokens: readonly Token[]): readonly Expectation[] {
  const cursor = new Cursor(source, tokens)
  try {
    parseStatement(cursor)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    // A mistake further up leaves nothing to say about this place.
    if (cursor.token.kind !== 'end') return []
  }
  return cursor.expected
}

function clauseOf(tokens: readonly Token[]): Clause | undefined {
  for (const token of tokens.toReversed()) {
    if (token.kind !== 'keyword') continue
    switch (token.keyword) {
      case 'SELECT':
      case 'FOREACH':
      case 'DO':
        return 'fields'
      case 'FROM':
        return 'from'
      case 'WHERE':
      case 'INCASE':
      case 'WHEN':
        return 'condition'
      case 'THEN':
      case 'END':
        return 'fields'
      default:
        continue
    }
  }
  return undefined
}
