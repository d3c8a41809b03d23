import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { format } from '../../src/rulesql/format.js'
import { tokenize } from '../../src/rulesql/lexer.js'
import { parse } from '../../src/rulesql/parse.js'
import { print } from '../../src/rulesql/print.js'
import { statement } from './statements.js'

function commentsIn(source: string): string[] {
  return tokenize(source)
    .filter(({ kind }) => kind === 'comment')
    .map(({ from, to }) => source.slice(from, to).trimEnd())
}

describe('a formatted statement', () => {
  it.each([
    ['select a,b from "t" where a=1', 'SELECT a, b\nFROM "t"\nWHERE a = 1'],
    ['-- what\nselect a from t', '-- what\nSELECT a\nFROM "t"'],
    ['select a, -- the a\nb from t', 'SELECT\n  a, -- the a\n  b\nFROM "t"'],
    ['select a, b -- both\nfrom t', 'SELECT a, b -- both\nFROM "t"'],
    ['select a,\n-- the b\nb from t', 'SELECT\n  a,\n  -- the b\n  b\nFROM "t"'],
    ['select a from t\n-- hot\nwhere a > 1', 'SELECT a\nFROM "t"\n-- hot\nWHERE a > 1'],
    ['select a from t where a > 1 and\n-- low\nb < 1', 'SELECT a\nFROM "t"\nWHERE a > 1\n  -- low\n  AND b < 1'],
    // Nothing can stand behind the last piece.
    ['select a from t where (a = 1 -- c\n)', 'SELECT a\nFROM "t"\n-- c\nWHERE a = 1']
  ])('%s', (source, expected) => {
    expect(format(source)).toBe(expected)
  })

  it('means the same, keeps every comment, and stays as it is', () => {
    fc.assert(
      fc.property(statement, fc.array(fc.tuple(fc.nat(40), fc.boolean()), { maxLength: 4 }), (tree, places) => {
        const printed = print(tree)
        // The last token is the end, where a comment would have no newline; a newline before a slash is none to EMQX.
        const starts = tokenize(printed)
          .slice(0, -1)
          .map(({ from }) => from)
          .filter((from) => printed.charAt(from) !== '/')
        const source = places
          .map(([place, ownLine]) => [starts[place % starts.length] ?? 0, ownLine] as const)
          .sort(([a], [b]) => b - a)
          .reduce(
            (text, [at, ownLine], index) => `${text.slice(0, at)}${ownLine ? '\n' : ' '}-- ${index}\n${text.slice(at)}`,
            printed
          )
        const formatted = format(source)
        expect(parse(formatted)).toEqual(tree)
        expect(commentsIn(formatted).sort()).toEqual(commentsIn(source).sort())
        expect(format(formatted)).toBe(formatted)
      }),
      { numRuns: 150 }
    )
  })
})
