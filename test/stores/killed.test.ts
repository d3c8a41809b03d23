import { describe, expect, it } from 'vitest'
import { backendNames } from '../../src/shared/resourceTypes.js'
import { privateServerFor, reasonFor } from '../setup/servers.js'
import { backendOf } from './backends.js'
import { ids } from './contract.js'
import { batch, comesBack, saveAll, stored } from './faulty.js'

describe.each(backendNames)('a server of its own that is killed in the middle: %s', { concurrent: true }, (name) => {
  it('has every message once and in order when it is started again', async ({ skip }) => {
    const server = await privateServerFor(name)
    if (server === undefined) return skip(reasonFor(name))
    const store = backendOf(name, server).open()
    await store.init()
    const saved = batch(400)
    let restarted: Promise<void> | undefined
    await saveAll(store, saved, async (part) => {
      if (part !== 10) return
      await server.kill('SIGKILL')
      expect(server.pids).toEqual([])
      restarted = server.restart()
    })
    await restarted
    await comesBack(store)
    const found = await stored(store, saved)
    expect(ids(found)).toEqual(ids(saved))
    await store.remove(found)
    expect(await stored(store, saved)).toEqual([])
    await store.close()
    await server.stop()
  }, 240_000)
})
