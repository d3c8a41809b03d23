import { beforeEach, expect, test } from 'vitest'
import { ratesStore, sampleOf } from '../../../src/renderer/charts/ratesStore.js'
import { fakeSnapshot } from '../fakeSnapshot.js'

function totals(at: number, received: number, saved: number) {
  const counts = { saved, fetched: 0, deleted: 0 }
  const resources = fakeSnapshot().resources.map((view) => ({ ...view, waiting: 7, counts }))
  return { at, broker: { received, sent: 0 }, resources }
}

beforeEach(() => ratesStore.getState().restart())

test('what was counted between two looks, a second', () => {
  expect(sampleOf(totals(1000, 10, 4), totals(3000, 30, 5))).toEqual({
    at: 3,
    received: 10,
    sent: 0,
    stores: { pg: { saved: 0.5, fetched: 0, deleted: 0, waiting: 7 } }
  })
})

test('a resource that was opened anew counts from 0', () => {
  expect(sampleOf(totals(0, 0, 1000), totals(1000, 0, 3)).stores['pg']?.saved).toBe(3)
})

test('at most one sample a second, and five minutes of them', () => {
  const { take } = ratesStore.getState()
  for (let at = 0; at <= 400_000; at += 500) take(totals(at, at, 0))
  const { samples } = ratesStore.getState()
  expect(samples).toHaveLength(300)
  expect(samples.at(-1)?.at).toBe(400)
  expect(samples.every(({ received }) => received === 1000)).toBe(true)
})
