import { createServer, type Server, type Socket } from 'node:net'
import { createConnection } from 'mysql2/promise'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { openStore } from '../../src/engine/stores/registry.js'
import { parseAddress, Settings } from '../../src/engine/stores/settings.js'
import type { ParameterValues } from '../../src/shared/parameters.js'
import type { ResourceTypeName } from '../../src/shared/resourceTypes.js'
import { AppError } from '../../src/shared/errors.js'
import { resourceSchema } from '../../src/shared/workspace.js'
import { reasonFor, serverFor } from '../setup/servers.js'
import { mongodbHarness } from './mongodbHarness.js'

const cancelled = new AppError('call_cancelled')

describe('a store whose signal comes', () => {
  const sockets = new Set<Socket>()
  let hole: Server
  let address = ''

  beforeAll(async () => {
    hole = createServer((socket) => {
      sockets.add(socket)
      socket.on('error', () => undefined)
      socket.on('close', () => sockets.delete(socket))
      // Read, so that it is seen when the other side goes, and never answered.
      socket.resume()
    })
    await new Promise<void>((resolve) => hole.listen(0, '127.0.0.1', resolve))
    const { port } = hole.address() as { port: number }
    address = `127.0.0.1:${port}`
  })
  afterEach(() => {
    for (const socket of sockets) socket.destroy()
  })
  afterAll(() => {
    hole.close()
  })

  /** With how long, ms, the socket may stay: MongoDB's driver keeps one until its own limit. */
  const silent: readonly [ResourceTypeName, number, () => ParameterValues][] = [
    ['backend_pgsql', 1000, () => ({ server: address, database: 'mqtt', username: 'postgres', password: 'x' })],
    ['backend_mysql', 1000, () => ({ server: address, database: 'mqtt', user: 'root', password: 'x' })],
    ['backend_redis_single', 1000, () => ({ server: address, password: 'x' })],
    ['backend_mongo_single', 4000, () => ({ servers: address, database: 'mqtt', connectTimoutMS: 2000 })]
  ]
  it.each(silent)(
    'lets go of a server that takes the connection and says nothing: %s',
    async (type, patience, config) => {
      const ending = new AbortController()
      const store = openStore(resourceSchema.parse({ id: 'silent', type, config: config() }), {
        dataDir: '',
        signal: ending.signal
      })
      const tested = store.test().catch((error: unknown) => error)
      await expect.poll(() => sockets.size).toBeGreaterThan(0)
      ending.abort(cancelled)
      await store.close()
      expect(await tested).toBeInstanceOf(AppError)
      await expect.poll(() => sockets.size, { timeout: patience }).toBe(0)
    }
  )
})

const postgresql = await serverFor('pgsql')
describe.skipIf(postgresql === undefined)(`PostgreSQL ${reasonFor('pgsql')}`, () => {
  if (postgresql === undefined) return
  const settings = new Settings(postgresql.config)
  const login = {
    ...parseAddress(settings.text('server')),
    user: settings.text('username'),
    password: settings.text('password')
  }
  const resource = resourceSchema.parse({
    id: 'cancelled',
    type: postgresql.type,
    config: { ...postgresql.config, database: 'cancelled' }
  })
  const indexes = "select 1 from pg_class where relname like 'mqtt_msg_topic_id%'"
  const building =
    "select 1 from pg_stat_activity where datname = 'cancelled' and query ilike '%index concurrently%' and pid <> pg_backend_pid()"

  it('ends the building of an index, and leaves nothing of it', async () => {
    const store = openStore(resource, { dataDir: '' })
    await store.init()
    const client = new pg.Client({ ...login, database: 'cancelled' })
    const holder = new pg.Client({ ...login, database: 'cancelled' })
    await Promise.all([client.connect(), holder.connect()])
    const running = async () => (await client.query(building)).rowCount
    const left = async () => (await client.query(indexes)).rowCount

    // Whoever wrote to the table and has not ended holds up a building when it has begun.
    await holder.query("begin; insert into mqtt_msg (topic) values ('held')")
    const ending = new AbortController()
    const made = store.topicIndex?.init(ending.signal).catch((error: unknown) => error)
    await expect.poll(left).toBe(1)
    ending.abort(cancelled)
    await expect.poll(running).toBe(0)
    await holder.query('rollback')
    expect(await made).toBe(cancelled)
    expect(await left()).toBe(0)
    expect(await store.topicIndex?.plan()).toMatchObject({ state: 'missing' })

    // Who holds the table on is not waited for, and it is told what is left.
    await holder.query("begin; insert into mqtt_msg (topic) values ('held')")
    const again = new AbortController()
    const second = store.topicIndex?.init(again.signal).catch((error: unknown) => error)
    await expect.poll(left).toBe(1)
    again.abort(cancelled)
    expect(await second).toMatchObject({ code: 'store_index_left' })
    await holder.query('rollback')

    // That is finished the next time; and a finishing that is cancelled leaves what was there before.
    await holder.query("begin; insert into mqtt_msg (topic) values ('held')")
    const third = new AbortController()
    const finished = store.topicIndex?.init(third.signal).catch((error: unknown) => error)
    await expect.poll(left).toBe(2)
    third.abort(cancelled)
    await expect.poll(running).toBe(0)
    await holder.query('rollback')
    expect(await finished).toBe(cancelled)
    expect(await left()).toBe(1)
    expect(await store.topicIndex?.init(new AbortController().signal)).toMatchObject({ state: 'ready' })

    await Promise.all([client.end(), holder.end(), store.close()])
  })
})

const mysql = await serverFor('mysql')
describe.skipIf(mysql === undefined)(`MySQL ${reasonFor('mysql')}`, () => {
  if (mysql === undefined) return
  const settings = new Settings(mysql.config)
  const login = {
    ...parseAddress(settings.text('server')),
    user: settings.text('user'),
    password: settings.text('password')
  }

  it('ends the building of an index, and leaves nothing of it', async () => {
    const config = { ...mysql.config, database: 'cancelled' }
    const store = openStore(resourceSchema.parse({ id: 'cancelled', type: mysql.type, config }), { dataDir: '' })
    await store.init()
    const client = await createConnection({ ...login, database: 'cancelled' })
    const holder = await createConnection({ ...login, database: 'cancelled' })
    const running = async () => {
      const [rows] = await client.query("select 1 from information_schema.processlist where info like 'CREATE INDEX%'")
      return (rows as unknown[]).length
    }

    // Whoever has read the table and has not ended holds up the building.
    await holder.query('start transaction')
    await holder.query('select * from mqtt_msg')
    const ending = new AbortController()
    const made = store.topicIndex?.init(ending.signal).catch((error: unknown) => error)
    await expect.poll(running).toBe(1)
    ending.abort(cancelled)
    expect(await made).toBe(cancelled)
    expect(await running()).toBe(0)
    await holder.query('rollback')
    expect(await store.topicIndex?.plan()).toMatchObject({ state: 'missing' })
    expect(await store.topicIndex?.init(new AbortController().signal)).toMatchObject({ state: 'ready' })

    await Promise.all([client.end(), holder.end(), store.close()])
  })
})

const mongodb = await serverFor('mongo')
describe.skipIf(mongodb === undefined)(`MongoDB ${reasonFor('mongo')}`, () => {
  if (mongodb === undefined) return

  it('has no index after a cancel, however far it had come', async () => {
    const harness = await mongodbHarness(mongodb)
    const store = harness.open()
    const collection = harness.database.collection('mqtt_msg')
    for (let part = 0; part < 40; part += 1) {
      await collection.insertMany(Array.from({ length: 1000 }, (_, index) => ({ topic: `o/${index}` })))
    }
    const ending = new AbortController()
    const made = store.topicIndex?.init(ending.signal).catch((error: unknown) => error)
    setTimeout(() => ending.abort(cancelled), 30)
    const outcome = await made
    const state = outcome === cancelled ? 'missing' : 'ready'
    expect(await store.topicIndex?.plan()).toMatchObject({ state })
    await store.close()
    await harness.close()
  })
})
