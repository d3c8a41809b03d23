import type { Call, Case, Comparison, Condition, Membership, Path, Reference, Slice, Step } from '../../rulesql/tree.js'
import { assertNever } from '../../shared/errors.js'
import { calculate, negate } from './arithmetic.js'
import { compare, topicTest } from './compare.js'
import { applyFunction } from './functions/registry.js'
import { identical } from './order.js'
import { type PathStep, readPath } from './paths.js'
import { rangeOf, sliceOf } from './ranges.js'
import type { Row } from './row.js'
import { type Term, fail, normal } from './term.js'

/** An expression, compiled. Throws `rule_evaluation` where EMQX would count an exception. */
export type Evaluate = (row: Row) => Term

export function compileExpression(node: Condition): Evaluate {
  switch (node.kind) {
    case 'literal': {
      const { value } = node
      return () => value
    }
    case 'variable': {
      const { name } = node
      return name === '*' ? unsupported : (row) => row.lookup(name)
    }
    case 'path':
      return compilePath(node)
    case 'list': {
      const items = node.items.map(compileExpression)
      return (row) => items.map((item) => normal(item(row)))
    }
    case 'range':
      return () => rangeOf(node.first, node.last)
    case 'slice':
      return compileSlice(node)
    case 'unary': {
      const operand = compileExpression(node.operand)
      return node.operator === '+' ? operand : (row) => negate(operand(row))
    }
    case 'arithmetic': {
      const { operator } = node
      const left = compileExpression(node.left)
      const right = compileExpression(node.right)
      return (row) => calculate(operator, left(row), right(row))
    }
    case 'comparison':
      return compileComparison(node)
    case 'call':
      return compileCall(node)
    case 'case':
      return compileCase(node)
    // The grammar lets these stand where only a condition, or a field, can run with them.
    case 'alias':
    case 'and':
    case 'or':
    case 'not':
    case 'in':
      return unsupported
    default:
      return assertNever(node, 'expression')
  }
}

function unsupported(): never {
  return fail('function_clause')
}

/** A condition of WHERE, INCASE or WHEN. What is no test, as a variable alone, fails when it is run. */
export function compileCondition(node: Condition): Evaluate {
  switch (node.kind) {
    case 'and': {
      const left = compileCondition(node.left)
      const right = compileCondition(node.right)
      return (row) => truth(left(row)) && right(row)
    }
    case 'or': {
      const left = compileCondition(node.left)
      const right = compileCondition(node.right)
      return (row) => truth(left(row)) || right(row)
    }
    case 'not': {
      const operand = compileExpression(node.condition)
      return (row) => operand(row) === false
    }
    case 'in':
      return compileMembership(node)
    case 'comparison':
      return compileComparison(node)
    case 'call':
      return compileCall(node)
    default:
      return unsupported
  }
}

export function truth(term: Term): boolean {
  return typeof term === 'boolean' ? term : fail('badarg')
}

function compileMembership({ subject, candidates }: Membership): Evaluate {
  const value = compileExpression(subject)
  const values = candidates.map(compileExpression)
  return (row) => {
    const wanted = value(row)
    return values.map((candidate) => candidate(row)).some((candidate) => identical(wanted, candidate))
  }
}

function compileComparison({ operator, left, right }: Comparison): Evaluate {
  const first = compileExpression(left)
  if (operator === '=~' && right.kind === 'literal' && typeof right.value === 'string') {
    const matches = topicTest(right.value)
    return (row) => matches(first(row))
  }
  const second = compileExpression(right)
  return (row) => compare(operator, first(row), second(row))
}

/** `payload.x` looks into the decoded payload, and so does the index of `payload.x[i]`. */
function compilePath(path: Path): Evaluate {
  const steps = stepsOf(path)
  const [root, ...inner] = steps
  if (root?.kind !== 'key' || root.key !== 'payload') return (row) => readPath(steps, row)
  return (row) => {
    if (!row.hasColumn('payload') && !row.hasName('payload')) return undefined
    const payload = row.hasColumn('payload') ? row.column('payload') : row.lookup('payload')
    return readPath(inner, row.decode(payload))
  }
}

/** The steps of a name or path; a constant has none. */
export function stepsOf(reference: Reference): readonly PathStep[] {
  switch (reference.kind) {
    case 'literal':
      return []
    case 'variable':
      return [{ kind: 'key', key: reference.name }]
    case 'path':
      return reference.steps.map(stepOf)
  }
}

function stepOf(step: Step): PathStep {
  if (step.kind === 'key') return step
  const { index } = step
  if (index.kind === 'head' || index.kind === 'tail') return { kind: 'place', place: index.kind }
  if (index.kind !== 'literal') return { kind: 'lookup', steps: stepsOf(index) }
  return { kind: 'place', place: typeof index.value === 'bigint' ? index.value : 'nowhere' }
}

function compileSlice({ target, first, last }: Slice): Evaluate {
  const list = compileExpression(target)
  return (row) => sliceOf(list(row), first, last)
}

function compileCall({ callee, parameters }: Call): Evaluate {
  const values = parameters.map(compileExpression)
  if (callee.kind === 'path' || (callee.kind === 'variable' && callee.name === '*')) {
    return (row) => {
      for (const value of values) value(row)
      return fail('function_clause')
    }
  }
  const name = callee.kind === 'variable' ? callee.name : String(callee.value)
  return applyFunction(name, values)
}

function compileCase({ subject, branches, otherwise }: Case): Evaluate {
  const rest = otherwise === undefined ? (): Term => undefined : compileExpression(otherwise)
  const results = branches.map(({ result }) => compileExpression(result))
  const value = subject === undefined ? undefined : compileExpression(subject)
  const tests = branches.map(({ when }) => (value === undefined ? compileCondition(when) : strictTest(when, value)))
  return (row) => {
    const found = tests.findIndex((test) => test(row) === true)
    return (results[found] ?? rest)(row)
  }
}

/** `CASE x WHEN v`: no conversions, and the condition is a value. */
function strictTest(when: Condition, subject: Evaluate): Evaluate {
  const value = compileExpression(when)
  return (row) => {
    const wanted = value(row)
    return identical(subject(row), wanted)
  }
}
