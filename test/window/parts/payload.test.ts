import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { encodePayload, previewOf, throughLens } from '../../../src/renderer/parts/payload.js'
import { lensNames } from '../../../src/shared/workspace.js'

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)

describe('lenses', () => {
  test('what a lens shows is the same bytes again when it is typed', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.constantFrom('hex', 'base64', 'text'), (bytes, lens) => {
        const shown = throughLens(bytes, lens)
        if (shown === undefined) return lens === 'text'
        const typed = encodePayload(shown, lens)
        return typed.ok && typed.bytes.join() === bytes.join()
      })
    )
  })

  test('JSON is set in lines; other text is none', () => {
    expect(throughLens(bytesOf('{"a":1}'), 'json')).toBe('{\n  "a": 1\n}')
    expect(throughLens(bytesOf('hello'), 'json')).toBeUndefined()
  })

  test('bytes that are no UTF-8 are no text', () => {
    expect(throughLens(Uint8Array.of(0xff, 0xfe), 'text')).toBeUndefined()
  })
})

describe('typing a payload', () => {
  test.each([
    ['json', '{"a": 1}', true],
    ['json', '{a: 1}', false],
    ['json', '', false],
    ['text', '', true],
    ['hex', 'de ad BE ef', true],
    ['hex', 'abc', false],
    ['hex', 'xy', false],
    ['base64', 'aGVsbG8=', true],
    ['base64', '%%%', false]
  ] as const)('%s %j: %s', (format, text, isRight) => {
    expect(encodePayload(text, format).ok).toBe(isRight)
  })

  test('JSON is sent as it was typed', () => {
    const typed = encodePayload('{ "a":   1 }', 'json')
    expect(typed.ok && throughLens(typed.bytes, 'text')).toBe('{ "a":   1 }')
  })
})

describe('a preview', () => {
  test('is on one line', () => {
    expect(previewOf(bytesOf('{\n  "a": 1\n}'))).toBe('{ "a": 1 }')
  })

  test('ends before a character that was cut', () => {
    const whole = bytesOf('温度')
    expect(previewOf(whole.subarray(0, 5), whole.length)).toBe('温…')
  })

  test('shows hex where there is no text', () => {
    expect(previewOf(Uint8Array.of(0xff, 0))).toBe('ff 00')
  })

  test('is made of whatever bytes there are', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.nat(300), fc.constantFrom(...lensNames), (bytes, more, lens) => {
        throughLens(bytes, lens)
        return typeof previewOf(bytes, bytes.length + more) === 'string'
      })
    )
  })
})
