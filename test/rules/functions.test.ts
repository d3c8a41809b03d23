import { deflateSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { functionSignatures, arityOf } from '../../src/rulesql/functions.js'
import { tested } from './harness.js'

function value(call: string): string {
  const json = tested(`SELECT ${call} AS v FROM "t/#"`)
  return json.startsWith('{"v":') ? json.slice(5, -1) : json
}

describe('functions', () => {
  it.each([...functionSignatures.values()])(
    '$name takes as many arguments as its signature says',
    ({ name, signature }) => {
      const { least, most } = arityOf(signature)
      const call = (count: number): string => value(`${name}(${Array.from({ length: count }, () => '0').join(', ')})`)
      const isMissing = (count: number): boolean => call(count).includes('sql_function_not_supported')
      expect(isMissing(least)).toBe(false)
      if (least > 0) expect(isMissing(least - 1)).toBe(true)
      if (Number.isFinite(most)) expect([isMissing(most), isMissing(most + 1)]).toEqual([false, true])
    }
  )

  it('do not take the names of what JavaScript objects have', () => {
    expect(value('constructor()')).toContain('sql_function_not_supported')
    expect(value('toString()')).toContain('sql_function_not_supported')
    expect(value("now_timestamp('constructor')")).toContain('function_clause')
    expect(value("hash('constructor', 'a')")).toContain('badarg')
    expect(value("format_date('second', 'Z', 'constructor', 0)")).toBe('"constructor"')
  })

  it.each([
    // From EMQX 5: what 4.4 rules can use.
    ["coalesce(nosuch, 'a')", '"a"'],
    ["coalesce_ne(['', nosuch, 1])", '1'],
    ["is_empty('{}')", 'true'],
    ["is_empty('')", 'true'],
    ["rm_prefix('foo/bar', 'foo/')", '"bar"'],
    ["rm_prefix('bar', 'foo/')", '"bar"'],
    ["rm_prefix([1], 'foo/')", '[1]'],
    ["coalesce_ne([], 'a')", '"a"'],
    ["bytesize(['ab', [3, 'c']])", '4'],
    ['bin2hexstr(str_utf16_le(0.1))', '"30002E003100"'],
    ["bin2hexstr(str_utf16_le([1, 'a']))", '"5B0031002C002200610022005D00"'],
    ["bytesize('é')", '2'],
    ["hash('sha1', 'abc')", '"a9993e364706816aba3e25717850c26c9cd0d89d"'],
    ["concat(['a', 1, 1.5, true])", '"a11.5true"'],
    ['concat([61.68, 1.0e-11])', '"61.680.0"'],
    ["float('3.14159', 2)", '3.14'],
    ["regex_extract('a=1', '(\\w)=(\\d)')", '["a","1"]'],
    ["sqlserver_bin2hexstr('a')", '"0x61"'],
    ["bin2hexstr(str_utf16_le('a'))", '"6100"'],
    ["bin2hexstr(hexstr2bin('0x61', '0x'), 'x')", '"x61"'],
    ["subbits('a', 1, 4, 'integer')", '6'],
    ['map_to_redis_hset_args(\'{"a":1,"b":{}}\')', '["map_to_redis_hset_args","a","1"]'],
    ["join_to_sql_values_string(['it''s', nosuch, [1]])", `"'it\\\\'\\\\'s', NULL, '[1]'"`],
    ['map_to_entries(\'{"a":1}\')', '[{"key":"a","value":1}]'],
    ["timezone_to_offset_seconds('+01:00')", '3600'],
    ["getenv('no_such_variable')", '""']
  ])('%s is %s', (call, expected) => {
    expect(value(call)).toBe(expected)
  })

  it.each([
    ["jq('.a[1]', '{\"a\":[1,2]}')", '[2]'],
    ["jq('.[] | select(. > 1) * 2', [1, 2, 3])", '[4,6]'],
    ['jq(\'{b: .a, "c": (.a + 1)}\', \'{"a":1}\')', '[{"b":1,"c":2}]'],
    ['jq(\'map(length), keys\', \'{"a":[1],"b":"xy"}\')', '[[1,2],["a","b"]]'],
    ["jq('def f(x): x + 1; f(.)', 1)", '[2]'],
    ["jq('reduce .[] as $x (0; . + $x)', [1, 2, 3])", '[6]'],
    ['jq(\'if . > 1 then "a" elif . == 1 then "b" else "c" end\', 1)', '["b"]'],
    ["jq('.a // \"none\"', '{}')", '["none"]'],
    ["jq('[.. | numbers]', '[1,[2]]')", '[[1,2]]'],
    ['jq(\'try error("x") catch .\', 1)', '["x"]'],
    ["jq('empty', 1)", '[]']
  ])('%s is %s', (call, expected) => {
    expect(value(call)).toBe(expected)
  })

  it.each([
    "jq('.a', 1)",
    "jq('|', 1)",
    "jq('nosuch', 1)",
    "jq('.', '{')",
    "jq('def f: f; f', 1)",
    "jq('def f: . + 1 | f; f', 1, 20)"
  ])('%s fails', (call) => {
    expect(value(call)).toMatch(/^rule_evaluation/)
  })

  it('refuse data that unpacks to more than fits', () => {
    const bomb = deflateSync(Buffer.alloc(80 * 1024 * 1024)).toString('hex')
    expect(value(`strlen(zip_uncompress(hexstr2bin('${bomb}')))`)).toBe('rule_evaluation: data_error')
  })

  it('give random values that differ', () => {
    expect(value('uuid_v4()')).toMatch(/^"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"$/)
    expect(value('uuid_v4_no_hyphen()')).toMatch(/^"[0-9a-f]{32}"$/)
    expect(value('random()')).not.toBe(value('random()'))
    expect(Number(value('random()'))).toBeLessThan(1)
  })

  it('give the time in the unit asked for', () => {
    const before = BigInt(Date.now())
    const now = BigInt(value("now_timestamp('millisecond')"))
    expect(now >= before && now <= before + 60_000n).toBe(true)
    expect(value("now_timestamp('nanosecond')").length).toBe(value("now_timestamp('millisecond')").length + 6)
  })
})
