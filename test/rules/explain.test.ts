import { describe, expect, it } from 'vitest'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { compileRule } from '../../src/engine/rules/compile.js'
import { explainStatement } from '../../src/engine/rules/explain.js'
import { explainTest } from '../../src/engine/rules/explainTest.js'
import { parseJson } from '../../src/engine/rules/json.js'
import { printJson } from '../../src/engine/rules/jsonText.js'
import { type RuleTest, prepareTest } from '../../src/engine/rules/test.js'
import { sampleFor } from '../../src/engine/rules/testColumns.js'
import { type Term, isMap } from '../../src/engine/rules/term.js'
import { AppError } from '../../src/shared/errors.js'

const explained = (sql: string, event: Record<string, unknown> = {}, live = false) => explainTest(sql, event, { live })
const testsOf = (sql: string, event: Record<string, unknown> = {}) =>
  explained(sql, event).tests.map(({ sql: test, outcome, values }) => [
    test,
    outcome,
    ...values.map(({ sql: name, json }) => `${name} = ${json ?? 'undefined'}`)
  ])

describe('the tests of a condition', () => {
  it('tell each comparison and the values that decided it', () => {
    const sql = `SELECT * FROM "t/#" WHERE topic =~ 't/+' AND payload.temp > 30 AND clientid = 'c'`
    expect(testsOf(sql, { topic: 't/1', payload: '{"temp": 20}' })).toEqual([
      [`topic =~ 't/+'`, 'true', 'topic = "t/1"'],
      ['payload.temp > 30', 'false', 'payload.temp = 20'],
      [`clientid = 'c'`, 'skipped']
    ])
  })

  it('tell what made one fail, and where it stands', () => {
    const sql = `SELECT * FROM "t/#" WHERE qos = 1 AND payload.x = 1`
    const result = explained(sql, { payload: 'no json' })
    expect(result.outcome).toBe('error')
    const failed = result.tests.at(-1)
    expect([failed?.outcome, failed?.error?.data['reason']]).toEqual(['error', 'decode_json_failed'])
    expect(sql.slice(failed?.from, failed?.to)).toBe('payload.x = 1')
  })

  it('know IN, NOT and functions', () => {
    const sql = `SELECT * FROM "t/#" WHERE qos IN (0, 2) OR NOT (qos = 1) OR is_null(foo)`
    expect(testsOf(sql, { qos: 1 })).toEqual([
      ['qos IN (0, 2)', 'false', 'qos = 1'],
      ['NOT qos = 1', 'false', 'qos = 1'],
      ['is_null(foo)', 'true', 'foo = undefined']
    ])
  })

  it('go with each element of FOREACH', () => {
    const sql = `FOREACH payload.list AS x DO x.n AS n INCASE x.n > 1 FROM "t/#"`
    const result = explained(sql, { payload: '{"list": [{"n": 1}, {"n": 2}]}' })
    expect(result).toMatchObject({
      outcome: 'output',
      json: '[{"n":2}]',
      source: 't/#',
      elements: [{ item: '{"n":1}' }, { item: '{"n":2}', output: '{"n":2}' }]
    })
    expect(result.tests.map(({ clause, outcome }) => [clause, outcome])).toEqual([
      ['incase', 'false'],
      ['incase', 'true']
    ])
  })

  it('forget what the rule wrote into its memory', () => {
    const write = `SELECT proc_dict_put('explained', 1) AS before FROM "t/#"`
    const { statement } = compileRule(write)
    const { event } = prepareTest(write, {})
    explainStatement(statement, event, 'rule')
    expect(explained(`SELECT proc_dict_get('explained') AS x FROM "t/#"`)).toMatchObject({ json: '{"x":null}' })
  })
})

it('agrees with the closures that the broker runs, in all recorded cases', () => {
  const file = fileURLToPath(new URL('cases/rule-sql.jsonl', import.meta.url))
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    const parsed = line === '' ? undefined : parseJson(line)
    const sql = isMap(parsed) && parsed.get('parse') !== true ? parsed.get('sql') : undefined
    // What differs between two runs tells nothing.
    if (typeof sql !== 'string' || !isMap(parsed) || /now_|uuid|random/.test(line)) continue
    const [explained, evaluated] = outcomesOf(sql, parsed.get('event'))
    expect(explained, line).toBe(evaluated)
  }
})

/** What the explanation says, and what the closures give, for one event. */
function outcomesOf(sql: string, columns: Term): readonly string[] {
  let test: RuleTest
  try {
    test = prepareTest(sql, printJson(columns ?? new Map()))
  } catch {
    return []
  }
  const { rule, event } = test
  const runs = [() => explainStatement(rule.statement, event, 'r').result, () => rule.evaluate(event, 'r')]
  return runs.map((run) => {
    try {
      const result = run()
      if (result instanceof AppError) throw result
      if (result.kind === 'no_result') return result.because
      const outputs = result.outputs.map((output) => printJson(output.toMap()))
      return outputs.join().replaceAll(/_v_[^"]*/g, '')
    } catch (error) {
      return AppError.from(error).message
    }
  })
}

describe('the sample event', () => {
  it('has a topic that fits the FROM entry, and the columns that EMQX lets a person edit', () => {
    const { event, json, editable } = sampleFor('sensors/+/#')
    expect([event, JSON.parse(json)]).toMatchObject(['message.publish', { topic: 'sensors/a/a', qos: 1 }])
    expect(editable).toEqual(['clientid', 'username', 'topic', 'qos', 'payload'])
  })

  it('leaves out what is undefined', () => {
    expect(JSON.parse(sampleFor('$events/client_connected').json)).not.toHaveProperty('mountpoint')
  })

  it('gives atoms where it stands for an event of the broker, and text in the tester', () => {
    const sql = `SELECT event FROM "$events/client_disconnected" WHERE reason IN ('kicked')`
    expect(explained(sql, { reason: 'kicked' }).outcome).toBe('output')
    expect(explained(sql, { reason: 'kicked' }, true)).toMatchObject({ outcome: 'no_match', because: 'where' })
  })
})
