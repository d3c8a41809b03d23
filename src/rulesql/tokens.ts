/**
 * The words of rule SQL, EMQX 4.4 (rulesql 0.1.7). The editor colours by the same tokens that the parser reads.
 */

/** Reserved in any case; IF and ELSIF are reserved although no statement uses them. */
export const keywords = [
  'AND',
  'AS',
  'CASE',
  'DO',
  'ELSE',
  'ELSIF',
  'END',
  'FOREACH',
  'FROM',
  'IF',
  'IN',
  'INCASE',
  'NOT',
  'OR',
  'SELECT',
  'THEN',
  'WHEN',
  'WHERE'
] as const
export type Keyword = (typeof keywords)[number]

export const comparisonOperators = ['=', '=~', '~=', '!=', '<>', '<', '>', '<=', '>='] as const
export type ComparisonOperator = (typeof comparisonOperators)[number]

/** `div` and `mod` are operators in lower case only; `DIV` is a name. */
export const arithmeticOperators = ['+', '-', '*', '/', 'div', 'mod'] as const
export type ArithmeticOperator = (typeof arithmeticOperators)[number]

export type Punctuation = '(' | ')' | '[' | ']' | ',' | '.'

interface Span {
  /** Offsets in UTF-16 units; `to` is exclusive. */
  readonly from: number
  readonly to: number
}

export type Token = Span &
  (
    | { readonly kind: 'keyword'; readonly keyword: Keyword }
    /** A bare name, or anything in double quotes. */
    | { readonly kind: 'name'; readonly name: string; readonly quoted: boolean }
    | { readonly kind: 'text'; readonly text: string }
    | { readonly kind: 'integer'; readonly digits: string }
    | { readonly kind: 'float'; readonly value: number }
    /** `[1..3]`, one token without white space inside. */
    | { readonly kind: 'range'; readonly first: bigint; readonly last: bigint }
    | { readonly kind: 'comparison'; readonly operator: ComparisonOperator }
    | { readonly kind: 'operator'; readonly operator: ArithmeticOperator }
    | { readonly kind: 'punctuation'; readonly mark: Punctuation }
    | { readonly kind: 'comment' }
    | { readonly kind: 'invalid'; readonly reason: InvalidReason }
    | { readonly kind: 'end' }
  )

/** Why a piece of text is no token. */
export type InvalidReason = 'character' | 'unterminated_text' | 'unterminated_name' | 'number'

const keywordSet: ReadonlySet<string> = new Set(keywords)

/** The keyword that a word is, in any case. */
export function keywordOf(word: string): Keyword | undefined {
  const upper = word.toUpperCase()
  return keywordSet.has(upper) ? (upper as Keyword) : undefined
}

const bareName = /^[A-Za-z][A-Za-z0-9_$@~]*$/

/** Whether a name can stand without double quotes and still be a name. */
export function isBareName(name: string): boolean {
  return bareName.test(name) && keywordOf(name) === undefined && !['div', 'mod', 'true', 'false'].includes(name)
}
