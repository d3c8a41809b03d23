import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { privateServerFor, reasonFor, serverFor } from '../setup/servers.js'
import { fetchAll, ids, messages, storeContract } from './contract.js'
import { batch, comesBack, saveAll, stored } from './faulty.js'
import { redisHarness, redisResource } from './redisHarness.js'
import { openStore } from '../../src/engine/stores/registry.js'

const sentinel = await serverFor('redis_sentinel')
const cluster = await serverFor('redis_cluster')

describe.skipIf(sentinel === undefined)(`through Redis Sentinel ${reasonFor('redis_sentinel')}`, () => {
  if (sentinel === undefined) return
  storeContract('Redis Sentinel', () => redisHarness(sentinel, 3))

  it('says when no Sentinel answers, or none knows the set', async () => {
    for (const config of [{ servers: '127.0.0.1:1,127.0.0.1:2' }, { sentinel: 'unknown' }]) {
      const store = openStore(redisResource(sentinel, config), { dataDir: '' })
      await expect(store.test()).rejects.toMatchObject({ code: 'store_unreachable' })
      await store.close()
    }
  })
})

it('goes on with the new master when the old one dies', async ({ skip }) => {
  const group = await privateServerFor('redis_sentinel')
  if (group === undefined) return skip(reasonFor('redis_sentinel'))
  const harness = await redisHarness(group)
  const store = harness.open()
  const saved = batch(400)
  await saveAll(store, saved.slice(0, 200), () => undefined)
  // Redis replicates after it has answered: what a replica does not have dies with the master.
  expect(await harness.client.wait(1, 5000)).toBe(1)
  await harness.close()
  await group.members[0]?.kill('SIGKILL')
  await saveAll(store, saved.slice(200), () => undefined)
  await comesBack(store)
  expect(ids(await stored(store, saved))).toEqual(ids(saved))
  await store.close()
  await group.stop()
}, 180_000)

describe.skipIf(cluster === undefined)(`on a Redis cluster ${reasonFor('redis_cluster')}`, () => {
  if (cluster === undefined) return
  storeContract('Redis Cluster', () => redisHarness(cluster))

  it('keeps the messages of many topics, whose keys lie on all nodes', async () => {
    const harness = await redisHarness(cluster)
    const store = harness.open()
    const topics = Array.from({ length: 30 }, () => `t/${randomUUID()}`)
    const saved = topics.flatMap((topic) => messages(10, () => ({ topic })))
    await store.save(saved, { again: false, ttl: 100 })
    for (const [index, topic] of topics.entries()) {
      expect(ids(await fetchAll(store, { topic }))).toEqual(ids(saved.slice(index * 10, index * 10 + 10)))
    }
    const look = await store.inspect(20)
    expect(look.count).toBe(300)
    expect(look.rows.map(({ messageId }) => messageId)).toEqual(ids(saved.slice(-20).reverse()))
    await store.remove(saved.map(({ id, topic }) => ({ id, topic, key: undefined })))
    expect((await store.inspect(20)).count).toBe(0)
    await store.close()
    await harness.close()
  })

  it('says when no node answers', async () => {
    const store = openStore(redisResource(cluster, { servers: '127.0.0.1:1,127.0.0.1:2' }), { dataDir: '' })
    await expect(store.test()).rejects.toMatchObject({ code: 'store_unreachable' })
    await store.close()
  })
})
