import { AppError } from '../../shared/errors.js'
import type { ConditionTest, RuleTestResult } from '../../shared/ruleQuestions.js'
import { type Explanation, explainStatement } from './explain.js'
import { printJson } from './jsonText.js'
import { type TestColumns, type TestOptions, answerOf, prepareTest } from './test.js'
import { sourceFor } from './testColumns.js'
import { toValue } from './term.js'

/** As `testRule`, with what led to the answer: each test of the conditions, each element of FOREACH. */
export function explainTest(rawsql: string, columns: TestColumns, options: TestOptions): RuleTestResult {
  let tests: ConditionTest[] = []
  try {
    const test = prepareTest(rawsql, columns, options)
    const { rule, event } = test
    const explanation = explainStatement(rule.statement, event, 'test_rule')
    tests = test.isHeard ? [...explanation.tests] : []
    const answer = answerOf(test)
    if (answer.outcome !== 'output') return { ...answer, tests }
    const source = sourceFor(rule.sources, event)
    const elements = elementsOf(explanation)
    return {
      ...answer,
      tests,
      ...(source === undefined ? {} : { source }),
      ...(elements === undefined ? {} : { elements })
    }
  } catch (error) {
    const { code, data, detail } = AppError.from(error).toInfo()
    return { outcome: 'error', error: { code, data: { ...data }, ...(detail === undefined ? {} : { detail }) }, tests }
  }
}

function elementsOf({ elements }: Explanation) {
  return elements?.map(({ item, output }) => ({
    item: printJson(toValue(item)),
    ...(output === undefined ? {} : { output: printJson(output.toMap()) })
  }))
}
