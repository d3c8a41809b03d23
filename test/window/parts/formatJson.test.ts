import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatJson } from '../../../src/renderer/parts/formatJson.js'

describe('JSON as text', () => {
  test('is set in lines as JSON.stringify does it', () => {
    fc.assert(
      fc.property(fc.json(), (text) => formatJson(text) === JSON.stringify(JSON.parse(text), null, 2)),
      // What is written in another way than JavaScript would write it stays as it was written.
      { examples: [['[]'], ['{"a":[{},[[]]]}'], ['"x"']] }
    )
  })

  test('keeps what JavaScript would change: digits, keys that stand twice, escapes', () => {
    const text = '{"a":12345678901234567890,"a":1.0,"b":"\\u00e9"}'
    expect(formatJson(text)).toBe('{\n  "a": 12345678901234567890,\n  "a": 1.0,\n  "b": "\\u00e9"\n}')
  })

  test('placeholders of a repeated message stay', () => {
    expect(formatJson('{"n":{{i}},"at":[{{ts}}]}')).toBe('{\n  "n": {{i}},\n  "at": [\n    {{ts}}\n  ]\n}')
  })

  test('is left as it is where it is nested too deep to be shown', () => {
    const deep = '['.repeat(60_000) + ']'.repeat(60_000)
    expect(formatJson(deep)).toBe(deep)
  })
})
