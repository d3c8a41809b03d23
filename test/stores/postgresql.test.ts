import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openStore } from '../../src/engine/stores/registry.js'
import type { Store } from '../../src/engine/stores/store.js'
import { fetchAll, ids, message, messages, storeContract } from './contract.js'
import { postgresqlHarness, postgresqlResource, type PostgresqlHarness } from './postgresqlHarness.js'
import { reasonFor, serverFor } from '../setup/servers.js'

const server = await serverFor('pgsql')
const options = { again: false }

describe.skipIf(server === undefined)(`on a PostgreSQL server ${reasonFor('pgsql')}`, () => {
  if (server === undefined) return
  storeContract('PostgreSQL', () => postgresqlHarness(server))

  describe('PostgreSQL', () => {
    let harness: PostgresqlHarness
    let store: Store

    beforeAll(async () => {
      harness = await postgresqlHarness(server)
      store = harness.open()
    })
    beforeEach(() => harness.clear())
    afterAll(async () => {
      await store.close()
      await harness.close()
    })

    it('writes the row as EMQX does', async () => {
      const saved = message({ timestamp: Date.UTC(2020, 6, 13, 8, 5, 38, 963), retain: true, qos: 2 })
      const { keys } = await store.save([saved], options)
      const { rows } = await harness.client.query('select *, arrived::text as arrived from mqtt_msg')
      expect(rows).toEqual([
        {
          id: String(keys[0]),
          msgid: saved.id,
          sender: 'publisher-1',
          topic: 't/1',
          qos: 2,
          retain: 1,
          payload: '{ "msg": "hello" }',
          arrived: '2020-07-13 08:05:38.963'
        }
      ])
    })

    it('delivers and deletes rows that were written by hand', async () => {
      await harness.client.query("insert into mqtt_msg (topic, payload) values ('t/1', 'bare'), ('t/1', null)")
      await harness.client.query(
        "insert into mqtt_msg (topic, msgid, qos, retain) values ('t/1', '', 7, 1), ('t/1', 'own id', -1, 0)"
      )
      await harness.client.query("insert into mqtt_msg (id, topic, qos) values (-5, 't/1', 1)")
      const found = await fetchAll(store)
      expect(found.map(({ payload, qos, retain, from }) => [payload.toString(), qos, retain, from])).toEqual([
        ['', 1, false, ''],
        ['bare', 2, false, ''],
        ['', 2, false, ''],
        ['', 2, true, ''],
        ['', 0, false, '']
      ])
      expect(new Set(ids(found)).size).toBe(5)
      expect(ids(await fetchAll(store))).toEqual(ids(found))
      const { rows } = await store.inspect(10)
      expect(rows.map(({ messageId }) => messageId).sort()).toEqual(ids(found).sort())
      await store.remove(found)
      expect(await fetchAll(store)).toEqual([])
    })

    it('does not delete a message that took the place of another in a table made anew', async () => {
      const { keys } = await store.save([message()], options)
      await harness.client.query('truncate mqtt_msg restart identity')
      await store.save([message()], options)
      await harness.client.query('update mqtt_msg set id = $1', [keys[0]])
      await store.remove([{ ...message(), key: keys[0] }])
      expect(await fetchAll(store)).toHaveLength(1)
    })

    it('refuses what only the server can tell, and saves the others in order', async () => {
      const bad = ['t/\0', 't/\0\0'].map((topic) => message({ topic }))
      const saved = messages(9)
      const batch = [...saved.slice(0, 4), ...bad, ...saved.slice(4)]
      const result = await store.save(batch, options)
      expect(result.refused.map(({ index, error }) => [index, error.code])).toEqual([
        [4, 'message_refused'],
        [5, 'message_refused']
      ])
      expect(result.refused[0]?.error.toInfo().detail).toMatch(/invalid byte sequence/)
      expect(ids(await fetchAll(store))).toEqual(ids(saved))
    })

    it('waits for a first sending that is still under way before it sends again', async () => {
      const saved = message()
      await harness.client.query('begin')
      await harness.client.query("insert into mqtt_msg (msgid, topic) values ($1, 't/1')", [saved.id])
      const again = store.save([saved], { again: true })
      await waitForLock(harness)
      await harness.client.query('commit')
      await again
      expect(await fetchAll(store)).toHaveLength(1)
    })

    it('estimates the count of a large table', async () => {
      await harness.client.query("insert into mqtt_msg (topic) select 't/1' from generate_series(1, 12000)")
      await harness.client.query('analyze mqtt_msg')
      expect((await store.inspect(3)).count).toBe(12_000)
    })

    it('cuts long payloads in a look', async () => {
      await store.save([message({ payload: Buffer.alloc(100_000, 'x') })], options)
      const { rows, columns } = await store.inspect(3)
      expect(rows[0]?.cells[columns.indexOf('payload')]).toHaveLength(4096)
    })

    it('plans database and table where they are missing, and makes both', async () => {
      const database = 'another one'
      const other = openStore(postgresqlResource(server, { database }), { dataDir: '' })
      try {
        const planned = await other.plan()
        expect(planned.state).toBe('missing')
        expect(planned.statements).toEqual([
          'CREATE DATABASE "another one"',
          expect.stringContaining('CREATE TABLE mqtt_msg')
        ])
        await expect(other.save([message()], options)).rejects.toMatchObject({ code: 'store_database_missing' })
        await Promise.all([other.init(), other.init()])
        expect(await other.plan()).toMatchObject({ state: 'ready' })
      } finally {
        await other.close()
        await harness.client.query(`drop database if exists "${database}" with (force)`)
      }
    })

    it('tells how a table of another shape differs, and leaves it alone', async () => {
      await harness.client.query('alter table mqtt_msg rename to kept')
      try {
        await expect(store.save([message()], options)).rejects.toMatchObject({ code: 'store_table_missing' })
        await harness.client.query('create table mqtt_msg (id bigint, topic varchar(10), extra int)')
        const differs = await store.init().catch((error: unknown) => error)
        expect(differs).toMatchObject({ code: 'store_shape_differs' })
        const { difference } = (differs as { data: Record<string, string> }).data
        expect(difference).toContain('topic: character varying(10) ≠ character varying(255)')
        expect(difference).toContain('payload: – ≠ text')
        expect(difference).toContain('extra: integer ≠ –')
        const { rows } = await harness.client.query(
          "select count(*) from pg_attribute where attrelid = 'mqtt_msg'::regclass and attnum > 0"
        )
        expect(rows).toEqual([{ count: '3' }])
      } finally {
        await harness.client.query('drop table if exists mqtt_msg')
        await harness.client.query('alter table kept rename to mqtt_msg')
      }
    })

    it.each([
      [{ server: '127.0.0.1:1' }, 'store_unreachable'],
      [{ server: 'no-such-host.invalid:5432' }, 'store_unreachable'],
      [{ username: 'nobody at all' }, 'store_refused_login'],
      [{ ssl: true, verify: true }, /^store_(unreachable|certificate)$/],
      [{ ssl: true, cacertfile: '/no/such/file' }, 'store_certificate']
    ])('says what is wrong with %j', async (config, code) => {
      const open = async (): Promise<string> => {
        const other = openStore(postgresqlResource(server, config), { dataDir: '' })
        return other.test().finally(() => other.close())
      }
      await expect(open()).rejects.toMatchObject({ code: expect.stringMatching(code) as string })
    })

    it('survives that the server ends its connections', async () => {
      await store.save(messages(3), options)
      await Promise.all(
        Array.from({ length: 4 }, () =>
          store.fetch({
            topic: 't/1',
            wildcard: false,
            after: undefined,
            limit: 1,
            newest: undefined,
            since: undefined
          })
        )
      )
      await harness.client.query(
        'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()'
      )
      await expect
        .poll(() =>
          fetchAll(store).then(
            (found) => found.length,
            () => 'down'
          )
        )
        .toBe(3)
    })

    it('answers what a person asks, and nothing that writes', async () => {
      await store.save(messages(3), options)
      const all = await store.ask('select * from mqtt_msg;')
      expect(all.columns).toEqual((await store.inspect(1)).columns)
      expect(all.rows).toHaveLength(3)
      expect(
        await store.ask("select count(*) from mqtt_msg where topic = 't/1' and payload like '%hello%' and qos >= 1")
      ).toMatchObject({ rows: [['3']] })
      expect((await store.ask("select topic, qos from mqtt_msg where topic in ('t/1') limit 2")).rows).toEqual([
        ['t/1', '1'],
        ['t/1', '1']
      ])
      await expect(store.ask('delete from mqtt_msg')).rejects.toMatchObject({ code: 'console_write_refused' })
      await expect(store.ask('select now() from mqtt_msg')).rejects.toMatchObject({ code: 'console_statement_unknown' })
      expect(await fetchAll(store)).toHaveLength(3)
    })

    it('tells when it may only read', async () => {
      await harness.client.query("create role reader login password 'reader'")
      await harness.client.query('grant select on mqtt_msg to reader')
      const { database = '' } = harness.resource.config
      const reader = openStore(postgresqlResource(server, { database, username: 'reader', password: 'reader' }), {
        dataDir: ''
      })
      try {
        await expect(reader.save([message()], options)).rejects.toMatchObject({ code: 'store_read_only' })
        await expect(reader.save([message()], { again: true })).rejects.toMatchObject({ code: 'store_read_only' })
        expect(await fetchAll(reader)).toEqual([])
      } finally {
        await reader.close()
        await harness.client.query('drop owned by reader; drop role reader')
      }
    })
  })
})

async function waitForLock({ client }: PostgresqlHarness): Promise<void> {
  await expect
    .poll(
      async () =>
        (await client.query("select 1 from pg_locks where not granted and mode = 'ShareRowExclusiveLock'")).rowCount
    )
    .toBe(1)
}
