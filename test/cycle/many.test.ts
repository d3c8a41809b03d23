import { randomBytes } from 'node:crypto'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { reasonFor, serverFor } from '../setup/servers.js'
import { Bench, eventually } from './harness.js'

const server = await serverFor('pgsql')
const publishers = 4
const each = 2500

describe.skipIf(server === undefined)(`10,000 messages on a real PostgreSQL ${reasonFor('pgsql')}`, () => {
  it(
    'from 4 publishers are all acknowledged, all stored, all delivered in order, and all gone in the end',
    { timeout: 120_000 },
    async () => {
      const bench = await Bench.start({
        resources: [
          {
            id: 'pg',
            type: 'backend_pgsql',
            config: { ...server?.config, database: `many_${randomBytes(4).toString('hex')}` }
          }
        ]
      })
      try {
        const { store } = bench.engine.resource('pg')
        await store.init()
        bench.engine.resource('pg').retryNow()
        const expected = Array.from({ length: each }, (_, index) => String(index))
        await round(bench, expected)
        const before = footprint()
        await round(bench, expected)
        await round(bench, expected)
        const after = footprint()
        // What is left over is noise, not something that grows with each of 20,000 messages.
        expect(after.handles).toBeLessThanOrEqual(before.handles)
        expect(after.heap - before.heap).toBeLessThan(20_000 * 100)
      } finally {
        await bench.stop()
      }
    }
  )
})

async function round(bench: Bench, expected: readonly string[]): Promise<void> {
  await Promise.all(
    Array.from({ length: publishers }, async (_, index) => {
      const client = await bench.client({ clientId: `pub-${index}` })
      await Promise.all(expected.map((text) => client.publishAsync(`t/${index}`, text, { qos: 1 })))
      await client.endAsync()
    })
  )
  expect(await bench.rows()).toBe(publishers * each)
  for (let index = 0; index < publishers; index += 1) {
    const subscriber = await bench.subscriber(`t/${index}`)
    await eventually(
      () => subscriber.received.length,
      (count) => count >= each
    )
    expect(subscriber.texts()).toEqual(expected)
    await eventually(
      () => bench.rows(),
      (rows) => rows === (publishers - index - 1) * each
    )
    await subscriber.client.endAsync()
  }
  bench.journal.clear()
  await eventually(
    () => bench.engine.brokerState.clients,
    (clients) => clients === 0
  )
}

function footprint(): { readonly handles: number; readonly heap: number } {
  collectGarbage()
  const kinds = process.getActiveResourcesInfo().filter((kind) => kind.includes('TCP'))
  return { handles: kinds.length, heap: process.memoryUsage().heapUsed }
}

/** The heap before a collection says nothing about what is held. */
function collectGarbage(): void {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  collect()
  collect()
}
