import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compileRule } from '../../src/engine/rules/compile.js'
import { sampleEvent } from '../../src/engine/rules/sample.js'
import type { Value } from '../../src/engine/rules/types.js'
import { functionSignatures } from '../../src/rulesql/functions.js'
import { AppError } from '../../src/shared/errors.js'

/** In quotes, as `div()` without arguments could not be read. */
const names = [...functionSignatures.keys()].map((name) => `"${name}"`)
const atoms = [
  ...[
    "''",
    "'a'",
    "'1'",
    "'1.5'",
    "'é中'",
    '\'{"a":{"b":[1]}}\'',
    "'t/#'",
    "'second'",
    "'%Y-%m-%d'",
    "'('",
    "'a+'",
    "'leading'"
  ],
  ...[
    '0',
    '1',
    '-1',
    '2.5',
    '99999999999999999999',
    '1.0e300',
    'true',
    'nosuch',
    'payload',
    'payload.a',
    'payload.l',
    'payload.o'
  ],
  ...[
    'topic',
    'qos',
    'event',
    'flags',
    '[1, 2]',
    '[]',
    '[1..3]',
    'payload.l[1]',
    'payload.l[qos]',
    'payload.l[1..2]',
    "hexstr2bin('FF00')"
  ]
]
const atom = fc.constantFrom(...atoms)
const expression = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', maxDepth: 3 },
    atom,
    fc
      .tuple(fc.constantFrom(...names), fc.array(tie('value'), { maxLength: 4 }))
      .map(([name, values]) => `${name}(${values.join(', ')})`),
    fc
      .tuple(tie('value'), fc.constantFrom('+', '-', '*', '/', 'div', 'mod', '=', '<', '>=', '=~', '!='), tie('value'))
      .map(([left, operator, right]) => `eq((${left} ${operator} ${right}), 1)`)
  )
})).value
const condition = fc
  .tuple(expression, fc.constantFrom('=', '<', '>', '=~', 'IN', 'AND', 'OR'), expression)
  .map(([left, operator, right]) => (operator === 'IN' ? `${left} IN (${right})` : `${left} ${operator} ${right}`))
const target = fc.constantFrom(
  'a',
  'payload',
  'payload.x',
  'payload.l[1]',
  'l[0]',
  'l[-0]',
  'qos',
  'flags.dup',
  'a.b.c',
  'item'
)
const field = fc.oneof(
  fc.tuple(expression, target).map(([value, name]) => `${value} AS ${name}`),
  fc.constant('*'),
  fc.tuple(condition, expression).map(([when, value]) => `CASE WHEN ${when} THEN ${value} ELSE 1 END AS c`)
)
const fields = fc.array(field, { minLength: 1, maxLength: 4 }).map((all) => all.join(', '))
const statement = fc.oneof(
  fc.tuple(fields, condition).map(([selected, where]) => `SELECT ${selected} FROM "#" WHERE ${where}`),
  fc
    .tuple(expression, fields, condition)
    .map(([list, each, incase]) => `FOREACH ${list} AS e DO ${each} INCASE ${incase} FROM "#"`)
)
const payloads = ['{"a":1,"l":[3,1],"o":{"k":null}}', 'text', '', '[1]', '"{\\"a\\":1}"', Buffer.from([255, 0])]

describe('any rule on any event', () => {
  it('puts something out, or nothing, or fails with an AppError', () => {
    fc.assert(
      fc.property(statement, fc.constantFrom<Value>(...payloads), (sql, payload) => {
        const rule = compileRule(sql)
        try {
          const result = rule.evaluate(sampleEvent('#', new Map([['payload', payload]])), 'rule')
          if (result.kind === 'outputs') for (const output of result.outputs) expect(output.toMap()).toBeInstanceOf(Map)
        } catch (error) {
          expect(error, sql).toBeInstanceOf(AppError)
          expect((error as AppError).code, sql).toBe('rule_evaluation')
        }
      }),
      { numRuns: 3000 }
    )
  })

  const file = readFileSync(new URL('cases/rule-sql.jsonl', import.meta.url), 'utf8')
  const statements = file
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { sql?: string; parse?: boolean })
    .flatMap(({ sql, parse }) => (sql === undefined || parse === true ? [] : [sql]))

  it('gives the same when it runs again, and leaves the event as it was', () => {
    const columns = new Map<string, Value>([
      ['id', 'X'],
      ['topic', 't/a'],
      ['payload', '{"x":[1,{"y":2}],"a":{"b":1},"sensors":[{"idx":1}]}'],
      ['flags', new Map([['dup', false]])],
      ['timestamp', 1n],
      ['publish_received_at', 1n]
    ])
    for (const sql of statements.filter((each) => !/now_|uuid|random|_v_|\[1/.test(each))) {
      const event = sampleEvent('#', columns)
      const before = JSON.stringify([...columns], replaceBigint)
      const run = (): unknown => {
        try {
          const result = compileRule(sql).evaluate(event, 'rule')
          return result.kind === 'outputs' ? result.outputs.map((output) => output.toMap()) : result.kind
        } catch (error) {
          return String(error)
        }
      }
      expect(run(), sql).toEqual(run())
      expect(JSON.stringify([...columns], replaceBigint), sql).toBe(before)
    }
  })
})

function replaceBigint(_: string, value: unknown): unknown {
  if (typeof value === 'bigint') return String(value)
  return value instanceof Map ? [...(value as ReadonlyMap<string, unknown>)] : value
}
