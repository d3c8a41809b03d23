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
    await saveAll(
      store,
      saved,
      (part) => (part === 10 ? server.kill('SIGKILL') : undefined),
      // Not before a save has failed: a driver may wait for its server, and never tell of a short absence.
      () => {
        restarted ??= server.restart()
      }
    )
    expect(restarted).toBeDefined()
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
