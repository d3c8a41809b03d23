import { AppError } from '../shared/errors.js'
import type { Expectation } from './expectation.js'
import { wordsOfExpectations } from './expectation.js'
import { tokenize } from './lexer.js'
import { placeOf } from './place.js'
import type { ArithmeticOperator, ComparisonOperator, Keyword, Punctuation, Token } from './tokens.js'

/** Deeper than anybody writes, shallow enough for the stack of everything that walks a tree. */
const deepest = 200

/** Reads tokens one after the other and remembers what else could have stood where it is. */
export class Cursor {
  private readonly tokens: readonly Token[]
  private index = 0
  private depth = 0
  private readonly expectations = new Set<Expectation>()

  constructor(
    readonly source: string,
    tokens: readonly Token[] = tokenize(source)
  ) {
    this.tokens = tokens.filter(({ kind }) => kind !== 'comment')
  }

  get token(): Token {
    const token = this.tokens[this.index]
    if (token === undefined) throw new AppError('internal', { reason: 'a statement without end' })
    return token
  }

  /** Where the last token that was read ended. */
  get readTo(): number {
    return this.tokens[this.index - 1]?.to ?? 0
  }

  /** What could stand where the cursor is, as far as it has been asked for. */
  get expected(): readonly Expectation[] {
    return [...this.expectations]
  }

  /** The token some places ahead, without asking for it. */
  ahead(places: number): Token | undefined {
    return this.tokens[this.index + places]
  }

  advance(): void {
    this.index += 1
    this.expectations.clear()
  }

  expect(...expectations: readonly Expectation[]): void {
    for (const expectation of expectations) this.expectations.add(expectation)
  }

  keyword(keyword: Keyword): boolean {
    this.expect(keyword)
    const { token } = this
    if (token.kind !== 'keyword' || token.keyword !== keyword) return false
    this.advance()
    return true
  }

  mark(mark: Punctuation): boolean {
    this.expect(mark)
    const { token } = this
    if (token.kind !== 'punctuation' || token.mark !== mark) return false
    this.advance()
    return true
  }

  operator(...operators: readonly ArithmeticOperator[]): ArithmeticOperator | undefined {
    this.expect('operator')
    const { token } = this
    if (token.kind !== 'operator' || !operators.includes(token.operator)) return undefined
    this.advance()
    return token.operator
  }

  comparison(): ComparisonOperator | undefined {
    this.expect('comparison')
    const { token } = this
    if (token.kind !== 'comparison') return undefined
    this.advance()
    return token.operator
  }

  require(found: boolean): void {
    if (!found) this.fail()
  }

  /** Runs a part of the parser that can hold itself. */
  nested<R>(part: () => R): R {
    this.depth += 1
    if (this.depth > deepest) this.tooDeep()
    const result = part()
    this.depth -= 1
    return result
  }

  tooDeep(): never {
    this.expectations.clear()
    this.expect('shallower')
    this.fail()
  }

  /** Throws `rule_syntax` for the token that the cursor is at. */
  fail(): never {
    const { token } = this
    const { line, column } = placeOf(this.source, token.from)
    throw new AppError('rule_syntax', {
      line,
      column,
      offset: token.from,
      length: token.to - token.from,
      expected: wordsOfExpectations(this.expected),
      found: foundWords(token, this.source)
    })
  }
}

const longestQuote = 40

function foundWords(token: Token, source: string): string {
  switch (token.kind) {
    case 'end':
      return 'the end of the text'
    case 'invalid':
      return invalidWords(token.reason, source.slice(token.from, token.to))
    default:
      return quoted(source.slice(token.from, token.to))
  }
}

function invalidWords(reason: (Token & { kind: 'invalid' })['reason'], words: string): string {
  switch (reason) {
    case 'character':
      return quoted(words)
    case 'number':
      return `${quoted(words)}, which is no number`
    case 'unterminated_text':
      return `${quoted(words)}, which lacks its closing quote '`
    case 'unterminated_name':
      return `${quoted(words)}, which lacks its closing quote "`
  }
}

function quoted(words: string): string {
  return `"${words.length > longestQuote ? `${words.slice(0, longestQuote)}…` : words}"`
}
