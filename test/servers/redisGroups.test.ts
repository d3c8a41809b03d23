import Redis, { Cluster } from 'ioredis'
import { afterAll, describe, expect, it } from 'vitest'
import type { RunningServer } from '../../src/engine/servers/server.js'
import { privateServerFor, reasonFor } from '../setup/servers.js'

const addressesOf = (server: RunningServer): { host: string; port: number }[] =>
  String(server.config['servers'])
    .split(',')
    .map((address) => address.split(':'))
    .map(([host = '', port]) => ({ host, port: Number(port) }))

const sentinel = await privateServerFor('redis_sentinel')

describe.skipIf(sentinel === undefined)(`a private Redis with Sentinels ${reasonFor('redis_sentinel')}`, () => {
  if (sentinel === undefined) return
  afterAll(() => sentinel.stop())

  it('names a new master when the old one is killed', async () => {
    const [master] = sentinel.members
    const client = new Redis({ sentinels: addressesOf(sentinel), name: 'mysentinel' })
    client.on('error', () => undefined)
    await client.set('kept', 'yes')
    await client.wait(1, 5000)
    await master?.kill('SIGKILL')
    await expect.poll(() => client.set('after', 'yes').catch(() => 'down'), { timeout: 30_000 }).toBe('OK')
    expect(await client.get('kept')).toBe('yes')
    client.disconnect()
  })
})

const cluster = await privateServerFor('redis_cluster')

describe.skipIf(cluster === undefined)(`a private Redis Cluster ${reasonFor('redis_cluster')}`, () => {
  if (cluster === undefined) return
  afterAll(() => cluster.stop())

  it('spreads keys over three nodes and keeps them over a crash of all', async () => {
    expect(cluster.pids).toHaveLength(3)
    const keys = Array.from({ length: 100 }, (_, index) => `key ${String(index)}`)
    const client = new Cluster(addressesOf(cluster))
    client.on('error', () => undefined)
    for (const key of keys) await client.set(key, key)
    const counts = await Promise.all(client.nodes('master').map((node) => node.dbsize()))
    expect(counts.filter((count) => count > 10)).toHaveLength(3)
    client.disconnect()

    await cluster.kill('SIGKILL')
    await cluster.restart()
    const again = new Cluster(addressesOf(cluster))
    expect(await Promise.all(keys.map((key) => again.get(key)))).toEqual(keys)
    again.disconnect()
  })
})
