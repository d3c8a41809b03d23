import { create } from 'zustand'
import type { BrokerState, ResourceView } from '../../shared/contract.js'
import { type Latency, percentile } from '../../shared/latency.js'

/** Most samples that are kept: five minutes. */
const mostSamples = 300
/** Least time between two samples, ms: the engine tells once a second, and besides whenever something changes. */
const leastInterval = 900

/** Messages a second through one store, and how many wait for it. */
export interface StoreRates {
  readonly saved: number
  readonly fetched: number
  readonly deleted: number
  readonly waiting: number
  /** From the PUBLISH to saved, and from the acknowledgement to deleted, of those that were. */
  readonly took: Readonly<Record<'saved' | 'deleted', Percentiles | undefined>>
}

/** Within how many ms half, 95 % and 99 % were done. */
export interface Percentiles {
  readonly p50: number
  readonly p95: number
  readonly p99: number
}

export interface Sample {
  /** Seconds since the epoch. */
  readonly at: number
  /** Messages a second that the broker received, and that it sent. */
  readonly received: number
  readonly sent: number
  readonly stores: Readonly<Record<string, StoreRates>>
}

interface Totals {
  readonly at: number
  readonly broker: Pick<BrokerState, 'received' | 'sent'>
  readonly resources: readonly ResourceView[]
}

interface RatesSlice {
  readonly samples: readonly Sample[]
  readonly last: Totals | undefined
  readonly take: (totals: Totals) => void
  readonly restart: () => void
}

export const ratesStore = create<RatesSlice>((set, get) => ({
  samples: [],
  last: undefined,
  take: (totals) => {
    const { last, samples } = get()
    if (last === undefined) set({ last: totals })
    if (last === undefined || totals.at - last.at < leastInterval) return
    set({ last: totals, samples: [...samples, sampleOf(last, totals)].slice(-mostSamples) })
  },
  restart: () => set({ samples: [], last: undefined })
}))

export function sampleOf(before: Totals, after: Totals): Sample {
  const seconds = (after.at - before.at) / 1000
  // Fewer than before: the resource was opened anew, and counts from 0.
  const rate = (was: number, is: number): number => (is < was ? is : is - was) / seconds
  const stores = after.resources.map((view): [string, StoreRates] => {
    const { id } = view.resource
    const { counts: was, latencies } = before.resources.find(({ resource }) => resource.id === id) ?? view
    return [
      id,
      {
        saved: rate(was.saved, view.counts.saved),
        fetched: rate(was.fetched, view.counts.fetched),
        deleted: rate(was.deleted, view.counts.deleted),
        waiting: view.waiting,
        took: {
          saved: percentilesOf(latencies.saved, view.latencies.saved),
          deleted: percentilesOf(latencies.deleted, view.latencies.deleted)
        }
      }
    ]
  })
  return {
    at: after.at / 1000,
    received: rate(before.broker.received, after.broker.received),
    sent: rate(before.broker.sent, after.broker.sent),
    stores: Object.fromEntries(stores)
  }
}

/** Of what was counted between two looks; undefined where nothing was. */
function percentilesOf(before: Latency, after: Latency): Percentiles | undefined {
  const more = after.map((count, place) => count - (before[place] ?? 0))
  // Fewer than before: the resource was opened anew.
  const counted = more.some((count) => count < 0) ? after : more
  const [p50, p95, p99] = [0.5, 0.95, 0.99].map((share) => percentile(counted, share))
  return p50 === undefined || p95 === undefined || p99 === undefined ? undefined : { p50, p95, p99 }
}
