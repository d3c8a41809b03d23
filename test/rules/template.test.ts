import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  compilePrepared,
  compileTemplate,
  preparedValues,
  renderInline,
  renderText,
  renderValue
} from '../../src/engine/rules/template.js'
import type { Value } from '../../src/engine/rules/types.js'
import { AppError } from '../../src/shared/errors.js'

const data = new Map<string, Value>([
  ['a', 'x'],
  ['n', 1n],
  ['f', 1],
  ['bytes', new Uint8Array([255])],
  ['o', new Map<string, Value>([['k', [1n, "it's"]]])]
])

describe('templates', () => {
  it('fill in text and keep what is no placeholder', () => {
    expect(renderText(compileTemplate('a:$a,b:b},c:{c},${a}${n}${f} ${nosuch} ${'), data)).toBe(
      'a:$a,b:b},c:{c},x11.0 undefined ${'
    )
  })

  it('keep bytes that are no text', () => {
    expect(renderText(compileTemplate('${bytes}'), data)).toEqual(Buffer.from([255]))
    expect(renderText(compileTemplate('x${bytes}'), data)).toEqual(Buffer.from([0x78, 255]))
    expect(renderInline(compileTemplate('${bytes}'), data, 'sql')).toEqual(Buffer.from([0x27, 255, 0x27]))
  })

  it('keep the type of a value that is all there is', () => {
    expect(renderValue(compileTemplate('${n}'), data)).toBe(1n)
    expect(renderValue(compileTemplate('${n} '), data)).toBe('1 ')
    expect(renderValue(compileTemplate('plain'), data)).toBe('plain')
    expect(renderValue(compileTemplate('${o.k}'), data)).toEqual([1n, "it's"])
    expect(renderValue(compileTemplate('${nosuch}'), data)).toBeUndefined()
  })

  it('number the parameters of prepared statements', () => {
    const prepared = compilePrepared('insert into t values (${a}, ${o}, ${a})', '$n')
    expect(prepared.statement).toBe('insert into t values ($1, $2, $3)')
    expect(preparedValues(prepared, data)).toEqual(['x', '{"k":[1,"it\'s"]}', 'x'])
  })

  it('never throw anything but AppError, and take no long time, for any text', () => {
    const piece = fc.constantFrom('$', '{', '}', '${', 'a', 'o.k', '.', '\n', ' ', "'", '${a}', '${bytes}')
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 200 }), (pieces) => {
        try {
          renderText(compileTemplate(pieces.join('')), data)
          renderInline(compileTemplate(pieces.join('')), data, 'cql')
        } catch (error) {
          expect(error).toBeInstanceOf(AppError)
        }
      })
    )
    expect(renderText(compileTemplate('${'.repeat(100_000)), data)).toHaveLength(200_000)
  })
})
