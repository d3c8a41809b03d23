import { parseJson } from '../json.js'
import { type Term, fail } from '../term.js'

/** A jq program as a tree. */
export type Filter =
  | { readonly kind: 'identity' }
  | { readonly kind: 'recurse' }
  | { readonly kind: 'literal'; readonly value: Term }
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
  | { readonly kind: 'bind'; readonly of: Filter; readonly name: string; readonly body: Filter }
  | {
      readonly kind: 'reduce'
      readonly of: Filter
      readonly name: string
      readonly start: Filter
      readonly update: Filter
    }
  | { readonly kind: 'define'; readonly definition: Definition; readonly body: Filter }
  | { readonly kind: 'call'; readonly name: string; readonly parameters: readonly Filter[] }

export interface Member {
  readonly key: Filter
  readonly value: Filter
}

export interface Definition {
  readonly name: string
  readonly parameters: readonly string[]
  readonly body: Filter
}

const token =
  /\s*(?:#[^\n]*\n?\s*)*("(?:[^"\\]|\\[^])*"|[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|\$?[A-Za-z_]\w*|\.\.|\/\/|==|!=|<=|>=|[^])/y
const identity: Filter = { kind: 'identity' }
const deepest = 100

/** Binary operators from loose to tight. */
const levels: readonly (readonly string[])[] = [
  ['//'],
  ['or'],
  ['and'],
  ['==', '!=', '<', '<=', '>', '>='],
  ['+', '-'],
  ['*', '/', '%']
]

const words = new Set(['def', 'if', 'then', 'elif', 'else', 'end', 'as', 'reduce', 'try', 'catch', 'and', 'or'])

/** Throws `rule_evaluation` for what is no program, or uses what is not supported (assignments, `foreach`, `\(…)`). */
export function parseProgram(source: string): Filter {
  const parser = new ProgramParser(tokensOf(source))
  return parser.whole()
}

function tokensOf(source: string): string[] {
  const text = source.trimEnd()
  const tokens: string[] = []
  token.lastIndex = 0
  while (token.lastIndex < text.length) {
    const found = token.exec(text)?.[1]
    if (found === undefined) break
    tokens.push(found)
  }
  return tokens
}

class ProgramParser {
  private at = 0
  private depth = 0
  constructor(private readonly tokens: readonly string[]) {}

  whole(): Filter {
    const program = this.tokens.length === 0 ? identity : this.pipe()
    if (this.at < this.tokens.length) this.fail()
    return program
  }

  private fail(): never {
    return fail(`jq: unexpected ${this.tokens[this.at] ?? 'end'}`)
  }

  private eat(text: string): boolean {
    if (this.tokens[this.at] !== text) return false
    this.at += 1
    return true
  }

  private need(text: string): void {
    if (!this.eat(text)) this.fail()
  }

  private take(): string {
    const found = this.tokens[this.at]
    if (found === undefined) this.fail()
    this.at += 1
    return found
  }

  private name(): string {
    const found = this.take()
    return /^[A-Za-z_]/.test(found) && !words.has(found) ? found : this.fail()
  }

  private variable(): string {
    const found = this.take()
    return found.startsWith('$') && found.length > 1 ? found : this.fail()
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
      do parameters.push(this.tokens[this.at]?.startsWith('$') === true ? this.variable() : this.name())
      while (this.eat(';'))
      this.need(')')
    }
    this.need(':')
    const body = this.pipe()
    this.need(';')
    return { kind: 'define', definition: { name, parameters, body }, body: this.pipe() }
  }

  private piped(): Filter {
    const left = this.comma()
    if (this.eat('as')) {
      const name = this.variable()
      this.need('|')
      return { kind: 'bind', of: left, name, body: this.pipe() }
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
      else if (this.tokens[this.at] === '.' && /^[A-Za-z_"[]/.test(this.tokens[this.at + 1] ?? '')) {
        this.at += 1
        filter = this.tokens[this.at] === '[' ? filter : this.field(filter)
      } else if (this.eat('[')) filter = this.brackets(filter)
      else return filter
    }
  }

  private field(of: Filter): Filter {
    const found = this.take()
    const key = found.startsWith('"') ? parseJson(found) : found
    return { kind: 'index', of, key: { kind: 'literal', value: key } }
  }

  private brackets(of: Filter): Filter {
    if (this.eat(']')) return { kind: 'iterate', of }
    const from = this.tokens[this.at] === ':' ? undefined : this.pipe()
    if (!this.eat(':')) {
      this.need(']')
      return from === undefined ? this.fail() : { kind: 'index', of, key: from }
    }
    const to = this.tokens[this.at] === ']' ? undefined : this.pipe()
    this.need(']')
    return { kind: 'slice', of, from, to }
  }

  private primary(): Filter {
    const found = this.take()
    switch (found) {
      case '.':
        return /^[A-Za-z_"]/.test(this.tokens[this.at] ?? '') && !words.has(this.tokens[this.at] ?? '')
          ? this.field(identity)
          : identity
      case '..':
        return { kind: 'recurse' }
      case '(': {
        const inner = this.pipe()
        this.need(')')
        return inner
      }
      case '[': {
        if (this.eat(']')) return { kind: 'list', of: undefined }
        const of = this.pipe()
        this.need(']')
        return { kind: 'list', of }
      }
      case '{':
        return this.object()
      case 'if':
        return this.conditional()
      case 'try': {
        const body = this.postfix()
        return { kind: 'try', body, handler: this.eat('catch') ? this.postfix() : undefined }
      }
      case 'reduce':
        return this.reduction()
      default:
        return this.literalOrCall(found)
    }
  }

  private literalOrCall(found: string): Filter {
    if (/^["0-9]/.test(found)) return { kind: 'literal', value: parseJson(found) }
    if (found.startsWith('$')) return found.length > 1 ? { kind: 'variable', name: found } : this.fail()
    if (!/^[A-Za-z_]/.test(found) || words.has(found)) {
      this.at -= 1
      return this.fail()
    }
    const parameters: Filter[] = []
    if (this.eat('(')) {
      do parameters.push(this.pipe())
      while (this.eat(';'))
      this.need(')')
    }
    return { kind: 'call', name: found, parameters }
  }

  private object(): Filter {
    const members: Member[] = []
    while (!this.eat('}')) {
      members.push(this.member())
      if (this.tokens[this.at] !== '}') this.need(',')
    }
    return { kind: 'object', members }
  }

  private member(): Member {
    if (this.eat('(')) {
      const key = this.pipe()
      this.need(')')
      this.need(':')
      return { key, value: this.operators(0) }
    }
    const found = this.take()
    const text = found.startsWith('"') ? parseJson(found) : found.replace('$', '')
    if (!/^["$A-Za-z_]/.test(found)) this.fail()
    const key: Filter = { kind: 'literal', value: text }
    if (this.eat(':')) return { key, value: this.operators(0) }
    return {
      key,
      value: found.startsWith('$') ? { kind: 'variable', name: found } : { kind: 'index', of: identity, key }
    }
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

  private reduction(): Filter {
    const of = this.postfix()
    this.need('as')
    const name = this.variable()
    this.need('(')
    const start = this.pipe()
    this.need(';')
    const update = this.pipe()
    this.need(')')
    return { kind: 'reduce', of, name, start, update }
  }
}
