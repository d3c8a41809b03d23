import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Bench } from '../../src/engine/bench/bench.js'
import type { Store, StoredMessage } from '../../src/engine/stores/store.js'
import type { Fault } from '../../src/shared/bench.js'

const message: StoredMessage = {
  id: '0'.repeat(32),
  topic: 't/1',
  from: 'p',
  qos: 1,
  retain: false,
  payload: Buffer.from('x'),
  timestamp: 0
}
const removal = { id: message.id, topic: 't/1', key: undefined }

/** What the real store was asked, in order. */
let asked: string[]
let bench: Bench
let store: Store

beforeEach(() => {
  asked = []
  bench = new Bench(() => undefined)
  const answer = <Result>(name: string, result: Result): Promise<Result> => {
    asked.push(name)
    return Promise.resolve(result)
  }
  const plan = { state: 'ready' as const, statements: [], notes: [] }
  store = bench.wrap('pg', {
    test: () => answer('test', 'a server'),
    plan: () => answer('plan', plan),
    init: () => answer('init', plan),
    save: () => answer('save', { keys: [1], refused: [] }),
    fetch: () => answer('fetch', { messages: [], next: undefined }),
    remove: () => answer('remove', undefined),
    inspect: () => answer('inspect', { at: 0, statement: '', columns: [], rows: [], count: 0 }),
    ask: () => answer('ask', { columns: [], rows: [], isCut: false }),
    close: () => answer('close', undefined)
  })
})

afterEach(async () => {
  await store.close()
})

describe('a fault', () => {
  it.each<[Fault, string]>([
    ['cut', 'store_unreachable'],
    ['refuse', 'store_read_only']
  ])('%s: a save fails with %s, and the real store hears nothing of it', async (fault, code) => {
    bench.setFault('pg', fault)
    await expect(store.save([message], { again: false })).rejects.toMatchObject({ code })
    expect(asked).toEqual([])
    bench.setFault('pg', undefined)
    await store.save([message], { again: false })
    expect(asked).toEqual(['save'])
  })

  it('a store that refuses writes can be read', async () => {
    bench.setFault('pg', 'refuse')
    await store.test()
    await expect(store.remove([removal])).rejects.toMatchObject({ code: 'store_read_only' })
    expect(asked).toEqual(['test'])
  })

  it('what waits for a store that does not answer goes on when it is mended', async () => {
    bench.setFault('pg', 'stall')
    const late = store.test()
    bench.setFault('pg', undefined)
    await expect(late).resolves.toBe('a server')
  })

  it('stays when the settings of the resource are saved', async () => {
    bench.setFault('pg', 'cut')
    const next = bench.wrap('pg', store)
    await expect(next.test()).rejects.toMatchObject({ code: 'store_unreachable' })
    expect(bench.state.faults).toEqual({ pg: 'cut' })
    bench.forget('pg')
    expect(bench.state.faults).toEqual({})
  })
})

describe('step mode', () => {
  it('lets go in the order in which it was asked', async () => {
    bench.steps.switch(true)
    const saved = store.save([message, message], { again: false })
    const removed = store.remove([removal])
    expect(bench.state.waiting).toMatchObject([
      { step: 'save', at: 'pg', topic: 't/1', count: 2 },
      { step: 'delete', at: 'pg', messageId: message.id }
    ])
    bench.steps.next()
    await saved
    expect(asked).toEqual(['save'])
    bench.steps.next()
    await removed
    expect(bench.state.waiting).toEqual([])
  })

  it('its end, and that of the store, let everything go', async () => {
    bench.steps.switch(true)
    const saved = store.save([message], { again: false })
    bench.steps.switch(false)
    await saved
    bench.steps.switch(true)
    const removed = store.remove([removal])
    await store.close()
    await removed
    expect(bench.state.waiting).toEqual([])
  })

  it('tells until when something was held, so that it is not taken for late', async () => {
    expect(bench.steps.heldUntil).toBe(-Infinity)
    bench.steps.switch(true)
    const saved = store.save([message], { again: false })
    const asOf = performance.now()
    expect(bench.steps.heldUntil).toBeGreaterThanOrEqual(asOf)
    bench.end()
    await saved
    expect(bench.steps.heldUntil).toBeLessThanOrEqual(performance.now())
    expect(bench.steps.heldUntil).toBeGreaterThanOrEqual(asOf)
  })
})
