import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AppError } from '../../src/shared/errors.js'
import { isPlainMatch, replaceAll, searchGroups } from '../../src/engine/rules/regex/regex.js'

describe('a regular expression that backtracks for ever', () => {
  const subject = `${'a'.repeat(60)}!`

  it.each(['^(a+)+$', '(a|aa)+$', '(a*)*b', '^(?:a?){60}a{60}$', '(.*)(.*)(.*)(.*)(.*)(.*)x$', '(a|a?)+$'])(
    '%s ends, and finds nothing as in EMQX',
    (pattern) => {
      expect(isPlainMatch(pattern, subject)).toBe(false)
    }
  )

  it('is refused after some time was spent on it', () => {
    const pattern = '^(b+)+c$'
    const tries = Array.from({ length: 8 }, (): boolean | string => {
      try {
        return isPlainMatch(pattern, `${'b'.repeat(60)}!`)
      } catch (error) {
        return error instanceof AppError ? error.code : 'other'
      }
    })
    expect(tries).toEqual([false, false, false, false, false, 'rule_evaluation', 'rule_evaluation', 'rule_evaluation'])
  })

  it('leaves a subject as it is when it replaces', () => {
    expect(replaceAll('(c+)+d$', `${'c'.repeat(60)}!`, 'x')).toBe(`${'c'.repeat(60)}!`)
  })
})

describe('matching', () => {
  it('goes by bytes, so one character beyond ASCII is several', () => {
    expect(isPlainMatch('^.$', 'é')).toBe(false)
    expect(isPlainMatch('^..$', 'é')).toBe(true)
    expect(isPlainMatch('^é$', 'é')).toBe(true)
  })

  it.each<[string, string, boolean]>([
    ['a{2,3}', 'aa', true],
    ['a{,3}', 'a{,3}', true],
    ['^a{2}$', 'aaa', false],
    ['(?<x>a)\\k<x>', 'aa', true],
    ['(?P<x>a)(?P=x)', 'aa', true],
    ['(a)(b)\\g{-1}', 'abb', true],
    ['(?>a+)a', 'aaa', false],
    ['a++a', 'aaa', false],
    ['(?i:A)b', 'ab', true],
    ['(?i)a(?-i)b', 'AB', false],
    ['(?x) a b # comment', 'ab', true],
    ['a(?#comment)b', 'ab', true],
    ['\\Q.*\\E', '.*', true],
    ['\\Q.*\\E', 'xx', false],
    ['[]a]', ']', true],
    ['[^]a]', 'b', true],
    ['[a-]', '-', true],
    ['[\\d-x]', '-', true],
    ['[[:^digit:]]', '5', false],
    ['\\x{41}\\x42\\103', 'ABC', true],
    ['\\R', '\r\n', true],
    ['\\N+', '\n', false],
    ['a$', 'a\n', true],
    ['a\\z', 'a\n', false],
    ['a\\Z', 'a\n', true],
    ['(?m)^b$', 'a\nb\nc', true],
    ['.', '\n', false],
    ['.', '\r', true],
    ['\\bé', 'é', true],
    ['(?i)É'.normalize('NFC'), 'é', false],
    ['x|', '', true]
  ])('%s on %j is %s', (pattern, subject, expected) => {
    expect(isPlainMatch(pattern, subject)).toBe(expected)
  })

  it.each(['(', ')', '[', '[b-a]', '*a', 'a{2,1}', '\\', '\\l', '(?<x', '(?R)', '\\k<none>', '[[:none:]]', '(?z)'])(
    'fails for %s, which is no pattern',
    (pattern) => {
      expect(() => isPlainMatch(pattern, 'a')).toThrow(AppError)
    }
  )

  it('gives the groups of the first match, without the last ones that took no part', () => {
    expect(searchGroups('(a)(x)?(b)(y)?', 'ab')).toEqual(['a', '', 'b'])
    expect(searchGroups('x', 'ab')).toEqual([])
  })

  it('throws nothing but AppError for any pattern, and ends', () => {
    const piece = fc.constantFrom(
      ...'ab.*+?()[]{}|^$\\-1,:<>!=&'.split(''),
      '(?:',
      '(?=',
      '(?<',
      '[[:alpha:]]',
      '{2,3}',
      '\\d'
    )
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 12 }),
        fc.string({ unit: fc.constantFrom('a', 'b', '1'), maxLength: 12 }),
        (pieces, subject) => {
          try {
            expect(typeof isPlainMatch(pieces.join(''), subject)).toBe('boolean')
          } catch (error) {
            expect(error).toBeInstanceOf(AppError)
          }
        }
      ),
      { numRuns: 2000 }
    )
  })
})
