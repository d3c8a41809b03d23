import Redis, { Cluster } from 'ioredis'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RunningServer } from '../../src/engine/servers/server.js'
import { startServer } from '../../src/engine/servers/startServer.js'

const addressesOf = (server: RunningServer): { host: string; port: number }[] =>
  String(server.config['servers'])
    .split(',')
    .map((address) => address.split(':'))
    .map(([host = '', port]) => ({ host, port: Number(port) }))

describe('a private set of Redis servers with Sentinels', () => {
  let server: RunningServer

  beforeAll(async () => {
    server = await startServer('redis_sentinel', { obtain: true })
  })
  afterAll(() => server.stop())

  it('names a new master when the old one is killed', async () => {
    const [master] = server.members
    const client = new Redis({ sentinels: addressesOf(server), name: 'mysentinel' })
    client.on('error', () => undefined)
    await client.set('kept', 'yes')
    await client.wait(1, 5000)
    await master?.kill('SIGKILL')
    await expect.poll(() => client.set('after', 'yes').catch(() => 'down'), { timeout: 30_000 }).toBe('OK')
    expect(await client.get('kept')).toBe('yes')
    client.disconnect()
  })
})

describe('a private Redis Cluster', () => {
  let server: RunningServer

  beforeAll(async () => {
    server = await startServer('redis_cluster', { obtain: true })
  })
  afterAll(() => server.stop())

  it('spreads keys over three nodes and keeps them over a crash of all', async () => {
    expect(server.pids).toHaveLength(3)
    const keys = Array.from({ length: 100 }, (_, index) => `key ${String(index)}`)
    const client = new Cluster(addressesOf(server))
    client.on('error', () => undefined)
    for (const key of keys) await client.set(key, key)
    const counts = await Promise.all(client.nodes('master').map((node) => node.dbsize()))
    expect(counts.filter((count) => count > 10)).toHaveLength(3)
    client.disconnect()

    await server.kill('SIGKILL')
    await server.restart()
    const again = new Cluster(addressesOf(server))
    expect(await Promise.all(keys.map((key) => again.get(key)))).toEqual(keys)
    again.disconnect()
  })
})
