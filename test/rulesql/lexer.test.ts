import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { tokenize } from '../../src/rulesql/lexer.js'
import type { Token } from '../../src/rulesql/tokens.js'

/** Tokens in short: what they say, without places. */
function short(source: string): string[] {
  return tokenize(source)
    .filter(({ kind }) => kind !== 'end')
    .map(brief)
}

function brief(token: Token): string {
  switch (token.kind) {
    case 'keyword':
      return token.keyword
    case 'name':
      return `name ${token.name}`
    case 'text':
      return `text ${token.text}`
    case 'integer':
      return `integer ${token.digits}`
    case 'float':
      return `float ${token.value}`
    case 'range':
      return `range ${token.first} ${token.last}`
    case 'comparison':
    case 'operator':
      return token.operator
    case 'punctuation':
      return token.mark
    case 'invalid':
      return `invalid ${token.reason}`
    default:
      return token.kind
  }
}

describe('tokens', () => {
  it.each<[string, string[]]>([
    ['select Select SELECT', ['SELECT', 'SELECT', 'SELECT']],
    ['if elsif', ['IF', 'ELSIF']],
    ['div mod DIV Mod divide', ['div', 'mod', 'name DIV', 'name Mod', 'name divide']],
    ['a_b$c@d~e', ['name a_b$c@d~e']],
    ['_a', ['invalid character', 'name a']],
    ['中', ['invalid character']],
    ['"中 x"', ['name 中 x']],
    ["'a' 'b'", ['text a', 'text b']],
    ["'a''b'", ["text a''b"]],
    ["'''a'''", ['text a']],
    ["''", ['text ']],
    ["''''", ['text ']],
    ['"a""b"', ['name a""b']],
    ["'a\nb'", ['text a\nb']],
    ["'a\\'", ['text a\\']],
    ["'open", ['invalid unterminated_text']],
    ['"open', ['invalid unterminated_name']],
    ["'\ud800'", ['invalid character']],
    ['12 1.5 1.0e5 1.0E-3', ['integer 12', 'float 1.5', 'float 100000', 'float 0.001']],
    ['1e5', ['integer 1', 'name e5']],
    ['12e5', ['invalid number']],
    ['12f 1.5f 1.5d', ['invalid number', 'invalid number', 'invalid number']],
    ['1.0e999', ['invalid number']],
    ['.5', ['.', 'integer 5']],
    ['5.', ['integer 5', '.']],
    ['1.5.6', ['float 1.5', '.', 'integer 6']],
    ['[1..3]', ['range 1 3']],
    ['[-1..+3]', ['range -1 3']],
    ['[1 ..3]', ['[', 'integer 1', '.', '.', 'integer 3', ']']],
    ['= =~ ~= != <> < > <= >=', ['=', '=~', '~=', '!=', '<>', '<', '>', '<=', '>=']],
    ['==', ['=', '=']],
    ['+-*/()[],.', ['+', '-', '*', '/', '(', ')', '[', ']', ',', '.']],
    ['a % b; c', ['name a', 'invalid character', 'name b', 'invalid character', 'name c']],
    ['1 -- note\n2', ['integer 1', 'comment', 'integer 2']],
    ['1 -- note', ['integer 1', '-', '-', 'name note']],
    ['5--3\n4', ['integer 5', 'comment', 'integer 4']],
    // A comment at the end loses its newline when EMQX trims the statement.
    ['1 -- note\n', ['integer 1', '-', '-', 'name note']],
    [' \t\r\n1\f\v', ['integer 1']],
    // EMQX takes out a newline with the slash after it.
    ['6\n/2', ['integer 62']],
    ['', []]
  ])('%j', (source, expected) => {
    expect(short(source)).toEqual(expected)
  })

  it('stand where they stand in the text', () => {
    const source = '  a = "b" -- c\n + 1.5 '
    const pieces = tokenize(source).map(({ from, to }) => source.slice(from, to))
    expect(pieces).toEqual(['a', '=', '"b"', '-- c\n', '+', '1.5', ''])
  })

  it('stand where they stand when something was taken out before them', () => {
    const source = 'a\n/b c'
    expect(tokenize(source).map(({ from, to }) => source.slice(from, to))).toEqual(['a\n/b', 'c', ''])
  })

  it('cover any text in order, and end at its end', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (source) => {
        const tokens = tokenize(source)
        expect(tokens.at(-1)?.kind).toBe('end')
        let last = 0
        for (const { from, to } of tokens) {
          expect(from).toBeGreaterThanOrEqual(last)
          expect(to).toBeGreaterThanOrEqual(from)
          last = to
        }
        expect(last).toBeLessThanOrEqual(source.length)
      })
    )
  })
})
