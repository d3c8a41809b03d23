import { parseJson } from '../json.js'
import { type Term, fail } from '../term.js'
import { type Token, tokensOf } from './tokens.js'

/** A jq program as a tree. */
export type Filter =
  | { readonly kind: 'identity' }
  | { readonly kind: 'literal'; readonly value: Term }
  | { readonly kind: 'text'; readonly format: string; readonly pieces: readonly (string | Filter)[] }
  | { readonly kind: 'format'; readonly format: string }
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'index'; readonly of: Filter; readonly key: Filter }
  | { readonly kind: 'slice'; readonly of: Filter; readonly from: Filter | undefined; readonly to: Filter | undefined }
  | { readonly kind: 'iterate'; readonly of: Filter }
  | { readonly kind: 'try'; readonly body: Filter; readonly handler: Filter | undefined }
  | { readonly kind: 'binary'; readonly operator: string; readonly left: Filter; readonly right: Filter }
  | { readonly kind: 'negate'; readonly of: Filter }
  | { readonly kind: 'list'; readonly of: Filter | undefined }
  | { readonly kind: 'object'; readonly members: readonly Member[] }
  | { readonly kind: 'if'; readonly test: Filter; readonly consequence: Filter; readonly otherwise: Filter }
  | { readonly kind: 'bind'; readonly of: Filter; readonly pattern: Pattern; readonly body: Filter }
  | {
      readonly kind: 'fold'
      readonly of: Filter
      readonly pattern: Pattern
      readonly start: Filter
      readonly update: Filter
      /** `foreach` gives each step, as this makes it; `reduce` the last one. */
      readonly extract: Filter | undefined
    }
  | { readonly kind: 'label'; readonly name: string; readonly body: Filter }
  | { readonly kind: 'break'; readonly name: string }
  | { readonly kind: 'define'; readonly definition: Definition; readonly body: Filter }
  | { readonly kind: 'call'; readonly name: string; readonly parameters: readonly Filter[] }

export interface Member {
  readonly key: Filter
  readonly value: Filter
}

/** What a value is taken apart by: a name, or the patterns of its parts. */
export type Pattern =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'parts'; readonly parts: readonly { readonly key: Filter; readonly pattern: Pattern }[] }

export interface Definition {
  readonly name: string
  readonly parameters: readonly string[]
  readonly body: Filter
}

const identity: Filter = { kind: 'identity' }
const deepest = 100

/** Binary operators from loose to tight. */
const levels: readonly (readonly string[])[] = [
  ['//'],
  ['=', '|=', '+=', '-=', '*=', '/=', '%=', '//='],
  ['or'],
  ['and'],
  ['==', '!=', '<', '<=', '>', '>='],
  ['+', '-'],
  ['*', '/', '%']
]

const words = new Set(
  'def if then elif else end as reduce foreach try catch label import include and or __loc__'.split(' ')
)

function literal(value: Term): Filter {
  return { kind: 'literal', value }
}

/** Throws `rule_evaluation` for what is no program. */
export function parseProgram(source: string): Filter {
  return new ProgramParser(tokensOf(source)).whole()
}

class ProgramParser {
  private at = 0
  private depth = 0
  constructor(private readonly tokens: readonly Token[]) {}

  whole(): Filter {
    const program = this.tokens.length === 0 ? identity : this.pipe()
    return this.at < this.tokens.length ? this.fail() : program
  }

  private fail(): never {
    return fail(`jq: unexpected ${this.tokens[this.at]?.text ?? 'end'}`)
  }

  private is(text: string): boolean {
    return this.tokens[this.at]?.text === text
  }

  private eat(text: string): boolean {
    if (!this.is(text)) return false
    this.at += 1
    return true
  }

  private need(text: string): void {
    if (!this.eat(text)) this.fail()
  }

  /** The next token where it is of that kind. */
  private taken(kind: Token['kind']): Token | undefined {
    const token = this.tokens[this.at]
    if (token?.kind !== kind) return undefined
    this.at += 1
    return token
  }

  private name(): string {
    const found = this.taken('word')?.text
    return found === undefined || words.has(found) ? this.fail() : found
  }

  private variable(): string {
    return this.taken('variable')?.text ?? this.fail()
  }

  private pipe(): Filter {
    this.depth += 1
    if (this.depth > deepest) this.fail()
    const filter = this.eat('def') ? this.definition() : this.piped()
    this.depth -= 1
    return filter
  }

  private definition(): Filter {
    const name = this.name()
    const parameters: string[] = []
    if (this.eat('(')) {
      do parameters.push(this.taken('variable')?.text ?? this.name())
      while (this.eat(';'))
      this.need(')')
    }
    this.need(':')
    const body = this.pipe()
    this.need(';')
    return { kind: 'define', definition: { name, parameters, body }, body: this.pipe() }
  }

  private piped(): Filter {
    if (this.eat('label')) {
      const name = this.variable()
      this.need('|')
      return { kind: 'label', name, body: this.pipe() }
    }
    const left = this.comma()
    if (this.eat('as')) {
      const pattern = this.pattern()
      this.need('|')
      return { kind: 'bind', of: left, pattern, body: this.pipe() }
    }
    return this.eat('|') ? { kind: 'binary', operator: '|', left, right: this.pipe() } : left
  }

  private comma(): Filter {
    let left = this.operators(0)
    while (this.eat(',')) left = { kind: 'binary', operator: ',', left, right: this.operators(0) }
    return left
  }

  private operators(level: number): Filter {
    const own = levels[level]
    if (own === undefined) return this.postfix()
    let left = this.operators(level + 1)
    for (;;) {
      const operator = own.find((each) => this.eat(each))
      if (operator === undefined) return left
      // Only `//` goes from right to left.
      const right = this.operators(operator === '//' ? level : level + 1)
      left = { kind: 'binary', operator, left, right }
    }
  }

  private postfix(): Filter {
    if (this.eat('-')) return { kind: 'negate', of: this.postfix() }
    let filter = this.primary()
    for (;;) {
      if (this.eat('?')) filter = { kind: 'try', body: filter, handler: undefined }
      else if (this.tokens[this.at]?.kind === 'field') filter = this.field(filter)
      else if (this.is('.') && (this.tokens[this.at + 1]?.kind === 'text' || this.tokens[this.at + 1]?.text === '[')) {
        this.at += 1
        filter = this.is('[') ? filter : this.field(filter)
      } else if (this.eat('[')) filter = this.brackets(filter)
      else return filter
    }
  }

  private field(of: Filter): Filter {
    const name = this.taken('field')?.text.slice(1)
    return { kind: 'index', of, key: name === undefined ? this.text('text') : literal(name) }
  }

  /** A text, with what stands in its `\(…)`. */
  private text(format: string): Filter {
    const token = this.taken('text') ?? this.fail()
    if (token.pieces.every((piece) => typeof piece === 'string')) return literal(token.pieces.join(''))
    const pieces = token.pieces.map((piece) => (typeof piece === 'string' ? piece : parseProgram(piece.program)))
    return { kind: 'text', format, pieces }
  }

  private brackets(of: Filter): Filter {
    if (this.eat(']')) return { kind: 'iterate', of }
    const from = this.is(':') ? undefined : this.pipe()
    if (!this.eat(':')) {
      this.need(']')
      return from === undefined ? this.fail() : { kind: 'index', of, key: from }
    }
    const to = this.is(']') ? undefined : this.pipe()
    this.need(']')
    return { kind: 'slice', of, from, to }
  }

  private primary(): Filter {
    const number = this.taken('number')
    if (number !== undefined) return literal(parseJson(number.text.replace(/^\./, '0.').replace(/\.(?![0-9])/, '')))
    if (this.tokens[this.at]?.kind === 'text') return this.text('text')
    const format = this.taken('format')?.text.slice(1)
    if (format !== undefined)
      return this.tokens[this.at]?.kind === 'text' ? this.text(format) : { kind: 'format', format }
    const variable = this.taken('variable')?.text
    if (variable !== undefined) return { kind: 'variable', name: variable }
    if (this.tokens[this.at]?.kind === 'field') return this.field(identity)
    const found = this.tokens[this.at]?.text
    this.at += 1
    switch (found) {
      case '.':
        return this.tokens[this.at]?.kind === 'text' ? this.field(identity) : identity
      case '..':
        return { kind: 'call', name: 'recurse', parameters: [] }
      case '(':
        return this.closed(')')
      case '[':
        return { kind: 'list', of: this.eat(']') ? undefined : this.closed(']') }
      case '{':
        return this.object()
      case 'if':
        return this.conditional()
      case 'try': {
        const body = this.postfix()
        return { kind: 'try', body, handler: this.eat('catch') ? this.postfix() : undefined }
      }
      case 'reduce':
      case 'foreach':
        return this.fold(found)
      default:
        this.at -= 1
        return this.call()
    }
  }

  private closed(mark: ')' | ']'): Filter {
    const inner = this.pipe()
    this.need(mark)
    return inner
  }

  private call(): Filter {
    const name = this.name()
    if (name === 'break') return { kind: 'break', name: this.variable() }
    const parameters: Filter[] = []
    if (this.eat('(')) {
      do parameters.push(this.pipe())
      while (this.eat(';'))
      this.need(')')
    }
    return { kind: 'call', name, parameters }
  }

  private object(): Filter {
    const members: Member[] = []
    while (!this.eat('}')) {
      members.push(this.member())
      if (!this.is('}')) this.need(',')
    }
    return { kind: 'object', members }
  }

  private member(): Member {
    const variable = this.taken('variable')?.text
    if (variable !== undefined) return { key: literal(variable.slice(1)), value: { kind: 'variable', name: variable } }
    const isComputed = this.eat('(')
    const key = isComputed ? this.closed(')') : this.key()
    if (this.eat(':')) return { key, value: this.memberValue() }
    return isComputed ? this.fail() : { key, value: { kind: 'index', of: identity, key } }
  }

  private key(): Filter {
    const word = this.taken('word') ?? this.taken('number')
    const format = word === undefined ? this.taken('format')?.text.slice(1) : undefined
    return word === undefined ? this.text(format ?? 'text') : literal(word.text)
  }

  private memberValue(): Filter {
    let left = this.operators(0)
    while (this.eat('|')) left = { kind: 'binary', operator: '|', left, right: this.operators(0) }
    return left
  }

  private conditional(): Filter {
    const test = this.pipe()
    this.need('then')
    const consequence = this.pipe()
    if (this.eat('elif')) return { kind: 'if', test, consequence, otherwise: this.conditional() }
    const otherwise = this.eat('else') ? this.pipe() : identity
    this.need('end')
    return { kind: 'if', test, consequence, otherwise }
  }

  private fold(word: 'reduce' | 'foreach'): Filter {
    const of = this.postfix()
    this.need('as')
    const pattern = this.pattern()
    this.need('(')
    const start = this.pipe()
    this.need(';')
    const update = this.pipe()
    const extract = word === 'foreach' ? (this.eat(';') ? this.pipe() : identity) : undefined
    this.need(')')
    return { kind: 'fold', of, pattern, start, update, extract }
  }

  private pattern(): Pattern {
    if (this.eat('[')) {
      const parts: { key: Filter; pattern: Pattern }[] = []
      do parts.push({ key: literal(BigInt(parts.length)), pattern: this.pattern() })
      while (this.eat(','))
      this.need(']')
      return { kind: 'parts', parts }
    }
    if (!this.eat('{')) return { kind: 'name', name: this.variable() }
    const parts: { key: Filter; pattern: Pattern }[] = []
    do parts.push(...this.memberPatterns())
    while (this.eat(','))
    this.need('}')
    return { kind: 'parts', parts }
  }

  /** `{$a}`, `{a: $x}`, `{"a": $x}`, `{(f): $x}`, and `{$a: [$x]}`, which are two. */
  private memberPatterns(): readonly { readonly key: Filter; readonly pattern: Pattern }[] {
    const name = this.taken('variable')?.text
    if (name !== undefined) {
      const key = literal(name.slice(1))
      const own = { key, pattern: { kind: 'name', name } as const }
      return this.eat(':') ? [own, { key, pattern: this.pattern() }] : [own]
    }
    const key = this.eat('(') ? this.closed(')') : this.key()
    this.need(':')
    return [{ key, pattern: this.pattern() }]
  }
}
