import { describe, expect, it } from 'vitest'
import { fromUrl } from '../setup/fromUrl.js'
import { reasonFor, serverFor } from '../setup/servers.js'

describe('servers that tests share', () => {
  it('are started once', async () => {
    const [first, second] = await Promise.all([serverFor('pgsql'), serverFor('pgsql')])
    expect(first).toMatchObject({ type: 'backend_pgsql', config: { database: 'mqtt' } })
    expect(second).toEqual(first)
    expect(reasonFor('pgsql')).toBe('')
  })

  it.each([
    ['redis', 'redis://:s%40cret@h:1/2', 'backend_redis_single', { server: 'h:1', password: 's@cret', database: 2 }],
    ['redis_cluster', 'redis://h:1,h:2', 'backend_redis_cluster', { servers: 'h:1,h:2', password: '' }],
    [
      'redis_sentinel',
      'redis://h:1,h:2/mysentinel',
      'backend_redis_sentinel',
      { servers: 'h:1,h:2', password: '', sentinel: 'mysentinel' }
    ],
    ['pgsql', 'postgresql://u@h:1', 'backend_pgsql', { server: 'h:1', username: 'u', password: '', database: 'mqtt' }],
    ['mysql', 'mysql://u:p@h:1/d', 'backend_mysql', { server: 'h:1', user: 'u', password: 'p', database: 'd' }],
    ['cassa', 'cassandra://u:p@h:1/k', 'backend_cassa', { nodes: 'h:1', username: 'u', password: 'p', keyspace: 'k' }],
    [
      'mongo',
      'mongodb://h:1/d?replicaSet=rs0',
      'backend_mongo_rs',
      { servers: 'h:1', login: '', password: '', database: 'd', rs_set_name: 'rs0' }
    ]
  ] as const)('%s: a URL names another', (name, url, type, config) => {
    expect(fromUrl(name, url)).toEqual({ type, config })
  })

  it('refuses what is no URL', () => {
    expect(() => fromUrl('pgsql', 'localhost')).toThrow(/TEST_POSTGRESQL_URL/)
  })
})
