import { tokenize } from './lexer.js'
import type { Remark } from './remark.js'
import type { Token } from './tokens.js'

/** What the lexer makes of a text that one would not think; in a statement that cannot be read, too. */
export function lintTokens(source: string): readonly Remark[] {
  const tokens = tokenize(source)
  return [
    ...tokens.flatMap((token, at) => [...lintQuotes(token, source), ...lintExponent(token, tokens[at + 1], source)]),
    ...lintComment(tokens, source)
  ]
}

/** What the lexer does with quotes is gone from the tree. */
function lintQuotes(token: Token, source: string): readonly Remark[] {
  if (token.kind !== 'text') return []
  const inner = source.slice(token.from + 1, token.to - 1)
  if (inner.length !== token.text.length) return [{ code: 'quotes_trimmed', range: token, data: { text: token.text } }]
  return token.text.includes("''") ? [{ code: 'quotes_stay_double', range: token, data: { text: token.text } }] : []
}

/** `1e5` is `1 AS e5`, where a name can be given; elsewhere it cannot be read. `1e-5` never can. */
function lintExponent(token: Token, next: Token | undefined, source: string): readonly Remark[] {
  if (token.kind !== 'integer' || next?.kind !== 'name' || next.quoted || next.from !== token.to) return []
  const exponent = /^e([+-]\d+|\d*)/i.exec(source.slice(next.from))?.[0] ?? ''
  if (!exponent.startsWith(next.name)) return []
  const range = { from: token.from, to: next.from + exponent.length }
  return [{ code: 'exponent_is_name', range, data: { number: token.digits, name: exponent } }]
}

/** A comment without a newline after it is read as two minus signs. */
function lintComment(tokens: readonly Token[], source: string): readonly Remark[] {
  const end = source.trimEnd().length
  const lastLine = source.lastIndexOf('\n', end - 1) + 1
  const signs = tokens.filter((token) => token.kind === 'operator' && token.operator === '-' && token.from >= lastLine)
  const start = signs.find((sign, at) => signs[at + 1]?.from === sign.to)
  return start === undefined ? [] : [{ code: 'comment_needs_newline', range: { from: start.from, to: end } }]
}
