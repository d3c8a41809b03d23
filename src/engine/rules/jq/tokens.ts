import { parseJson } from '../json.js'
import { fail } from '../term.js'

type Kind = 'mark' | 'word' | 'field' | 'variable' | 'format' | 'number' | 'text'

/** A piece of a program; of a text its parts, with the programs that `\(…)` holds. */
export interface Token {
  readonly kind: Kind
  readonly text: string
  readonly pieces: readonly Piece[]
}

export type Piece = string | { readonly program: string }

const space = /(?:\s|#[^\n]*)+/y
const plain =
  /(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|\$[A-Za-z_]\w*(?:::\w+)*|@[a-z0-9]+|\.[A-Za-z_]\w*|[A-Za-z_]\w*|\?\/\/|\/\/=|\|=|\+=|-=|\*=|\/=|%=|==|!=|<=|>=|\/\/|\.\.|[^\s]/y

/** Throws `rule_evaluation` for text without an end. */
export function tokensOf(source: string): readonly Token[] {
  const tokens: Token[] = []
  let at = 0
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at
    const found = pattern.exec(source)?.[0]
    at += found?.length ?? 0
    return found
  }
  for (;;) {
    take(space)
    if (at >= source.length) return tokens
    if (source[at] === '"') {
      const end = endOfText(source, at + 1)
      tokens.push({ kind: 'text', text: '"', pieces: piecesOf(source.slice(at + 1, end - 1)) })
      at = end
      continue
    }
    const text = take(plain) ?? fail('jq: unexpected character')
    tokens.push({ kind: kindOf(text), text, pieces: [] })
  }
}

function kindOf(text: string): Kind {
  if (/^\$./.test(text)) return 'variable'
  if (/^\.[A-Za-z_]/.test(text)) return 'field'
  if (/^@./.test(text)) return 'format'
  if (/^\.?[0-9]/.test(text)) return 'number'
  return /^[A-Za-z_]/.test(text) ? 'word' : 'mark'
}

/** The place after the closing quote; quotes inside of `\(…)` do not close. */
function endOfText(source: string, from: number): number {
  for (let at = from; at < source.length; at += 1) {
    if (source[at] === '"') return at + 1
    if (source[at] !== '\\') continue
    at = source[at + 1] === '(' ? endOfProgram(source, at + 2) - 1 : at + 1
  }
  return fail('jq: text without an end')
}

/** The place after the parenthesis that closes. */
function endOfProgram(source: string, from: number): number {
  let depth = 1
  for (let at = from; at < source.length; at += 1) {
    if (source[at] === '"') at = endOfText(source, at + 1) - 1
    else if (source[at] === '(') depth += 1
    else if (source[at] === ')') depth -= 1
    if (depth === 0) return at + 1
  }
  return fail('jq: text without an end')
}

function piecesOf(inside: string): readonly Piece[] {
  const pieces: Piece[] = []
  let start = 0
  const text = (end: number): void => {
    const read = end > start ? parseJson(`"${inside.slice(start, end).replaceAll('\n', '\\n')}"`) : ''
    if (typeof read === 'string' && read !== '') pieces.push(read)
  }
  for (let at = 0; at < inside.length; at += 1) {
    if (inside[at] !== '\\') continue
    if (inside[at + 1] !== '(') {
      at += 1
      continue
    }
    text(at)
    start = endOfProgram(inside, at + 2)
    pieces.push({ program: inside.slice(at + 2, start - 1) })
    at = start - 1
  }
  text(inside.length)
  return pieces
}
