import { describe, expect, it } from 'vitest'
import { compileRule } from '../../src/engine/rules/compile.js'
import type { Value } from '../../src/engine/rules/types.js'
import { bytesOf, integerOf, textOf } from '../../src/engine/rules/value.js'
import { AppError } from '../../src/shared/errors.js'
import { CountingEvent, outputsOf, tested } from './harness.js'

const chapter = `SELECT * FROM "t/#", "$events/session_subscribed", "$events/message_acked" WHERE topic =~ 't/#'`
const payload = Buffer.from('{"a":{"b":[1,2.0]}}')

function publish(more: Readonly<Record<string, Value>> = {}): CountingEvent {
  return new CountingEvent({ topic: 't/1', qos: 1n, payload, event: 'message.publish', ...more })
}

describe('the rule of the chapter', () => {
  it('asks for the topic once and reads through to the event', () => {
    const event = publish()
    const result = compileRule(chapter).evaluate(event, 'offline')
    expect(Object.fromEntries(event.asked)).toEqual({ topic: 1 })
    const output = result.kind === 'outputs' ? result.outputs[0] : undefined
    expect(output?.get('payload')).toBe(payload)
    expect(output?.get('qos')).toBe(1n)
    expect(output?.get('metadata')).toEqual(new Map([['rule_id', 'offline']]))
    expect(output?.get('nosuch')).toBeUndefined()
  })

  it('does not match another topic', () => {
    const result = compileRule(chapter).evaluate(publish({ topic: 'x/1' }), 'offline')
    expect(result).toEqual({ kind: 'no_result', because: 'where' })
  })

  it('says what it listens to and that it puts out all columns', () => {
    const { sources, columns, isForeach } = compileRule(chapter)
    expect(sources).toEqual(['t/#', '$events/session_subscribed', '$events/message_acked'])
    expect({ columns, isForeach }).toEqual({ columns: 'all', isForeach: false })
  })
})

describe('the columns that a rule puts out', () => {
  it.each<[string, string[] | 'all']>([
    ['SELECT a, b.c, d AS e, f AS g.h, 1, \'x\', y[1..2] FROM "t"', ['a', 'b', 'e', 'g', 'x', 'y']],
    ['SELECT a, * FROM "t"', 'all'],
    ['FOREACH a AS b DO b.c AS d FROM "t"', ['d']],
    ['FOREACH a FROM "t"', 'all']
  ])('%s', (sql, expected) => {
    const { columns } = compileRule(sql)
    expect(columns === 'all' ? columns : [...columns]).toEqual(expected)
  })
})

describe('a payload in bytes', () => {
  it('is text to conditions and functions, and bytes where it is put out', () => {
    const event = publish({ payload: Buffer.from('abc') })
    expect(
      outputsOf(`SELECT upper(payload) AS u, payload = 'abc' AS e FROM "t/#" WHERE payload = 'abc'`, event)
    ).toEqual(['{"u":"ABC","e":true}'])
    const result = compileRule('SELECT payload FROM "t/#"').evaluate(event, 'r')
    expect(result.kind === 'outputs' && result.outputs[0]?.get('payload')).toEqual(Buffer.from('abc'))
  })

  it('keeps bytes that are no text', () => {
    const bytes = Buffer.from([0xff, 0, 0x61])
    const event = publish({ payload: bytes })
    expect(
      outputsOf(`SELECT bin2hexstr(payload) AS h, bitsize(payload) AS b, is_str(payload) AS s FROM "t/#"`, event)
    ).toEqual(['{"h":"FF0061","b":24,"s":true}'])
    expect(() => outputsOf('SELECT payload.x AS x FROM "t/#"', event)).toThrow('decode_json_failed')
  })

  it('is decoded once an event, across rules', () => {
    const text = Buffer.from('{"a":1}')
    const event = publish({ payload: text })
    const first = compileRule('SELECT payload.a AS a, payload.a AS b FROM "t/#" WHERE payload.a = 1').evaluate(
      event,
      'one'
    )
    // Who decoded it again would see this.
    text.write('{"a":2}')
    const second = compileRule('SELECT payload AS p FROM "t/#" WHERE payload.a = 1').evaluate(event, 'two')
    expect([first.kind, second.kind]).toEqual(['outputs', 'outputs'])
  })
})

describe('an error while a rule runs', () => {
  it('is an AppError that says why', () => {
    try {
      compileRule('SELECT 1 / 0 AS x FROM "t/#"').evaluate(publish(), 'r')
      expect.unreachable()
    } catch (error) {
      expect(error).toBeInstanceOf(AppError)
      expect((error as AppError).toInfo()).toEqual({ code: 'rule_evaluation', data: { reason: 'badarith' } })
    }
  })

  it.each([
    `SELECT ${Array.from({ length: 390 }, () => 'bitsl(1, 900000)').join(' * ')} AS x FROM "#"`,
    'SELECT bitsl(1, 999999999999) AS x FROM "#"',
    'SELECT [1..999999999] AS x FROM "#"',
    'SELECT pad(\'a\', 999999999999) AS x FROM "#"',
    `SELECT json_decode(payload) AS x FROM "#"`,
    `SELECT payload + payload AS a, a + a AS b, ${'abcdefghijklmnopqrstuvwxyz'
      .split('')
      .map((letter, at, all) => `${letter} + ${letter} AS ${all[at + 1] ?? 'a'}`)
      .join(', ')} FROM "#"`
  ])('is an error too where something would grow without end', (sql) => {
    const result = tested(sql, { topic: 'x', payload: '['.repeat(100_000) })
    expect(result).toMatch(/^rule_evaluation/)
  })
})

describe('FOREACH', () => {
  it('keeps what one element selects from the next', () => {
    expect(tested('FOREACH [1, 2] AS e DO e AS qos, qos AS q, e AS e FROM "t/#"')).toBe(
      '[{"qos":1,"q":1,"e":1},{"qos":2,"q":2,"e":2}]'
    )
  })

  it('tells an empty result from a WHERE that is false', () => {
    const rule = compileRule('FOREACH payload.a.b AS e INCASE e > 5 FROM "t/#" WHERE qos = 1')
    expect(rule.evaluate(publish(), 'r')).toEqual({ kind: 'no_result', because: 'nothing' })
    expect(rule.evaluate(publish({ qos: 0n }), 'r')).toEqual({ kind: 'no_result', because: 'where' })
  })
})

describe('generated names', () => {
  it('differ for each field and event', () => {
    const names = Object.keys(
      JSON.parse(tested('SELECT 1, 1, [1, 2], abs(1), 1 + 1, [1..2], 1.0e21, 7 div 2, 7 mod 2 FROM "t/#"')) as object
    )
    expect(new Set(names).size).toBe(9)
    expect(names.map((name) => name.replace(/_\d+$/, ''))).toEqual([
      '_v_const_1',
      '_v_const_1',
      '_v_list_2',
      '_v_fun_{var,<<"abs">>}',
      "_v_op_'+'",
      '_v_range_{1,2}',
      '_v_const_1.0e21',
      "_v_op_'div'",
      '_v_op_mod'
    ])
  })
})

describe('the tester', () => {
  it('asks for a topic only where FROM has nothing but topics', () => {
    expect(tested('SELECT 1 AS r FROM "x"', { topic: 'y' })).toBe('no match')
    expect(tested('SELECT 1 AS r FROM "x", "$events/message_acked"', { topic: 'y' })).toBe('{"r":1}')
  })

  it('takes columns as an object, or as JSON that keeps floats', () => {
    const sql = 'SELECT is_float(x) AS f, x FROM "t/#"'
    expect(tested(sql, { topic: 't/1', x: 1 })).toBe('{"f":false,"x":1}')
    expect(tested(sql, '{"topic":"t/1","x":1.0}')).toBe('{"f":true,"x":1.0}')
    expect(tested('SELECT payload.x[2] AS r FROM "t/#"', { topic: 't/1', payload: { x: [1, 2.5] } })).toBe('{"r":2.5}')
    expect(tested('SELECT bin2hexstr(payload) AS r FROM "t/#"', { topic: 't/1', payload: new Uint8Array([255]) })).toBe(
      '{"r":"FF"}'
    )
  })

  it('answers with the error', () => {
    expect(tested('SELECT 1 / 0 AS r FROM "t/#"')).toBe('rule_evaluation: badarith')
    expect(tested('SELECT')).toMatch(/^rule_syntax/)
    expect(tested('SELECT 1 AS r FROM "t/#"', '[]')).toMatch(/^rule_evaluation/)
  })
})

describe('columns for actions', () => {
  it('are read as text, bytes and integers, or not at all', () => {
    expect([textOf('a'), textOf(Buffer.from('é')), textOf(Buffer.from([255])), textOf(1n)]).toEqual([
      'a',
      'é',
      undefined,
      undefined
    ])
    expect([bytesOf('é'), bytesOf(new Uint8Array([1])), bytesOf(null)]).toEqual([
      Buffer.from('é'),
      Buffer.from([1]),
      undefined
    ])
    expect([integerOf(5n), integerOf(5), integerOf(2n ** 60n), integerOf('5')]).toEqual([
      5,
      undefined,
      undefined,
      undefined
    ])
  })
})
