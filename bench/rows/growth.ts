import type { Context, Measurement } from '../context.js'
import { driverNames, type DriverName } from '../drivers/driver.js'
import { figureOf, type Outcome, type Round } from '../figure.js'
import { Child } from '../processes/child.js'
import type { DriverCalls } from '../processes/driver.js'
import type { Costs, StoreCalls } from '../processes/store.js'

/** What a topic holds, however many of them there are. */
const perTopic = 100

/** Row 6: what a message costs where many are stored, beside few. */
export const growth: Measurement = {
  rows: [6],
  async run(context) {
    for (const name of driverNames) {
      // PGlite's costs grow like PostgreSQL's, and one process alone can have its files.
      if (name !== 'embedded') context.report(...(await measure(name, context)))
    }
  }
}

async function measure(name: DriverName, { options, servers, say }: Context): Promise<Outcome[]> {
  const sizes = options.quick ? [10_000, 100_000] : [10_000, 100_000, 1_000_000]
  const stores: Child<StoreCalls>[] = []
  let title = ''
  try {
    for (const [index, count] of sizes.entries()) {
      const place = await servers.place(name, 2 + index)
      if ('reason' in place) return [{ row: 6, name: `growth, ${name}`, reason: place.reason }]
      title = place.title
      say(`${title}: storing ${count.toLocaleString('en')}`)
      const driver = Child.start<DriverCalls>('driver')
      await driver.call('open', { name, resource: place.resource })
      await driver.call('clear', undefined)
      await driver.call('fill', { count, topics: count / perTopic, prefix: 't/grown', bytes: 64 })
      await driver.end()
      const store = Child.start<StoreCalls>('store')
      await store.call('open', place.resource)
      stores.push(store)
    }
    const plain = await takeTurns(stores, options.rounds, sizes)
    const outcomes = figuresOf(title, sizes, plain, '')
    // Where one was given up, the store may be at it still, and whatever follows waits.
    if (isAnyTooLong(plain)) return outcomes
    let isIndexed = false
    for (const store of stores) isIndexed = await store.call('addIndex', undefined)
    if (isIndexed) {
      say(`${title}: with the index that is offered`)
      const indexed = await takeTurns(stores, options.rounds, sizes)
      outcomes.push(...figuresOf(title, sizes, indexed, ', with the index that is offered'))
    }
    return outcomes
  } finally {
    for (const store of stores) await store.end()
  }
}

async function takeTurns(
  stores: readonly Child<StoreCalls>[],
  rounds: number,
  sizes: readonly number[]
): Promise<Costs[][]> {
  const all: Costs[][] = []
  for (let round = 0; round <= rounds; round += 1) {
    const costs: Costs[] = []
    for (const [index, store] of stores.entries()) {
      costs.push(await store.call('costs', { topics: (sizes[index] ?? 0) / perTopic, prefix: 't/grown' }))
    }
    if (isAnyTooLong([costs])) return [costs]
    // The first round warms up.
    if (round > 0) all.push(costs)
  }
  return all
}

function isAnyTooLong(all: readonly Costs[][]): boolean {
  return all.some((costs) => costs.some((each) => Object.values(each).includes(undefined)))
}

function figuresOf(title: string, sizes: readonly number[], all: readonly Costs[][], condition: string): Outcome[] {
  const [few = 0] = sizes
  const outcomes: Outcome[] = []
  for (const [index, count] of sizes.entries()) {
    if (index === 0) continue
    for (const step of ['save', 'fetch', 'remove'] as const) {
      const name = `${step} with ${count.toLocaleString('en')} stored, ${title}${condition}`
      const rounds = all.flatMap((costs): Round[] => {
        const [ours, peer] = [costs[index]?.[step], costs[0]?.[step]]
        return ours === undefined || peer === undefined ? [] : [{ ours, peer }]
      })
      if (rounds.length < all.length) {
        outcomes.push({ row: 6, name, reason: 'it takes longer than a store may take to answer' })
        continue
      }
      outcomes.push(
        figureOf({
          row: 6,
          name,
          unit: 'µs a message',
          peerName: `${few.toLocaleString('en')} stored`,
          ...(index === sizes.length - 1 && (step !== 'fetch' || condition !== '') ? { aim: { most: 1.2 } } : {}),
          rounds
        })
      )
    }
  }
  return outcomes
}
