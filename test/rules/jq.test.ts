import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { isObject, matches, readJson } from './compare.js'
import { tested } from './harness.js'

const document = '{"a":1,"b":2,"k":"key","l":[1,2,3],"o":{"x":1,"y":2},"s":"a,b,c","n":null,"f":2.5}'

function results(program: string, input: string): string {
  const answer = tested('SELECT jq(payload.program, payload.input) AS v FROM "t/#"', {
    topic: 't/a',
    payload: JSON.stringify({ program, input })
  })
  return answer.startsWith('{"v":') ? answer.slice(5, -1) : answer
}

/** What jq 1.6 answered to each program on the document above; an error is any error. */
const lines = readFileSync(new URL('./cases/jq.jsonl', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n')
const cases = lines.map((line) => {
  const { program, expect: expected } = JSON.parse(line) as { program: string; expect: unknown }
  return { program, expected: readJson(JSON.stringify(expected)) }
})

describe('jq', () => {
  it.each(cases)('$program', ({ program, expected }) => {
    const answer = results(program, document)
    if (isObject(expected)) expect(answer).toMatch(/^rule_evaluation: /)
    else expect(answer.startsWith('[') && matches(expected, readJson(answer)), answer).toBe(true)
  })

  it.each([
    ['[range(1000000000)] | length'],
    ['def f: f; f'],
    ['last(range(1000000000))'],
    ['"a" * 1000000000 | length'],
    ['[limit(1000000000; repeat(.))] | length'],
    ['[.[] | test("(a+)+$")]'],
    ['reduce range(1000000000) as $i (0; . + $i)'],
    ['.[1000000000] = 1'],
    ['[.[] | recurse] | length']
  ])('%s ends', { timeout: 20_000 }, (program) => {
    expect(results(program, `["${'a'.repeat(60)}!"]`)).toMatch(/^rule_evaluation: |^\[/)
  })

  it('has the members of text in their order, and those of an object in that of EMQX', () => {
    expect(results('keys_unsorted', '{"b":1,"a":2}')).toBe('[["b","a"]]')
    const sql = `SELECT jq('keys_unsorted', payload.o) AS v FROM "t/#"`
    expect(tested(sql, { topic: 't/a', payload: '{"o":{"b":1,"a":2}}' })).toBe('{"v":[["a","b"]]}')
  })
})
