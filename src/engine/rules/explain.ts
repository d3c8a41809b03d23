import type { Condition, Foreach, Select, Statement } from '../../rulesql/tree.js'
import { AppError } from '../../shared/errors.js'
import type { ConditionTest } from '../../shared/ruleQuestions.js'
import { roundsOf } from './bounds.js'
import { compileCollection, compileElement, compileFields, decide } from './compile.js'
import { runCondition } from './conditionTests.js'
import { rehearse } from './functions/state.js'
import { Row } from './row.js'
import type { Term } from './term.js'
import type { Evaluation, Output, RuleEvent } from './types.js'

/** How a statement went for one event, step by step. */
export interface Explanation {
  /** The error is what stopped it. */
  readonly result: Evaluation | AppError
  readonly tests: readonly ConditionTest[]
  /** Of FOREACH: each element, with its output where INCASE let it pass. */
  readonly elements: readonly Element[] | undefined
}

export interface Element {
  readonly item: Term
  readonly output: Output | undefined
}

/** Runs a statement for a person who asks. What it writes into the memory of rules is forgotten again. */
export function explainStatement(statement: Statement, event: RuleEvent, ruleId: string): Explanation {
  const tests: ConditionTest[] = []
  const row = Row.of(event, ruleId)
  return rehearse(() => {
    try {
      return statement.kind === 'select' ? explainSelect(statement, row, tests) : explainForeach(statement, row, tests)
    } catch (error) {
      const known = error instanceof RangeError ? new AppError('rule_evaluation', { reason: 'system_limit' }) : error
      return { result: AppError.from(known), tests, elements: undefined }
    }
  })
}

function explainSelect(statement: Select, event: Row, tests: ConditionTest[]): Explanation {
  const output = compileFields(statement.fields)(event)
  const passes = passesTest(statement.where, output.overEvent(), 'where', tests)
  const result: Evaluation = passes ? { kind: 'outputs', outputs: [output] } : { kind: 'no_result', because: 'where' }
  return { result, tests, elements: undefined }
}

function explainForeach(statement: Foreach, event: Row, tests: ConditionTest[]): Explanation {
  const { selected, list } = compileCollection(statement.fields)(event)
  const outer = selected.overEvent()
  if (!passesTest(statement.where, outer, 'where', tests)) {
    return { result: { kind: 'no_result', because: 'where' }, tests, elements: undefined }
  }
  const bind = compileElement(statement.fields.at(-1))
  const each = statement.each === undefined ? undefined : compileFields(statement.each)
  const goOn = roundsOf(list)
  const elements = list.map((item): Element => {
    goOn()
    const row = outer.copy()
    bind(row, item)
    const passes = passesTest(statement.incase, row, 'incase', tests)
    return { item, output: passes ? (each?.(row) ?? row) : undefined }
  })
  const outputs = elements.flatMap(({ output }) => (output === undefined ? [] : [output]))
  const result: Evaluation =
    outputs.length === 0 ? { kind: 'no_result', because: 'nothing' } : { kind: 'outputs', outputs }
  return { result, tests, elements }
}

function passesTest(
  condition: Condition | undefined,
  row: Row,
  clause: ConditionTest['clause'],
  tests: ConditionTest[]
): boolean {
  return condition === undefined || decide(runCondition(condition, row, clause, tests))
}
