import { tokenize } from './lexer.js'
import type { Token } from './tokens.js'

/** What can be seen in a statement that may be unfinished or wrong somewhere. */
export interface Glance {
  /** What stands after FROM, in order. */
  readonly sources: readonly string[]
  /** The names that AS gives, in order: the first key of each path. */
  readonly aliases: readonly string[]
}

/** For the editor, which has to help where `parse` cannot read on yet. */
export function glance(source: string): Glance {
  const tokens = tokenize(source).filter(({ kind }) => kind !== 'comment')
  const aliases = tokens.flatMap((token, at) => (isKeyword(tokens[at - 1], 'AS') ? (nameOf(token) ?? []) : []))
  return { sources: sourcesAfter(tokens, tokens.findIndex((token) => isKeyword(token, 'FROM')) + 1), aliases }
}

function sourcesAfter(tokens: readonly Token[], start: number): readonly string[] {
  if (start === 0) return []
  const sources: string[] = []
  for (const token of tokens.slice(start)) {
    const topic = token.kind === 'text' ? token.text : nameOf(token)
    if (topic !== undefined) sources.push(topic)
    else if (token.kind !== 'punctuation' || token.mark !== ',') break
  }
  return sources
}

function isKeyword(token: Token | undefined, keyword: 'AS' | 'FROM'): boolean {
  return token?.kind === 'keyword' && token.keyword === keyword
}

function nameOf(token: Token): string | undefined {
  return token.kind === 'name' ? token.name : undefined
}
