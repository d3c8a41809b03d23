import { describe, expect, it } from 'vitest'
import { tested } from './harness.js'

/** A text of 16 Mi letters: as long as a message may be. */
const long = "pad('', 16777216, 'leading', 'a')"
const value = (expression: string) => tested(`SELECT ${expression} AS v FROM "t/#"`)
const limit = 'rule_evaluation: system_limit'

describe('what a rule may do at most', () => {
  it.each([
    [`pad('', 1000000000)`],
    [`pad('', 16777216, 'both', 'ab')`],
    [`replace(${long}, 'a', 'b')`],
    [`replace(pad('', 100000, 'leading', 'a'), 'a', pad('', 100000, 'leading', 'b'))`],
    [`regex_replace(${long}, 'a', 'b')`],
    [`length(split(${long}, 'a', 'notrim'))`],
    [`length(tokens(replace(pad('', 100000, 'leading', 'a'), 'a', 'a,a,a,a,a,a,a,a,a,a,a,a,'), ','))`],
    [`strlen(concat('€', ${long}))`],
    [`upper(concat('é', ${long}))`],
    [`subbits(${long}, 1, 100000000)`],
    ['bitsl(1, 1000000000)'],
    [`map_put(pad('', 100000, 'leading', '.'), 1, map_new())`],
    [`map_get(pad('', 100000, 'leading', '.'), map_new())`],
    [`sprintf(pad('', 60, 'leading', '~999999c'), ${Array.from({ length: 60 }, () => '65').join(', ')})`]
  ])('%s fails', (expression) => {
    expect(value(expression)).toBe(limit)
  })

  it.each([
    [`strlen(${long})`, '16777216'],
    [`strlen(upper(${long}))`, '16777216'],
    [`strlen(substr(${long}, 16777210))`, '6'],
    [`length(tokens(${long}, 'b'))`, '1'],
    [`regex_match(${long}, 'ab')`, 'false'],
    [`strlen(regex_replace(pad('', 500000, 'leading', 'ab'), 'b', ''))`, '500000']
  ])('%s is %s', (expression, expected) => {
    expect(value(expression)).toBe(`{"v":${expected}}`)
  })

  it('ends FOREACH, whatever the elements cost', () => {
    expect(tested('FOREACH [1..100001] AS i DO i FROM "t/#"')).toBe(limit)
    expect(tested(`FOREACH split(pad('', 300000, 'leading', 'a,'), ',') AS i DO i FROM "t/#"`)).toBe(limit)
    const slow = `regex_match('${'a'.repeat(60)}!', concat('(a+)+$', str(i)))`
    expect(tested(`FOREACH [1..100000] AS i INCASE ${slow} FROM "t/#"`)).toBe(limit)
  })

  it('holds for what rules remember', () => {
    const put = (key: string) => `kv_store_put(${key}, ${long})`
    const all = Array.from({ length: 5 }, (_, key) => `${put(`'bounds ${key}'`)} AS a${key}`)
    expect(tested(`SELECT ${all.slice(0, 3).join(', ')}, ${put("'bounds 0'")} AS b FROM "t/#"`)).toContain('"b":true')
    expect(tested(`SELECT ${all.join(', ')} FROM "t/#"`)).toBe(limit)
  })
})
