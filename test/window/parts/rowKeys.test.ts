import fc from 'fast-check'
import { expect, test } from 'vitest'
import { destinationOf } from '../../../src/renderer/parts/rowKeys.js'

const inView = { startIndex: 10, endIndex: 19 }

test.each([
  ['ArrowDown', 12, 13],
  ['ArrowUp', 12, 11],
  ['PageDown', 12, 20],
  ['PageUp', 12, 4],
  ['Home', 12, 0],
  ['End', 12, 99],
  ['ArrowDown', undefined, 10],
  ['ArrowUp', undefined, 19],
  ['Enter', 12, undefined],
  ['toString', 12, undefined]
])('%s at row %s leads to row %s', (key, at, destination) => {
  expect(destinationOf(key, at, 100, inView)).toBe(destination)
})

test('leads to a row that is there, wherever it begins', () => {
  const keys = fc.constantFrom('ArrowDown', 'ArrowUp', 'PageDown', 'PageUp', 'Home', 'End')
  const place = fc.integer({ min: 0, max: 3000 })
  const property = fc.property(
    keys,
    fc.option(place, { nil: undefined }),
    place,
    place,
    place,
    (key, at, last, ...view) => {
      const [startIndex, endIndex] = view
      const destination = destinationOf(key, at, last + 1, { startIndex, endIndex })
      expect(destination).toBeGreaterThanOrEqual(0)
      expect(destination).toBeLessThanOrEqual(last)
    }
  )
  fc.assert(property)
})
