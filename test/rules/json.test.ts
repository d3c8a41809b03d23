import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseJson } from '../../src/engine/rules/json.js'
import { encodeJson, printJson } from '../../src/engine/rules/jsonText.js'
import type { Term } from '../../src/engine/rules/term.js'
import { AppError } from '../../src/shared/errors.js'

function plain(term: Term): unknown {
  if (Array.isArray(term)) return (term as readonly Term[]).map(plain)
  if (term instanceof Map)
    return Object.fromEntries([...(term as ReadonlyMap<string, Term>)].map(([key, value]) => [key, plain(value)]))
  return typeof term === 'bigint' ? Number(term) : withoutSign(term)
}

/** `-0` is an integer in rule SQL, and there is but one zero among those. */
function withoutSign<T>(value: T): T | 0 {
  return value === 0 ? 0 : value
}

describe('reading JSON', () => {
  it('agrees with JavaScript on anything that both take', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(plain(parseJson(text))).toEqual(JSON.parse(text, (_key, value: unknown) => withoutSign(value)))
      })
    )
  })

  it('takes nothing that JavaScript refuses', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'[]{},:"01.-e \\untrue/'.split('')), maxLength: 12 }),
        (text) => {
          let accepted = true
          try {
            parseJson(text)
          } catch (error) {
            expect(error).toBeInstanceOf(AppError)
            accepted = false
          }
          if (accepted) expect(() => JSON.parse(text) as unknown).not.toThrow()
        }
      ),
      { numRuns: 2000 }
    )
  })

  it('keeps integers of any size, and floats as floats', () => {
    expect(parseJson('[12345678901234567890, 1, 1.0, 1e2, -0]')).toEqual([12345678901234567890n, 1n, 1, 100, 0n])
  })

  it('keeps keys that mean something to JavaScript objects', () => {
    expect(parseJson('{"__proto__":1,"constructor":2}')).toEqual(
      new Map([
        ['__proto__', 1n],
        ['constructor', 2n]
      ])
    )
  })

  it.each(['"\\ud800"', '"\\udc00"', '"\\ud800\\u0041"', '"\t"', '1e999', '\u000b1', '\ufeff1', ''])(
    'refuses %j',
    (text) => {
      expect(() => parseJson(text)).toThrow(AppError)
    }
  )

  it('refuses what is nested too deeply, and integers that would take too long', () => {
    expect(() => parseJson('['.repeat(100_000))).toThrow(AppError)
    expect(() => parseJson('1'.repeat(1_000_000))).toThrow(AppError)
  })
})

describe('writing JSON', () => {
  it('reads back as the same value', () => {
    const value = fc.letrec<{ term: Term }>((tie) => ({
      term: fc.oneof(
        { depthSize: 'small' },
        fc.bigInt(),
        fc.double({ noNaN: true, noDefaultInfinity: true }).filter((each) => !Object.is(each, -0)),
        fc.string({ unit: 'grapheme' }).filter((each) => !/\p{Surrogate}/u.test(each)),
        fc.constantFrom<Term>(true, false, null),
        fc.array(tie('term'), { maxLength: 4 }),
        fc.array(fc.tuple(fc.string(), tie('term')), { maxLength: 4 }).map((entries) => new Map(entries))
      )
    })).term
    fc.assert(
      fc.property(value, (term) => {
        expect(parseJson(encodeJson(term))).toEqual(term)
        expect(parseJson(printJson(term))).toEqual(term)
      })
    )
  })

  it('writes undefined as EMQX does for rules, as null for people', () => {
    expect(encodeJson([undefined, null])).toBe('["undefined",null]')
    expect(printJson([undefined, null])).toBe('[null,null]')
  })

  it('writes members as EMQX does for rules, in their order for people', () => {
    const map = parseJson('{"b":1,"a":2}')
    expect(encodeJson(map)).toBe('{"b":1,"a":2}')
    expect(encodeJson(parseJson('{"a":2,"b":1}'))).toBe('{"b":1,"a":2}')
    expect(printJson(parseJson('{"a":2,"b":1}'))).toBe('{"a":2,"b":1}')
  })

  it('marks every float', () => {
    expect(encodeJson([1, 1e21, 1e-7, -0, 1.5, 1e20])).toBe('[1.0,1e+21,1e-7,0.0,1.5,100000000000000000000.0]')
  })
})
