import { describe, expect, it } from 'vitest'
import { readConfig as readMongodb } from '../../src/engine/stores/mongodb/config.js'
import { readConfig as readRedis } from '../../src/engine/stores/redis/config.js'
import type { ParameterValues } from '../../src/shared/parameters.js'
import type { ResourceTypeName } from '../../src/shared/resourceTypes.js'
import { resourceSchema, type Resource } from '../../src/shared/workspace.js'

/** What cannot be had here as a server: the options that the drivers are given. */

const resource = (type: ResourceTypeName, config: ParameterValues): Resource =>
  resourceSchema.parse({ id: 'r', type, config })

describe('MongoDB', () => {
  const servers = 'a:27017, b:27018'

  it('is one server, spoken to directly', () => {
    const { url, database, options } = readMongodb(resource('backend_mongo_single', { servers: 'a:27017' }))
    expect({ url, database }).toEqual({ url: 'mongodb://a:27017/', database: 'mqtt' })
    expect(options).toMatchObject({
      directConnection: true,
      maxPoolSize: 8,
      connectTimeoutMS: 20_000,
      readPreference: 'primary',
      writeConcern: { w: 'majority', journal: true }
    })
    expect(Object.keys(options)).not.toEqual(expect.arrayContaining(['replicaSet']))
    expect(options.auth).toBeUndefined()
  })

  it('is a replica set, whose name is told and whose primary is found', () => {
    const { url, options } = readMongodb(resource('backend_mongo_rs', { servers, rs_set_name: 'rs0' }))
    expect(url).toBe('mongodb://a:27017,b:27018/')
    expect(options).toMatchObject({ replicaSet: 'rs0', readPreference: 'primary' })
    expect(options.directConnection).toBeUndefined()
  })

  it('is a sharded cluster behind several routers', () => {
    const { url, options } = readMongodb(resource('backend_mongo_sharded', { servers, r_mode: 'slave_ok' }))
    expect(url).toBe('mongodb://a:27017,b:27018/')
    expect(options).toMatchObject({ readPreference: 'secondaryPreferred' })
    expect(options.directConnection ?? options.replicaSet).toBeUndefined()
  })

  it('logs in at the source that is named, and writes as safely as asked for', () => {
    const login = { servers: 'a:27017', login: 'root', password: 'public', auth_source: 'admin', w_mode: 'unsafe' }
    expect(readMongodb(resource('backend_mongo_single', login)).options).toMatchObject({
      auth: { username: 'root', password: 'public' },
      authSource: 'admin',
      writeConcern: { w: 1, journal: false }
    })
  })

  it('has TLS with the names of its own servers, unless another is given', () => {
    const secured = { servers, ssl: true, verify: true }
    const { options } = readMongodb(resource('backend_mongo_sharded', secured))
    expect(options).toMatchObject({ tls: true, rejectUnauthorized: true })
    expect('servername' in options).toBe(false)
    const named = { ...secured, server_name_indication: 'db.test' }
    expect(readMongodb(resource('backend_mongo_sharded', named)).options).toMatchObject({ servername: 'db.test' })
  })
})

describe('Redis', () => {
  it('speaks TLS with its Sentinels too', () => {
    const config = readRedis(resource('backend_redis_sentinel', { servers: 'a:26379,b:26379', ssl: true }))
    const tls = { rejectUnauthorized: false, servername: 'a' }
    expect(config.options).toMatchObject({
      sentinels: [
        { host: 'a', port: 26_379 },
        { host: 'b', port: 26_379 }
      ],
      name: 'mysentinel',
      enableTLSForSentinelMode: true,
      sentinelTLS: tls,
      tls
    })
  })
})
