import { describe, expect, it, vi } from 'vitest'
import type { Store } from '../../src/engine/stores/store.js'
import { findBackends } from './backends.js'
import { ids } from './contract.js'
import { batch, comesBack, failureOf, options, saveAll, stored } from './faulty.js'
import { Proxy } from './proxy.js'

const { backends } = await findBackends()

describe.each(backends)('a store whose server fails: $name', { concurrent: true }, (backend) => {
  const { address } = backend
  const behind = async (work: (proxy: Proxy, store: Store) => Promise<void>): Promise<void> => {
    const proxy = new Proxy(address)
    await proxy.start()
    const store = backend.open(proxy.port)
    try {
      await store.init()
      await work(proxy, store)
    } finally {
      await store.close()
      await proxy.stop()
    }
  }

  it('is away while the server is down at the start, and works when it has come up', async () => {
    const proxy = new Proxy(address)
    await proxy.start()
    await proxy.stop()
    const store = backend.open(proxy.port)
    const saved = batch(3)
    expect(await failureOf(store.save(saved, options))).toMatchObject({ code: 'store_unreachable' })
    await proxy.start()
    await comesBack(store)
    await store.init()
    await store.save(saved, { ...options, again: true })
    expect(ids(await stored(store, saved))).toEqual(ids(saved))
    await store.close()
    await proxy.stop()
  })

  it('loses no message and stores none twice when connections break in the middle', () =>
    behind(async (proxy, store) => {
      const saved = batch(400)
      await saveAll(store, saved, (part) => {
        // At another moment of the saving each time.
        if (part % 2 === 1) setTimeout(() => proxy.cut(), part)
      })
      proxy.cut()
      // One connection that works does not mean that there is none left that broke.
      const found = await vi.waitFor(() => stored(store, saved), { timeout: 60_000 })
      expect(ids(found)).toEqual(ids(saved))
    }))

  it('waits for a slow server', () =>
    behind(async (proxy, store) => {
      proxy.delay = 300
      const saved = batch(3)
      await store.save(saved, options)
      const found = await stored(store, saved)
      expect(ids(found)).toEqual(ids(saved))
      await store.remove(found)
      expect(await stored(store, saved)).toEqual([])
    }))

  it('does not hang on a server that falls silent', () =>
    behind(async (proxy, store) => {
      const saved = batch(1)
      await store.save(saved, options)
      proxy.stall()
      const failure = await failureOf(store.save(saved, { ...options, again: true }))
      expect(failure?.code).toMatch(/^store_(timeout|unreachable)$/)
      await proxy.stop()
      await proxy.start()
      await comesBack(store)
      expect(ids(await stored(store, saved))).toEqual(ids(saved))
    }))

  it('closes while the server is silent', () =>
    behind(async (proxy, store) => {
      proxy.stall()
      const failure = failureOf(store.test())
      await store.close()
      expect(await failure).toBeDefined()
    }))
})
