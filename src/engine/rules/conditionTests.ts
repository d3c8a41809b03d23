import { printCondition, printExpression } from '../../rulesql/print.js'
import { type Comparison, type Condition, type Expression, type Membership, rangeOf } from '../../rulesql/tree.js'
import { AppError } from '../../shared/errors.js'
import type { ConditionTest } from '../../shared/ruleQuestions.js'
import { compare } from './compare.js'
import { type Evaluate, compileCondition, compileExpression, truth } from './evaluate.js'
import { applyFunction } from './functions/registry.js'
import { printShort } from './jsonText.js'
import { identical } from './order.js'
import type { Row } from './row.js'
import { type Term, toValue } from './term.js'

/**
 * A condition run once for a person who asks: the same result as its closure gives, and each of its tests with the
 * values that it saw. The tests that AND or OR made needless are there too, as skipped.
 */
export function runCondition(
  condition: Condition,
  row: Row,
  clause: ConditionTest['clause'],
  tests: ConditionTest[]
): Term {
  const run = (node: Condition): Term => {
    if (node.kind !== 'and' && node.kind !== 'or') return runTest(node, row, clause, tests)
    const left = truth(run(node.left))
    const isDecided = node.kind === 'and' ? !left : left
    if (isDecided) skip(node.right, clause, tests)
    return isDecided ? left : run(node.right)
  }
  return run(condition)
}

function skip(node: Condition, clause: ConditionTest['clause'], tests: ConditionTest[]): void {
  if (node.kind === 'and' || node.kind === 'or') {
    skip(node.left, clause, tests)
    skip(node.right, clause, tests)
  } else tests.push({ ...describe(node, clause), outcome: 'skipped', values: [] })
}

function runTest(node: Condition, row: Row, clause: ConditionTest['clause'], tests: ConditionTest[]): Term {
  const values: ConditionTest['values'] = []
  try {
    const result = testOf(node, row, values)()
    tests.push({ ...describe(node, clause), outcome: result === true ? 'true' : 'false', values })
    return result
  } catch (error) {
    const { code, data } = AppError.from(error)
    tests.push({ ...describe(node, clause), outcome: 'error', values, error: { code, data: { ...data } } })
    throw error
  }
}

function describe(node: Condition, clause: ConditionTest['clause']) {
  return { clause, sql: printCondition(node), ...(rangeOf(node) ?? { from: 0, to: 0 }) }
}

/** The operands are computed, and noted, once; what is returned compares them. */
function testOf(node: Condition, row: Row, values: ConditionTest['values']): () => Term {
  const note = (operand: Expression): Term => {
    const value = compileExpression(operand)(row)
    if (operand.kind !== 'literal') values.push(noted(operand, value))
    return value
  }
  if (node.kind === 'comparison') return comparisonOf(node, note)
  if (node.kind === 'in') return membershipOf(node, note)
  if (node.kind === 'not' && node.condition.kind === 'comparison') {
    const inner = comparisonOf(node.condition, note)
    return () => inner() === false
  }
  if (node.kind === 'call' && node.callee.kind === 'variable') {
    const parameters = node.parameters.map(note).map(
      (value): Evaluate =>
        () =>
          value
    )
    const call = applyFunction(node.callee.name, parameters)
    return () => call(row)
  }
  const test = compileCondition(node)
  return () => test(row)
}

function comparisonOf({ operator, left, right }: Comparison, note: (operand: Expression) => Term): () => Term {
  const first = note(left)
  const second = note(right)
  return () => compare(operator, first, second)
}

function membershipOf({ subject, candidates }: Membership, note: (operand: Expression) => Term): () => Term {
  const wanted = note(subject)
  const all = candidates.map(note)
  return () => all.some((candidate) => identical(wanted, candidate))
}

function noted(operand: Expression, value: Term): ConditionTest['values'][number] {
  const sql = printExpression(operand)
  return value === undefined ? { sql } : { sql, json: printShort(toValue(value)) }
}
