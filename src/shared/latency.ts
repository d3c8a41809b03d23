import { z } from 'zod'

/**
 * How long something took, counted in buckets that each reach a fifth further than the one before: four of them double.
 * Bounded, and exact enough for a percentile.
 */

/** What the first bucket holds at most, ms. */
const least = 0.05
const bucketsPerDoubling = 4
/** The last one holds all from about two minutes on. */
const bucketCount = 86

/** Times counted since something was opened, a bucket each. */
export const latencySchema = z.array(z.number()).length(bucketCount)
export type Latency = readonly number[]

export function noLatency(): number[] {
  return Array.from({ length: bucketCount }, () => 0)
}

export function countLatency(buckets: number[], ms: number): void {
  const place = ms <= least ? 0 : Math.min(bucketCount - 1, Math.ceil(Math.log2(ms / least) * bucketsPerDoubling))
  buckets[place] = (buckets[place] ?? 0) + 1
}

/** The time, ms, within which this share of all was done; undefined when nothing was. */
export function percentile(buckets: Latency, share: number): number | undefined {
  const all = buckets.reduce((sum, each) => sum + each, 0)
  if (all === 0) return undefined
  let seen = 0
  const place = buckets.findIndex((each) => (seen += each) >= all * share)
  return least * 2 ** (place / bucketsPerDoubling)
}
