import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parse } from '../../src/rulesql/parse.js'
import { print } from '../../src/rulesql/print.js'
import { statement } from './statements.js'

describe('a printed statement', () => {
  it('reads back as the same tree', () => {
    fc.assert(
      fc.property(statement, (tree) => {
        expect(parse(print(tree))).toEqual(tree)
      }),
      { numRuns: 600 }
    )
  })

  const cases = readFileSync(new URL('../rules/cases/rule-sql.jsonl', import.meta.url), 'utf8')
    .trim()
    .split('\n')
  const statements = cases
    .map((line) => JSON.parse(line) as { sql?: string; expect: { parse?: string } | null })
    .flatMap(({ sql, expect: wanted }) => (sql === undefined || wanted?.parse === 'error' ? [] : [sql]))

  it.each(statements)('%s', (sql) => {
    const tree = parse(sql)
    expect(parse(print(tree))).toEqual(tree)
  })

  it.each([
    ['select a,b from t where a=1 and(b=2 or c)', 'SELECT a, b\nFROM "t"\nWHERE a = 1 AND (b = 2 OR c)'],
    ['select - -a from t', 'SELECT -(-a)\nFROM "t"'],
    ['select a-(b-c), a-b-c from t', 'SELECT a - (b - c), a - b - c\nFROM "t"'],
    ["select a.'k.d'[ 00 ][-0] x from 'a\"b'", "SELECT a.'k.d'[00][-0] AS x\nFROM 'a\"b'"],
    ['select 1.0e+30, 1.50 from t', 'SELECT 1.0e+30, 1.5\nFROM "t"'],
    [
      'select * from t where a not in (1) and not (a in (1))',
      'SELECT *\nFROM "t"\nWHERE a NOT IN (1) AND a NOT IN (1)'
    ],
    [
      'foreach a.b as c do c.d incase c.e > 1 from t where x = 1',
      'FOREACH a.b AS c\nDO c.d\nINCASE c.e > 1\nFROM "t"\nWHERE x = 1'
    ]
  ])('%s', (sql, expected) => {
    expect(print(parse(sql))).toBe(expected)
  })

  it('puts fields on lines of their own where they are too long for one', () => {
    const long = print(parse(`SELECT ${'abcdefghij, '.repeat(9)}z FROM t`))
    expect(long.split('\n')).toHaveLength(12)
  })

  it('breaks a long condition before its ANDs or its ORs', () => {
    const long = ['a = 1', 'b = 2 OR b = 3', 'NOT c = 3', "topic =~ 'a/long/topic/filter/with/many/levels/#'"]
    const sql = `SELECT * FROM t WHERE ${long.map((part) => `(${part})`).join(' AND ')}`
    const where = [`WHERE a = 1`, `  AND (b = 2 OR b = 3)`, `  AND NOT c = 3`, `  AND ${long[3] ?? ''}`]
    expect(print(parse(sql))).toBe(['SELECT *', 'FROM "t"', ...where].join('\n'))
  })
})
