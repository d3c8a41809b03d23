import type { Keyword, Punctuation } from './tokens.js'

/** What the parser could go on with: a word or mark of the language, or a kind of thing. */
export type Expectation =
  | Keyword
  | Punctuation
  | '*'
  /** A value: constant, name, function call, list, parenthesis, sign. */
  | 'value'
  | 'name'
  /** A topic filter or `$events/…` after FROM. */
  | 'topic'
  /** After the dot of a path. */
  | 'key'
  /** Inside the brackets of a path. */
  | 'index'
  | 'integer'
  | 'operator'
  | 'comparison'
  | 'range'
  | 'end'
  | 'shallower'

const words: Partial<Readonly<Record<Expectation, string>>> = {
  value: 'a value',
  name: 'a name',
  topic: 'a topic in quotes',
  key: 'a key',
  index: 'a number or a name',
  integer: 'a whole number',
  operator: 'an operator',
  comparison: 'a comparison',
  range: 'a range [1..2]',
  end: 'the end',
  shallower: 'an expression that is not nested so deeply'
}

/** `FROM, a comma or an operator`: readable words for a message. */
export function wordsOfExpectations(expectations: readonly Expectation[]): string {
  const each = expectations.map((expectation) => words[expectation] ?? expectation)
  const last = each.at(-1) ?? 'something else'
  return each.length < 2 ? last : `${each.slice(0, -1).join(', ')} or ${last}`
}
