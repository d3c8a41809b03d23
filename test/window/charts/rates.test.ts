import { beforeEach, expect, test } from 'vitest'
import { ratesStore, sampleOf } from '../../../src/renderer/charts/ratesStore.js'
import { countLatency, noLatency, percentile } from '../../../src/shared/latency.js'
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
    stores: {
      pg: { saved: 0.5, fetched: 0, deleted: 0, waiting: 7, took: { saved: undefined, deleted: undefined } }
    }
  })
})

test('a resource that was opened anew counts from 0', () => {
  expect(sampleOf(totals(0, 0, 1000), totals(1000, 0, 3)).stores['pg']?.saved).toBe(3)
})

test('how long it took, of what was counted between two looks', () => {
  const took = (...all: readonly number[]) => {
    const saved = noLatency()
    for (const ms of all) countLatency(saved, ms)
    const { resources, ...rest } = totals(all.length * 1000, 0, all.length)
    return { ...rest, resources: resources.map((view) => ({ ...view, latencies: { saved, deleted: noLatency() } })) }
  }
  const slow = Array.from({ length: 5 }, () => 60_000)
  const fast = Array.from({ length: 100 }, (_, place) => (place < 94 ? 1 : place < 98 ? 10 : 200))
  const { saved, deleted } = sampleOf(took(...slow), took(...slow, ...fast)).stores['pg']?.took ?? {}
  // A bucket reaches a fifth further than the one before.
  for (const [share, ms] of [
    ['p50', 1],
    ['p95', 10],
    ['p99', 200]
  ] as const) {
    expect(saved?.[share]).toBeGreaterThanOrEqual(ms)
    expect(saved?.[share]).toBeLessThan(ms * 1.2)
  }
  expect(deleted).toBeUndefined()
  // Opened anew.
  expect(sampleOf(took(...slow), took(1)).stores['pg']?.took.saved?.p99).toBeLessThan(1.2)
  expect(percentile(took(0, 1e9).resources[0]?.latencies.saved ?? [], 1)).toBeGreaterThan(100_000)
})

test('at most one sample a second, and five minutes of them', () => {
  const { take } = ratesStore.getState()
  for (let at = 0; at <= 400_000; at += 500) take(totals(at, at, 0))
  const { samples } = ratesStore.getState()
  expect(samples).toHaveLength(300)
  expect(samples.at(-1)?.at).toBe(400)
  expect(samples.every(({ received }) => received === 1000)).toBe(true)
})
