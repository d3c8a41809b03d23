import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { rowsFelt } from '../../src/engine/stores/store.js'
import { reasonFor, serverFor } from '../setup/servers.js'
import { messages } from '../stores/contract.js'
import { Bench, eventually } from './harness.js'

const server = await serverFor('pgsql')

describe.skipIf(server === undefined)(`a store that has grown ${reasonFor('pgsql')}`, () => {
  if (server === undefined) return
  let bench: Bench
  beforeAll(async () => {
    const database = `growth_${randomBytes(4).toString('hex')}`
    bench = await Bench.start({ resources: [{ id: 'pg', type: server.type, config: { ...server.config, database } }] })
    await bench.engine.resource('pg').store.init()
    bench.engine.resource('pg').retryNow()
  })
  afterAll(() => bench.stop())

  const scanned = () => bench.engine.resourceViews()[0]?.scanned
  const warnings = () => bench.log.entries.filter(({ code }) => code === 'fetch_reads_past')

  it('tells at a fetch that it reads past other messages, once, and nothing is made unasked', async () => {
    const { store } = bench.engine.resource('pg')
    for (let part = 0; part * 2000 <= rowsFelt; part += 1) {
      await store.save(
        messages(2000, () => ({ topic: 'other' })),
        { again: false }
      )
    }
    expect(scanned()).toBeUndefined()
    await bench.subscriber('t/1')
    expect(await eventually(scanned, (rows) => rows !== undefined)).toBeGreaterThan(rowsFelt)
    await bench.subscriber('t/1')
    expect(warnings().map(({ level, data }) => [level, data['resource']])).toEqual([['warn', 'pg']])
    expect(await store.topicIndex?.plan()).toMatchObject({ state: 'missing' })
  })

  it('no longer tells so once its index is there', async () => {
    expect(await bench.engine.resource('pg').makeIndex()).toMatchObject({ state: 'ready' })
    expect(scanned()).toBeUndefined()
  })
})
