import { type Clause, layOut } from './layout.js'
import { isBareName } from './tokens.js'
import type {
  Branch,
  Case,
  Condition,
  Expression,
  Field,
  Index,
  Literal,
  Node,
  Source,
  Statement,
  Step
} from './tree.js'

/** How tightly a printed piece holds together; a looser one inside a tighter one stands in parentheses. */
const binding = { or: 1, and: 2, not: 3, test: 4, sum: 5, product: 6, sign: 7, whole: 8 } as const
type Binding = (typeof binding)[keyof typeof binding]

/** A statement on lines by clause. Reading it again gives the same tree, for every tree that was read. */
export function print(statement: Statement): string {
  return layOut(
    clausesOf(statement).map((clause) => ({
      ...clause,
      pieces: clause.pieces.map(({ text }) => ({ text, above: [], behind: undefined }))
    }))
  )
}

export interface PrintedClause extends Omit<Clause, 'pieces'> {
  readonly pieces: readonly PrintedPiece[]
}

interface PrintedPiece {
  readonly text: string
  /** What the text says. */
  readonly node: Node
}

/** The clauses of a statement in their order, printed in pieces. */
export function clausesOf(statement: Statement): readonly PrintedClause[] {
  const from = { keyword: 'FROM', pieces: statement.sources.map(sourcePiece), joined: 'by_commas' } as const
  const where = statement.where === undefined ? [] : [conditionClause('WHERE', statement.where)]
  if (statement.kind === 'select') return [fieldClause('SELECT', statement.fields), from, ...where]
  const { fields, each, incase } = statement
  return [
    fieldClause('FOREACH', fields),
    ...(each === undefined ? [] : [fieldClause('DO', each)]),
    ...(incase === undefined ? [] : [conditionClause('INCASE', incase)]),
    from,
    ...where
  ]
}

function fieldClause(keyword: string, fields: readonly Field[]): PrintedClause {
  const pieces = fields.map((node) => ({ node, text: node.kind === 'star' ? '*' : printExpression(node) }))
  return { keyword, pieces, joined: 'by_commas' }
}

function sourcePiece(node: Source): PrintedPiece {
  return { node, text: printSource(node) }
}

function conditionClause(keyword: string, condition: Condition): PrintedClause {
  return { keyword, pieces: operandsOf(condition), joined: 'by_words' }
}

/** The operands of the ANDs or ORs that a condition is a row of, each but the first with its word. */
function operandsOf(condition: Condition): readonly PrintedPiece[] {
  const { kind } = condition
  if (kind !== 'and' && kind !== 'or') return [{ node: condition, text: printCondition(condition) }]
  const level = binding[kind]
  const { left, right } = condition
  const before = left.kind === kind ? operandsOf(left) : [{ node: left, text: printTest(left, level) }]
  return [...before, { node: right, text: `${kind.toUpperCase()} ${printTest(right, next(level))}` }]
}

/** A topic in double quotes, or in single ones where it holds a double quote. */
function printSource({ topic }: Source): string {
  return topic.includes('"') ? `'${topic}'` : `"${topic}"`
}

export function printCondition(condition: Condition): string {
  return printTest(condition, binding.or)
}

export function printExpression(expression: Expression): string {
  return printTest(expression, binding.or)
}

function printTest(node: Condition, needed: Binding): string {
  const text = printNode(node)
  return bindingOf(node) < needed ? `(${text})` : text
}

function bindingOf(node: Condition): Binding {
  switch (node.kind) {
    case 'or':
      return binding.or
    case 'and':
      return binding.and
    case 'not':
      return node.condition.kind === 'in' ? binding.test : binding.not
    case 'in':
    case 'comparison':
    case 'alias':
      return binding.test
    case 'arithmetic':
      return node.operator === '+' || node.operator === '-' ? binding.sum : binding.product
    case 'unary':
      return binding.sign
    default:
      return binding.whole
  }
}

function next(level: Binding): Binding {
  return Math.min(level + 1, binding.whole) as Binding
}

function printNode(node: Condition): string {
  switch (node.kind) {
    case 'or':
    case 'and': {
      const level = binding[node.kind]
      return `${printTest(node.left, level)} ${node.kind.toUpperCase()} ${printTest(node.right, next(level))}`
    }
    case 'not':
      if (node.condition.kind === 'in') return printMembership(node.condition, 'NOT IN')
      return `NOT ${printTest(node.condition, binding.not)}`
    case 'in':
      return printMembership(node, 'IN')
    case 'comparison':
      return `${printTest(node.left, binding.sum)} ${node.operator} ${printTest(node.right, binding.sum)}`
    case 'alias':
      return `${printTest(node.expression, binding.test)} AS ${printNode(node.target)}`
    case 'arithmetic': {
      const level = bindingOf(node)
      return `${printTest(node.left, level)} ${node.operator} ${printTest(node.right, next(level))}`
    }
    case 'unary':
      // Two signs in a row would begin a comment.
      return `${node.operator}${printTest(node.operand, binding.whole)}`
    case 'literal':
      return printLiteral(node)
    case 'variable':
      return printName(node.name)
    case 'path':
      return node.steps.map(printStep).join('')
    case 'list':
      return `[${node.items.map((item) => printTest(item, binding.sum)).join(', ')}]`
    case 'range':
      return `[${node.first}..${node.last}]`
    case 'slice':
      return `${printNode(node.target)}[${node.first}..${node.last}]`
    case 'call':
      return `${printCallee(node.callee)}(${node.parameters.map(printExpression).join(', ')})`
    case 'case':
      return printCase(node)
  }
}

function printMembership(node: Condition & { kind: 'in' }, word: string): string {
  return `${printTest(node.subject, binding.sum)} ${word} (${node.candidates.map(printExpression).join(', ')})`
}

function printLiteral({ value }: Literal): string {
  if (typeof value === 'string') return `'${value}'`
  return typeof value === 'number' ? printFloat(value) : String(value)
}

/** Digits on both sides of a point, which a float needs. */
function printFloat(value: number): string {
  const [mantissa = '', exponent] = String(value).split('e')
  const digits = mantissa.includes('.') ? mantissa : `${mantissa}.0`
  return exponent === undefined ? digits : `${digits}e${exponent}`
}

function printName(name: string): string {
  return isBareName(name) ? name : `"${name}"`
}

/** `div(…)` and `mod(…)` are calls without quotes, too. */
function printCallee(callee: Expression): string {
  const isWord = callee.kind === 'variable' && (callee.name === 'div' || callee.name === 'mod')
  return isWord ? callee.name : printNode(callee)
}

function printStep(step: Step, at: number): string {
  if (step.kind === 'index') return `[${printIndex(step.index)}]`
  if (at === 0) return printName(step.key)
  return `.${isBareName(step.key) ? step.key : printKey(step.key)}`
}

/** What came from single quotes has single quotes inside only in pairs; anything else fits into double ones. */
function printKey(key: string): string {
  const isPaired = (key.match(/'+/g) ?? []).every((quotes) => quotes.length % 2 === 0)
  return isPaired && !key.startsWith("'") && !key.endsWith("'") ? `'${key}'` : `"${key}"`
}

function printIndex(index: Index): string {
  if (index.kind === 'head') return '0'
  if (index.kind === 'tail') return '-0'
  // A number zero is not the place before the first: it was written `00`.
  return index.kind === 'literal' && index.value === 0n ? '00' : printNode(index)
}

function printCase({ subject, branches, otherwise }: Case): string {
  const start = subject === undefined ? [] : [printExpression(subject)]
  const end = otherwise === undefined ? [] : [`ELSE ${printExpression(otherwise)}`]
  return ['CASE', ...start, ...branches.map(printBranch), ...end, 'END'].join(' ')
}

function printBranch({ when, result }: Branch): string {
  return `WHEN ${printCondition(when)} THEN ${printExpression(result)}`
}
