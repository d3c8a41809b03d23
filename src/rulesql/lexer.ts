import {
  type ArithmeticOperator,
  type ComparisonOperator,
  type InvalidReason,
  type Punctuation,
  type Token,
  keywordOf
} from './tokens.js'

/*
 * Each pattern is tried where the last token ended; of those that match, EMQX's lexer takes the longest and, of equal
 * ones, the first of its list. The order below says the same: only where a later pattern can be longer is that told.
 */
const space = /[ \t\r\n]+/y
/** A comment needs its newline: at the end of the text `-- x` is two minus signs and a name. */
const comment = /--[^\n]*\n/y
const range = /\[([+-]?[0-9]+)\.\.([+-]?[0-9]+)\]/y
const word = /[A-Za-z][A-Za-z0-9_$@~]*/y
/** A dot or exponent only after two digits or a dot: `1e5` is the integer 1 and the name e5. */
const float = /(?:[0-9]+\.[0-9]+|[0-9]{2,})(?:[eE][+-]?[0-9]+)?[fFdD]?/y
const integer = /[0-9]+/y
const comparison = /=~|~=|!=|<>|<=|>=|=|<|>/y
const mark = /[-+*/()[\],.]/y
/** Two quotes inside are part of the text and stay two. */
const text = /'[^']*(?:''[^']*)*'/y
const name = /"[^"]*(?:""[^"]*)*"/y

/** Half a character: no UTF-8 has it. */
const loneSurrogate = /\p{Surrogate}/u

/** All tokens in order, comments included; the last is `end`. Never throws: what is no token is `invalid`. */
export function tokenize(source: string): Token[] {
  const { text: cleaned, start, cuts } = clean(source)
  const tokens = tokensOf(cleaned)
  let passed = 0
  const place = (offset: number): number => {
    while (passed < cuts.length && (cuts[passed] ?? 0) < offset) passed += 1
    while (passed > 0 && (cuts[passed - 1] ?? 0) >= offset) passed -= 1
    return start + offset + 2 * passed
  }
  return start === 0 && cuts.length === 0
    ? tokens
    : tokens.map((token) => ({ ...token, from: place(token.from), to: place(token.to) }))
}

interface Cleaned {
  readonly text: string
  /** How much was trimmed in front. */
  readonly start: number
  /** Where, in the cleaned text, two characters were taken out. */
  readonly cuts: readonly number[]
}

/** EMQX trims the statement, then takes every newline that a slash follows, with the slash, out of it. */
function clean(source: string): Cleaned {
  const withoutEnd = trimEnd(source)
  const trimmed = withoutEnd.replace(/^[ \t-\r]+/, '')
  const cuts: number[] = []
  const cut = trimmed.replace(/\n\//g, (_found, at: number) => {
    cuts.push(at - 2 * cuts.length)
    return ''
  })
  return { text: trimEnd(cut), start: withoutEnd.length - trimmed.length, cuts }
}

/** Without a pattern: `[ ]+$` takes quadratic time where there is much white space. */
function trimEnd(source: string): string {
  let end = source.length
  while (end > 0 && isSpace(source.charCodeAt(end - 1))) end -= 1
  return source.slice(0, end)
}

function isSpace(code: number): boolean {
  return code === 0x20 || (code >= 0x09 && code <= 0x0d)
}

function tokensOf(input: string): Token[] {
  const tokens: Token[] = []
  let at = 0
  while (at < input.length) {
    const skipped = matchAt(space, input, at)
    if (skipped !== undefined) {
      at += skipped.length
      continue
    }
    const token = tokenAt(input, at)
    tokens.push(token)
    at = token.to
  }
  tokens.push({ kind: 'end', from: at, to: at })
  return tokens
}

function matchAt(pattern: RegExp, input: string, at: number): string | undefined {
  pattern.lastIndex = at
  return pattern.exec(input)?.[0]
}

function tokenAt(input: string, at: number): Token {
  const first = input.charAt(at)
  if (first === "'") return quotedToken(input, at)
  if (first === '"') return quotedToken(input, at)
  const commentText = matchAt(comment, input, at)
  if (commentText !== undefined) return { kind: 'comment', from: at, to: at + commentText.length }
  if (/[0-9]/.test(first)) return numberToken(input, at)
  const wordText = matchAt(word, input, at)
  if (wordText !== undefined) return wordToken(wordText, at)
  const operator = matchAt(comparison, input, at)
  if (operator !== undefined) {
    return { kind: 'comparison', operator: operator as ComparisonOperator, from: at, to: at + operator.length }
  }
  range.lastIndex = at
  const bounds = range.exec(input)
  if (bounds !== null) {
    const [all, begin = '', last = ''] = bounds
    return { kind: 'range', first: signed(begin), last: signed(last), from: at, to: at + all.length }
  }
  if (matchAt(mark, input, at) === undefined) return invalid('character', at, at + lengthOfCharacter(input, at))
  return '+-*/'.includes(first)
    ? { kind: 'operator', operator: first as ArithmeticOperator, from: at, to: at + 1 }
    : { kind: 'punctuation', mark: first as Punctuation, from: at, to: at + 1 }
}

function quotedToken(input: string, at: number): Token {
  const isText = input.charAt(at) === "'"
  const quoted = matchAt(isText ? text : name, input, at)
  if (quoted === undefined) return invalid(isText ? 'unterminated_text' : 'unterminated_name', at, input.length)
  const to = at + quoted.length
  if (loneSurrogate.test(quoted)) return invalid('character', at, to)
  return isText
    ? { kind: 'text', text: quoted.replace(/^'+|'+$/g, ''), from: at, to }
    : { kind: 'name', name: quoted.replace(/^"+|"+$/g, ''), quoted: true, from: at, to }
}

function numberToken(input: string, at: number): Token {
  const digits = matchAt(integer, input, at) ?? ''
  const longest = matchAt(float, input, at) ?? ''
  if (digits.length >= longest.length) return { kind: 'integer', digits, from: at, to: at + digits.length }
  const to = at + longest.length
  // `12e5`, `1.5f` and what no float can hold are tokens to EMQX that its parser then fails to convert.
  const value = Number(longest)
  if (!/^[0-9]+\.[0-9]+(?:[eE][+-]?[0-9]+)?$/.test(longest) || !Number.isFinite(value)) return invalid('number', at, to)
  return { kind: 'float', value, from: at, to }
}

function wordToken(found: string, at: number): Token {
  const to = at + found.length
  if (found === 'div' || found === 'mod') return { kind: 'operator', operator: found, from: at, to }
  const keyword = keywordOf(found)
  if (keyword !== undefined) return { kind: 'keyword', keyword, from: at, to }
  return { kind: 'name', name: found, quoted: false, from: at, to }
}

function signed(digits: string): bigint {
  return digits.startsWith('+') ? BigInt(digits.slice(1)) : BigInt(digits)
}

function lengthOfCharacter(input: string, at: number): number {
  return (input.codePointAt(at) ?? 0) > 0xffff ? 2 : 1
}

function invalid(reason: InvalidReason, from: number, to: number): Token {
  return { kind: 'invalid', reason, from, to }
}
