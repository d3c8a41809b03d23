import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { expectedAt } from '../../src/rulesql/expectedAt.js'

/** The place is where `|` stands. */
function at(marked: string): ReturnType<typeof expectedAt> {
  const offset = marked.indexOf('|')
  return expectedAt(marked.replace('|', ''), offset)
}

describe('what could come next', () => {
  it.each<[string, string[]]>([
    ['|', ['SELECT', 'FOREACH']],
    ['SELECT |', ['*', 'CASE', 'value']],
    ['SELECT a |', ['AS', 'name', 'FROM', ',', 'comparison', 'operator', '.', '[', '(']],
    ['SELECT a FROM |', ['topic']],
    ['SELECT a FROM "t" |', ['WHERE', ',', 'end']],
    ['SELECT a FROM "t" WHERE |', ['value', 'NOT', '(']],
    ['SELECT a FROM "t" WHERE a = 1 |', ['AND', 'OR', 'AS', 'end']],
    ['SELECT a FROM "t" WHERE a |', ['IN', 'NOT', 'comparison']],
    ['SELECT a.|', ['key']],
    ['SELECT a[|', ['index']],
    ['SELECT f(|', ['value', ')', 'CASE']],
    ['SELECT CASE |', ['WHEN', 'value']],
    ['SELECT CASE WHEN a = 1 |', ['THEN']],
    ['SELECT CASE WHEN a = 1 THEN 2 |', ['WHEN', 'ELSE', 'END']],
    ['FOREACH a |', ['DO', 'INCASE', 'FROM']]
  ])('%s', (marked, expected) => {
    expect(at(marked).expected).toEqual(expect.arrayContaining(expected))
  })

  it('leaves out the word that is being written, and says where it is', () => {
    const { expected, word } = at('SELECT a FROM "t" WH|')
    expect(expected).toContain('WHERE')
    expect(word).toEqual({ from: 18, to: 20, text: 'WH' })
    expect(at('SELECT a FROM "t/|').word.text).toBe('"t/')
    expect(at('SELECT a |').word.text).toBe('')
  })

  it('takes no notice of what stands after the place', () => {
    expect(at('SELECT | FROM "t" WHERE').expected).toEqual(at('SELECT |').expected)
  })

  it('says nothing after a mistake', () => {
    expect(at('SELECT a b c FROM |').expected).toEqual([])
  })

  it.each([
    ['SELECT |', 'fields'],
    ['FOREACH a DO |', 'fields'],
    ['SELECT a FROM |', 'from'],
    ['SELECT a FROM b WHERE |', 'condition'],
    ['SELECT CASE WHEN |', 'condition'],
    ['SELECT CASE WHEN a = 1 THEN |', 'fields'],
    ['|', undefined]
  ])('%s is in %s', (marked, clause) => {
    expect(at(marked).clause).toBe(clause)
  })

  it('never throws', () => {
    const statement = 'SELECT a.b[1] AS x, f(1, "y") FROM "t/#" WHERE NOT (x =~ \'a\') AND CASE'
    fc.assert(
      fc.property(fc.nat(statement.length), fc.string({ maxLength: 10 }), (offset, extra) => {
        const source = statement.slice(0, offset) + extra + statement.slice(offset)
        expect(Array.isArray(expectedAt(source, offset + extra.length).expected)).toBe(true)
      })
    )
  })
})
