import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AppError } from '../../src/shared/errors.js'
import { parse } from '../../src/rulesql/parse.js'
import { type Node, rangeOf } from '../../src/rulesql/tree.js'
import { nodesOf } from '../../src/rulesql/walk.js'

function isRead(source: string): boolean {
  try {
    parse(source)
    return true
  } catch (error) {
    if (error instanceof AppError && error.code === 'rule_syntax') return false
    throw error
  }
}

function whereOf(condition: string): unknown {
  return parse(`SELECT * FROM a WHERE ${condition}`).where
}

function fieldOf(field: string): unknown {
  return parse(`SELECT ${field} FROM a`).fields[0]
}

const a = { kind: 'variable', name: 'a' }
const b = { kind: 'variable', name: 'b' }
const c = { kind: 'variable', name: 'c' }
const integer = (value: bigint): object => ({ kind: 'literal', value })

describe('a statement', () => {
  it.each([
    'SELECT * FROM "t/#"',
    'SELECT * FROM \'t/#\', "$events/message_acked", abc',
    'select a, b.c as d, * from t where a = 1',
    'SELECT a b FROM t',
    'SELECT a = b AS c FROM t',
    'FOREACH a FROM t',
    'FOREACH a AS x DO x.y AS z INCASE x.y > 1 FROM t WHERE b = 1',
    'SELECT CASE WHEN a THEN 1 END FROM t',
    'SELECT (CASE WHEN a THEN 1 END) x FROM t',
    'SELECT ((CASE a WHEN 1 THEN 2 ELSE 3 END)) AS x.y FROM t',
    'SELECT f(CASE WHEN a = 1 THEN 2 END + 1) FROM t',
    'SELECT f(a = b), f((a = b)) FROM t',
    'SELECT a[1], a[-0], a[+1], a[b.c], a[b[1]][2].d FROM t',
    'SELECT a.1.b, a.\'1.5\', a."k d" FROM t',
    'SELECT [1, 2,], [], [[1..2]], [a + 1] FROM t',
    'SELECT a[1..2], a.b[-1..-2], [1..-1] FROM t',
    'SELECT a div b, div(a, b), mod(7, 2) mod 3 FROM t',
    'SELECT a.b() , a[1](2) FROM t',
    'SELECT - - a, + a FROM t',
    'SELECT 1e5 FROM t',
    'SELECT "*" FROM t',
    'SELECT true, false AS x, true() FROM t',
    'SELECT * FROM t WHERE (a) = 1 AND ((b)) + 1 > 2',
    'SELECT * FROM t WHERE (a = 1 OR b) AND NOT (c)',
    'SELECT * FROM t WHERE a NOT IN (1, b = 2, c AS d)',
    'SELECT * FROM t WHERE a LIKE',
    'SELECT * FROM t WHERE a ~= b',
    'SELECT * FROM true'
  ])('%s', (source) => {
    expect(isRead(source)).toBe(true)
  })

  it.each([
    '',
    '   ',
    'SELECT',
    'SELECT FROM t',
    'SELECT a',
    'SELECT a FROM',
    'SELECT a FROM t;',
    'SELECT a FROM t/#',
    'SELECT a FROM t u',
    'SELECT a FROM 1',
    'SELECT a,, b FROM t',
    'SELECT a, FROM t',
    'SELECT a AS FROM t',
    'SELECT a AS 1 FROM t',
    'SELECT a = b c FROM t',
    'SELECT * AS a FROM t',
    'SELECT * a FROM t',
    'SELECT select FROM t',
    'SELECT if FROM t',
    'SELECT a = b = c FROM t',
    'SELECT (a = b) FROM t',
    'SELECT (a = b) AS c FROM t',
    'SELECT a AND b FROM t',
    'SELECT NOT a FROM t',
    'SELECT a IN (1) FROM t',
    'SELECT f(a AND b) FROM t',
    'SELECT f(a AS b) FROM t',
    'SELECT f(a,) FROM t',
    'SELECT f(*) FROM t',
    'SELECT div() FROM t',
    'SELECT CASE END FROM t',
    'SELECT CASE WHEN a THEN CASE WHEN b THEN 1 END END FROM t',
    'SELECT CASE WHEN a THEN 1 END + 1 FROM t',
    'SELECT [a = b] FROM t',
    'SELECT [,] FROM t',
    'SELECT [1].b FROM t',
    'SELECT 1.b FROM t',
    'SELECT a.1.100 FROM t',
    'SELECT a.[1] FROM t',
    'SELECT a[1 + 1] FROM t',
    'SELECT a[1.5] FROM t',
    'SELECT a[] FROM t',
    'SELECT a[1..2][1] FROM t',
    'SELECT f(a)[1] FROM t',
    'SELECT a.true, b FROM t',
    'SELECT true.a FROM t',
    'SELECT "*".a FROM t',
    'SELECT .5 FROM t',
    'SELECT 12e5 FROM t',
    'SELECT a % b FROM t',
    'SELECT a || b FROM t',
    'SELECT * FROM t WHERE',
    'SELECT * FROM t WHERE a LIKE b',
    'SELECT * FROM t WHERE a IS NULL',
    'SELECT * FROM t WHERE a BETWEEN 1 AND 2',
    'SELECT * FROM t WHERE a IN ()',
    'SELECT * FROM t WHERE a IN 1',
    'SELECT * FROM t WHERE (a = 1) = 2',
    'SELECT * FROM t WHERE a = NOT b',
    'SELECT * FROM t WHERE a == b',
    'SELECT * FROM t -- the end',
    'FOREACH a INCASE b = 1 DO c FROM t',
    'SELECT a DO b FROM t',
    'INSERT INTO a'
  ])('is not %j', (source) => {
    expect(isRead(source)).toBe(false)
  })
})

describe('precedence', () => {
  it('is OR, AND, NOT, comparison, sum, product, sign, from loose to tight', () => {
    expect(whereOf('a OR b AND c')).toEqual({ kind: 'or', left: a, right: { kind: 'and', left: b, right: c } })
    expect(whereOf('NOT a AND b')).toEqual({ kind: 'and', left: { kind: 'not', condition: a }, right: b })
    expect(whereOf('NOT a = b')).toEqual({
      kind: 'not',
      condition: { kind: 'comparison', operator: '=', left: a, right: b }
    })
    expect(fieldOf('a + b * c')).toEqual({
      kind: 'arithmetic',
      operator: '+',
      left: a,
      right: { kind: 'arithmetic', operator: '*', left: b, right: c }
    })
    expect(fieldOf('-a + b')).toEqual({
      kind: 'arithmetic',
      operator: '+',
      left: { kind: 'unary', operator: '-', operand: a },
      right: b
    })
  })

  it('goes from left to right among equals', () => {
    const minus = { kind: 'arithmetic', operator: '-', left: a, right: b }
    expect(fieldOf('a - b - c')).toEqual({ kind: 'arithmetic', operator: '-', left: minus, right: c })
    const or = { kind: 'or', left: a, right: b }
    expect(whereOf('a OR b OR c')).toEqual({ kind: 'or', left: or, right: c })
  })

  it('makes NOT IN a NOT over an IN', () => {
    const membership = { kind: 'in', subject: a, candidates: [integer(1n)] }
    expect(whereOf('a NOT IN (1)')).toEqual({ kind: 'not', condition: membership })
  })
})

describe('names and constants', () => {
  it('tells integers from floats, and keeps integers of any size', () => {
    expect(fieldOf('123456789012345678901234567890')).toEqual(integer(123456789012345678901234567890n))
    expect(fieldOf('1.0')).toEqual({ kind: 'literal', value: 1 })
  })

  it('reads 1e5 as 1 AS e5', () => {
    expect(fieldOf('1e5')).toEqual({
      kind: 'alias',
      expression: integer(1n),
      target: { kind: 'variable', name: 'e5' }
    })
  })

  it('takes true and false for constants only in lower case and without quotes', () => {
    expect(fieldOf('true')).toEqual({ kind: 'literal', value: true })
    expect(fieldOf('TRUE')).toEqual({ kind: 'variable', name: 'TRUE' })
    expect(fieldOf('"true"')).toEqual({ kind: 'variable', name: 'true' })
  })

  it('has a head, a tail and numbers for places', () => {
    const path = (index: object): object => ({
      kind: 'path',
      steps: [
        { kind: 'key', key: 'a' },
        { kind: 'index', index }
      ]
    })
    expect(fieldOf('a[0]')).toEqual(path({ kind: 'head' }))
    expect(fieldOf('a[-0]')).toEqual(path({ kind: 'tail' }))
    expect(fieldOf('a[00]')).toEqual(path(integer(0n)))
    expect(fieldOf('a[-2]')).toEqual(path(integer(-2n)))
    expect(fieldOf('a[b]')).toEqual(path(b))
  })

  it('makes "*" the star', () => {
    expect(fieldOf('"*"')).toEqual({ kind: 'star' })
  })
})

describe('a syntax error', () => {
  function errorOf(source: string): AppError {
    try {
      parse(source)
    } catch (error) {
      if (error instanceof AppError) return error
      throw error
    }
    throw new Error('no error')
  }

  it('tells line and column from 1, what was expected and what was found', () => {
    const { code, data } = errorOf('SELECT a\nFROM "t"\nWHERE a >')
    expect(code).toBe('rule_syntax')
    expect(data).toMatchObject({ line: 3, column: 10, offset: 27, length: 0, found: 'the end of the text' })
    expect(data['expected']).toContain('a value')
  })

  it.each([
    ['SELECT a FORM t', 'FROM', '"t"'],
    ['SELECT f(a FROM t', ')', '"FROM"'],
    ['SELECT CASE WHEN a THEN 1 FROM t', 'END', '"FROM"'],
    ['SELECT * FROM t WHERE a = 1 SELECT', 'the end', '"SELECT"'],
    ["SELECT 'a FROM t", 'a value', 'lacks its closing quote'],
    ['SELECT 12e5 FROM t', 'a value', 'which is no number'],
    ['SELECT a FROM t/#', 'WHERE', '"/"'],
    ['SELECT a FROM', 'a topic in quotes', 'the end of the text']
  ])('%s', (source, expected, found) => {
    const { data } = errorOf(source)
    expect(data['expected']).toContain(expected)
    expect(data['found']).toContain(found)
  })

  it('counts columns within the line that it is in', () => {
    expect(errorOf('SELECT\n  a,\n  ,').data).toMatchObject({ line: 3, column: 3 })
  })
})

describe('the parser', () => {
  it('throws nothing but its own error on any text', () => {
    const words = fc.constantFrom(
      ...[
        'SELECT',
        'FOREACH',
        'FROM',
        'WHERE',
        'CASE',
        'WHEN',
        'THEN',
        'END',
        'AS',
        'AND',
        'NOT',
        'IN',
        'DO',
        'INCASE'
      ],
      ...[
        'a',
        '"x"',
        "'t'",
        '1',
        '1.5',
        '(',
        ')',
        '[',
        ']',
        ',',
        '.',
        '*',
        '-',
        '=',
        '[1..2]',
        ' ',
        '\n',
        '--',
        'div',
        '"*"'
      ]
    )
    fc.assert(
      fc.property(fc.array(fc.oneof(words, fc.string({ maxLength: 3 })), { maxLength: 60 }), (parts) => {
        expect(typeof isRead(parts.join(' '))).toBe('boolean')
      }),
      { numRuns: 1000 }
    )
  })

  it.each([
    ['parentheses', `SELECT ${'('.repeat(20_000)}a FROM t`],
    ['brackets', `SELECT ${'['.repeat(20_000)} FROM t`],
    ['signs', `SELECT ${'- '.repeat(20_000)}a FROM t`],
    ['NOT', `SELECT * FROM t WHERE ${'NOT '.repeat(20_000)}a`],
    ['calls', `SELECT ${'f('.repeat(20_000)} FROM t`],
    ['sums', `SELECT ${'a + '.repeat(20_000)}a FROM t`],
    ['AND', `SELECT * FROM t WHERE ${'a AND '.repeat(20_000)}a`],
    ['indexes', `SELECT ${'a['.repeat(20_000)} FROM t`],
    ['white space', `SELECT a${' '.repeat(200_000)}FROM`],
    ['quotes', `SELECT ${"'".repeat(100_001)} FROM t`]
  ])('refuses what is too deep or too long: %s', (_, source) => {
    expect(isRead(source)).toBe(false)
  })

  it('takes what is long but not deep', () => {
    expect(isRead(`SELECT ${'a, '.repeat(20_000)}a FROM t`)).toBe(true)
  })
})

describe('the tree', () => {
  it('is frozen, and its nodes know where they stand', () => {
    const source = 'SELECT a.b AS c, f(1) FROM "t" WHERE NOT a = 1'
    const tree = parse(source)
    const texts = new Map<string, string>()
    for (const node of nodesOf(tree)) {
      expect(Object.isFrozen(node)).toBe(true)
      const range = rangeOf(node)
      if (range !== undefined) texts.set(node.kind, source.slice(range.from, range.to))
    }
    expect(Object.fromEntries(texts)).toMatchObject({
      select: source,
      alias: 'a.b AS c',
      path: 'a.b',
      call: 'f(1)',
      source: '"t"',
      not: 'NOT a = 1',
      comparison: 'a = 1'
    } satisfies Partial<Record<Node['kind'], string>>)
  })

  it('is equal for texts that mean the same', () => {
    expect(parse('select  a from "t"')).toEqual(parse('SELECT (a)\nFROM t'))
  })
})
