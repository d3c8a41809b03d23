import { type Connection, createConnection } from 'mysql2/promise'
import pg from 'pg'
import { afterAll, describe, expect, it } from 'vitest'
import { openStore } from '../../src/engine/stores/registry.js'
import { parseAddress, Settings } from '../../src/engine/stores/settings.js'
import { rowsFelt, type Store } from '../../src/engine/stores/store.js'
import { resourceSchema, type Resource } from '../../src/shared/workspace.js'
import { privateServerFor, reasonFor, serverFor } from '../setup/servers.js'
import { fetchAll, ids, message, messages } from './contract.js'
import { mongodbHarness } from './mongodbHarness.js'

const options = { again: false }
const filled = 100_000

/** What a table that has grown costs, counted in rows that the server read: so the speed of the machine is no matter. */
interface Grown {
  readonly resource: Resource
  /** Writes so many messages on other topics, not by the store. */
  fill(): Promise<void>
  /** Rows that the server has read until now, once nothing is connected to it any more. */
  rowsRead(): Promise<number>
}

/** Begins on an empty table, so that whatever the server has decided on meanwhile it decided on the empty one. */
function growth(set: () => Promise<Grown>): void {
  let grown: Grown
  const use = async <Result>(work: (store: Store) => Promise<Result>): Promise<Result> => {
    const store = openStore(grown.resource, { dataDir: '' })
    return work(store).finally(() => store.close())
  }
  const rowsReadBy = async (work: (store: Store) => Promise<unknown>): Promise<number> => {
    const before = await grown.rowsRead()
    await use(work)
    return (await grown.rowsRead()) - before
  }
  const saveAndRemove = async (store: Store): Promise<void> => {
    const batch = messages(50)
    const { keys } = await store.save(batch, options)
    await store.remove(batch.map(({ id, topic }, index) => ({ id, topic, key: keys[index] })))
  }

  it('saves and deletes without reading other rows, also on a connection that knew the table small', async () => {
    grown = await set()
    const read = await rowsReadBy(async (store) => {
      for (let round = 0; round < 10; round += 1) await saveAndRemove(store)
      await grown.fill()
      for (let round = 0; round < 10; round += 1) await saveAndRemove(store)
    })
    expect(read).toBeLessThan(filled / 10)
  })

  it('reads past all of them at a fetch, tells so, and no more once it has made its index', async () => {
    const saved = messages(5)
    await use((store) => store.save(saved, options))
    const fetchTwice = async (store: Store): Promise<void> => {
      expect(ids(await fetchAll(store, { limit: 2 }))).toEqual(ids(saved))
      expect(ids(await fetchAll(store, { newest: 2 }))).toEqual(ids(saved.slice(3)))
    }
    expect(await rowsReadBy(fetchTwice)).toBeGreaterThan(filled)
    await use(async ({ topicIndex }) => {
      expect(await topicIndex?.scanned()).toBeGreaterThan(rowsFelt)
      const plan = await topicIndex?.plan()
      expect(plan).toMatchObject({ state: 'missing', notes: [] })
      expect(plan?.statements).toHaveLength(1)
      expect(await topicIndex?.init()).toEqual({ ...plan, state: 'ready' })
      expect(await topicIndex?.plan()).toEqual({ state: 'ready', statements: [], notes: [] })
      expect(await topicIndex?.init()).toEqual({ state: 'ready', statements: [], notes: [] })
      expect(await topicIndex?.scanned()).toBe(0)
    })
    expect(await rowsReadBy(fetchTwice)).toBeLessThan(filled / 10)
    // The table itself is still what an EMQX knows.
    expect(await use((store) => store.plan())).toMatchObject({ state: 'ready' })
  })
}

const postgresql = await privateServerFor('pgsql')
describe.skipIf(postgresql === undefined)(`a PostgreSQL table that has grown ${reasonFor('pgsql')}`, () => {
  if (postgresql === undefined) return
  const settings = new Settings(postgresql.config)
  const address = { ...parseAddress(settings.text('server')), user: 'postgres', password: settings.text('password') }
  let client: pg.Client
  afterAll(async () => {
    await client.end()
    await postgresql.stop()
  })

  growth(async () => {
    const { type, config } = postgresql
    const resource = resourceSchema.parse({ id: 'grown', type, config })
    const store = openStore(resource, { dataDir: '' })
    await store.init()
    await store.close()
    client = new pg.Client({ ...address, database: 'mqtt' })
    await client.connect()
    // So that no statistics make the server think again.
    await client.query('alter table mqtt_msg set (autovacuum_enabled = off)')
    return {
      resource,
      async fill() {
        await client.query(
          `insert into mqtt_msg (msgid, topic, payload) select md5(n::text), 'o/' || n % 1000, 'x' from generate_series(1, ${filled}) as n`
        )
        await client.query('select pg_stat_force_next_flush()')
      },
      async rowsRead() {
        const others = "select 1 from pg_stat_activity where datname = 'mqtt' and pid <> pg_backend_pid()"
        await expect.poll(async () => (await client.query(others)).rowCount).toBe(0)
        const { rows } = await client.query<{ read: string }>(
          "select seq_tup_read + coalesce(idx_tup_fetch, 0) as read from pg_stat_user_tables where relname = 'mqtt_msg'"
        )
        return Number(rows[0]?.read)
      }
    }
  })

  it('has its index built anew where the building was cut off', async () => {
    await client.query("update pg_index set indisvalid = false where indexrelid = 'mqtt_msg_topic_id'::regclass")
    const store = openStore(resourceSchema.parse({ id: 'cut', type: postgresql.type, config: postgresql.config }), {
      dataDir: ''
    })
    const statements = ['REINDEX INDEX CONCURRENTLY mqtt_msg_topic_id']
    expect(await store.topicIndex?.init()).toEqual({ state: 'ready', statements, notes: [] })
    await store.close()
  })
})

const mysql = await privateServerFor('mysql')
describe.skipIf(mysql === undefined)(`a MySQL table that has grown ${reasonFor('mysql')}`, () => {
  if (mysql === undefined) return
  const settings = new Settings(mysql.config)
  let client: Connection
  afterAll(async () => {
    await client.end()
    await mysql.stop()
  })

  growth(async () => {
    const { type, config } = mysql
    const resource = resourceSchema.parse({ id: 'grown', type, config })
    const store = openStore(resource, { dataDir: '' })
    await store.init()
    await store.close()
    client = await createConnection({
      ...parseAddress(settings.text('server')),
      user: settings.text('user'),
      password: settings.text('password'),
      database: 'mqtt'
    })
    return {
      resource,
      async fill() {
        const digits =
          '(select 0 as d union select 1 union select 2 union select 3 union select 4 union select 5 union select 6 union select 7 union select 8 union select 9)'
        await client.query(
          `insert into mqtt_msg (msgid, topic, payload, arrived)
            select uuid(), concat('o/', a.d, b.d, c.d), 'x', now()
            from ${['a', 'b', 'c', 'd', 'e'].map((name) => `${digits} as ${name}`).join(' cross join ')}`
        )
      },
      async rowsRead() {
        const [rows] = await client.query("show global status like 'Handler_read%'")
        return (rows as { Value: string }[]).reduce((sum, { Value }) => sum + Number(Value), 0)
      }
    }
  })
})

const mongodb = await serverFor('mongo')
describe.skipIf(mongodb === undefined)(`a MongoDB collection that has grown ${reasonFor('mongo')}`, () => {
  if (mongodb === undefined) return

  it('tells that a fetch reads past all of it, and makes an index when asked to', async () => {
    const harness = await mongodbHarness(mongodb)
    const store = harness.open()
    const collection = harness.database.collection('mqtt_msg')
    expect(await store.topicIndex?.plan()).toMatchObject({ state: 'missing' })
    await store.save([message()], options)
    expect(await store.topicIndex?.scanned()).toBe(0)
    for (let part = 0; part < 20; part += 1) {
      await collection.insertMany(
        Array.from({ length: 1001 }, (_, index) => ({ topic: `o/${index}` })),
        { ordered: false }
      )
    }
    expect(await store.topicIndex?.scanned()).toBeGreaterThan(rowsFelt)

    const { ferretdbVersion } = await harness.database.command({ buildInfo: 1 })
    const plan = await store.topicIndex?.plan()
    expect(plan).toEqual({
      state: 'missing',
      statements: ['db.mqtt_msg.createIndex({ topic: 1, _id: 1 })'],
      notes: ferretdbVersion === undefined ? [] : ['ferretdb_reads_all']
    })
    expect(await store.topicIndex?.init()).toEqual({ ...plan, state: 'ready' })
    expect((await collection.indexes()).map(({ key }) => key)).toContainEqual({ topic: 1, _id: 1 })
    expect(await store.topicIndex?.scanned()).toBe(0)
    await store.close()
    await harness.close()
  })
})
