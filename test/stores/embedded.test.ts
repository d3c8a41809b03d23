import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { describe, expect, it } from 'vitest'
import { lockFolder } from '../../src/engine/stores/folderLock.js'
import { openStore } from '../../src/engine/stores/registry.js'
import { resourceSchema } from '../../src/shared/workspace.js'
import { fetchAll, ids, message, messages, storeContract, type Harness } from './contract.js'

const resource = resourceSchema.parse({ id: 'built-in', type: 'backend_pgsql', config: { server: 'embedded' } })

async function embeddedHarness(): Promise<Harness & { readonly dataDir: string }> {
  const dataDir = await mkdtemp(join(tmpdir(), 'pglite-'))
  const open = () => openStore(resource, { dataDir })
  const cleaner = open()
  return {
    dataDir,
    open,
    async clear() {
      const found = await fetchEverything(cleaner)
      await cleaner.remove(found)
    },
    async close() {
      await cleaner.close()
      await rm(dataDir, { recursive: true })
    },
    largestPayload: Infinity,
    longestTopic: 255,
    longestSender: 64,
    wildcard: true,
    fetchLimits: true,
    counts: true
  }
}

async function fetchEverything(store: ReturnType<Harness['open']>) {
  const plain = await fetchAll(store, { topic: '#', wildcard: true })
  const special = await fetchAll(store, { topic: '$a/#', wildcard: true })
  return [...plain, ...special]
}

storeContract('PGlite', embeddedHarness)

describe('PGlite', () => {
  it('makes its own table and keeps the data on disk', async () => {
    const harness = await embeddedHarness()
    const saved = messages(3)
    const first = harness.open()
    await first.save(saved, { again: false })
    await first.close()
    const second = harness.open()
    expect(ids(await fetchAll(second))).toEqual(ids(saved))
    await second.close()
    await harness.close()
  })

  it('delivers and deletes rows that were written by hand', async () => {
    const harness = await embeddedHarness()
    const first = harness.open()
    await first.save([message({ topic: 'other' })], { again: false })
    await first.close()
    const byHand = await PGlite.create({ dataDir: join(harness.dataDir, 'pglite') })
    await byHand.exec("insert into mqtt_msg (topic, payload) values ('t/1', 'by hand')")
    await byHand.close()
    const store = harness.open()
    const found = await fetchAll(store)
    expect(found).toMatchObject([{ id: expect.stringMatching(/^0{16}[0-9A-F]{16}$/) as string, qos: 2, from: '' }])
    await store.remove(found)
    expect(await fetchAll(store)).toEqual([])
    await store.close()
    await harness.close()
  })
})

describe('the folder of PGlite', () => {
  it('is opened again while it is being closed, and shared by several resources', async () => {
    const harness = await embeddedHarness()
    const [first, second] = [harness.open(), harness.open()]
    await Promise.all([first.save(messages(1), { again: false }), second.save(messages(1), { again: false })])
    const closed = Promise.all([first.close(), second.close()])
    const third = harness.open()
    expect(await fetchAll(third)).toHaveLength(2)
    await closed
    await third.close()
    await harness.close()
  })

  it('is refused while another process has it', async () => {
    const harness = await embeddedHarness()
    const folder = join(harness.dataDir, 'pglite')
    await mkdir(folder)
    const lock = await lockFolder(folder)
    const store = harness.open()
    await expect(store.test()).rejects.toMatchObject({ code: 'store_in_use' })
    await lock?.release()
    expect(await store.test()).toMatch(/^PostgreSQL \d+.* \(PGlite\)$/)
    await store.close()
    await harness.close()
  })
})
