import { expect, test } from 'vitest'
import { RowSlots } from '../../../src/renderer/parts/rowSlots.js'

/** The slots of these rows, in their order. */
function assigned(slots: RowSlots, keys: readonly string[]): readonly (number | undefined)[] {
  const found = slots.assign(keys)
  return keys.map((key) => found.get(key))
}

test('a row keeps its element wherever it stands, and one that comes takes that of one that went', () => {
  const slots = new RowSlots()
  expect(assigned(slots, ['a', 'b', 'c'])).toEqual([0, 1, 2])
  expect(assigned(slots, ['b', 'c', 'd'])).toEqual([1, 2, 0])
  expect(assigned(slots, ['e', 'f', 'g', 'h'])).toEqual([1, 2, 0, 3])
})

test('no other row takes the element that has the focus, until the focus is elsewhere', () => {
  const slots = new RowSlots()
  slots.assign(['a', 'b'])
  slots.hold('b')
  expect(assigned(slots, ['c', 'd'])).toEqual([0, 2])
  slots.assign(['a', 'b'])
  slots.hold('b')
  slots.hold(undefined)
  expect(assigned(slots, ['c', 'd'])).toEqual([0, 2])
})
