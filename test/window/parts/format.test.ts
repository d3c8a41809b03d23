import { expect, test } from 'vitest'
import { byteSize, clockTime, count, span } from '../../../src/renderer/parts/format.js'

test.each([
  [-1, '0 ms'],
  [0.04, '0 ms'],
  [0.44, '0.4 ms'],
  [12.4, '12 ms'],
  [999, '999 ms'],
  [3140, '3.1 s'],
  [240_000, '4 min'],
  [7_200_000, '2 h']
])('%d ms is %s', (milliseconds, text) => {
  expect(span(milliseconds)).toBe(text)
})

test.each([
  [0, '0 B'],
  [1023, '1023 B'],
  [4096, '4.0 KiB'],
  [2.5 * 1024 ** 2, '2.5 MiB']
])('%d bytes are %s', (bytes, text) => {
  expect(byteSize(bytes)).toBe(text)
})

test('a time of day has its leading zeros', () => {
  const at = new Date(2026, 0, 2, 3, 4, 5, 6).getTime()
  expect(clockTime(at)).toBe('03:04:05.006')
  expect(clockTime(at, false)).toBe('03:04:05')
})

test('thousands are set apart', () => {
  expect(count(12431)).toBe('12,431')
})
