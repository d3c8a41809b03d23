import type { RowDataPacket } from 'mysql2/promise'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openStore } from '../../src/engine/stores/registry.js'
import type { Store } from '../../src/engine/stores/store.js'
import { reasonFor, serverFor } from '../setup/servers.js'
import { fetchAll, ids, message, messages, storeContract } from './contract.js'
import { mysqlHarness, mysqlResource, type MysqlHarness } from './mysqlHarness.js'

const server = await serverFor('mysql')
const options = { again: false }

describe.skipIf(server === undefined)(`on a MySQL server ${reasonFor('mysql')}`, () => {
  if (server === undefined) return
  storeContract('MySQL', () => mysqlHarness(server))

  describe('MySQL', () => {
    let harness: MysqlHarness
    let store: Store

    beforeAll(async () => {
      harness = await mysqlHarness(server)
      store = harness.open()
    })
    beforeEach(() => harness.clear())
    afterAll(async () => {
      await store.close()
      await harness.close()
    })

    it('writes the row as EMQX does: seconds, in the time zone of the server', async () => {
      const saved = message({ timestamp: 1_594_606_150_999, retain: true, qos: 2, payload: Buffer.from([0, 255, 39]) })
      const { keys } = await store.save([saved], options)
      const [rows] = await harness.client.query(
        'select *, arrived = from_unixtime(1594606150) as arrived from mqtt_msg'
      )
      expect(rows).toEqual([
        {
          id: keys[0],
          msgid: saved.id,
          topic: 't/1',
          sender: 'publisher-1',
          qos: 2,
          retain: 1,
          payload: Buffer.from([0, 255, 39]),
          arrived: 1
        }
      ])
      expect((await fetchAll(store))[0]?.timestamp).toBe(1_594_606_150_000)
    })

    it('delivers and deletes rows that were written by hand', async () => {
      await harness.client.query(
        "insert into mqtt_msg (topic, payload, arrived) values ('t/1', 'bare', now()), ('t/1', null, now())"
      )
      await harness.client.query(
        "insert into mqtt_msg (topic, msgid, qos, retain, sender, arrived) values ('t/1', '', 7, 1, 'hand', now()), ('t/1', 'own id', 1, 0, null, now())"
      )
      const found = await fetchAll(store)
      expect(found.map(({ payload, qos, retain, from }) => [payload.toString(), qos, retain, from])).toEqual([
        ['bare', 0, false, ''],
        ['', 0, false, ''],
        ['', 2, true, 'hand'],
        ['', 1, false, '']
      ])
      expect(Math.abs((found[0]?.timestamp ?? 0) - Date.now())).toBeLessThan(60_000)
      expect(new Set(ids(found)).size).toBe(4)
      const { rows } = await store.inspect(10)
      expect(rows.map(({ messageId }) => messageId).sort()).toEqual(ids(found).sort())
      await store.remove(found)
      expect(await fetchAll(store)).toEqual([])
    })

    it('does not delete a message that took the place of another in a table made anew', async () => {
      const { keys } = await store.save([message()], options)
      await harness.client.query('delete from mqtt_msg')
      await store.save([message()], options)
      await harness.client.query('update mqtt_msg set id = ?', [keys[0]])
      await store.remove([{ ...message(), key: keys[0] }])
      expect(await fetchAll(store)).toHaveLength(1)
    })

    it('does not delete by id what differs in case', async () => {
      const saved = message({ topic: 'T/1' })
      await store.save([saved], options)
      await store.remove([{ id: saved.id, topic: 't/1', key: undefined }])
      expect(await fetchAll(store, { topic: 'T/1' })).toHaveLength(1)
    })

    it('waits for a first sending that is still under way before it sends again', async () => {
      const saved = message()
      await harness.client.query('start transaction')
      await harness.client.query("insert into mqtt_msg (msgid, topic, arrived) values (?, 't/1', now())", [saved.id])
      const again = store.save([saved], { again: true })
      await waitForLock(harness)
      await harness.client.query('commit')
      await again
      expect(await fetchAll(store)).toHaveLength(1)
    })

    it('saves and deletes at the same time without getting stuck', async () => {
      const rounds = Array.from({ length: 20 }, async (_, round) => {
        const saved = messages(100, () => ({ topic: `t/${round % 3}` }))
        const { keys } = await store.save(saved, { again: round % 5 === 0 })
        await store.remove(
          saved.map(({ id, topic }, index) => ({ id, topic, key: round % 2 === 0 ? keys[index] : undefined }))
        )
      })
      await Promise.all(rounds)
      for (const topic of ['t/0', 't/1', 't/2']) expect(await fetchAll(store, { topic })).toEqual([])
    })

    it('sends what is too long for one statement in several', async () => {
      const saved = messages(300, () => ({ payload: Buffer.alloc(65_535, 7) }))
      const { keys } = await store.save(saved, options)
      await store.remove(saved.slice(1).map(({ id, topic }, index) => ({ id, topic, key: keys[index + 1] })))
      expect(ids(await fetchAll(store))).toEqual([saved[0]?.id])
    })

    it('plans database and table where they are missing, and makes both', async () => {
      const database = 'another `one`'
      const other = openStore(mysqlResource(server, { database }), { dataDir: '' })
      try {
        const planned = await other.plan()
        expect(planned.statements).toEqual([
          'create database `another ``one```',
          expect.stringContaining('CREATE TABLE `mqtt_msg`')
        ])
        await expect(other.save([message()], options)).rejects.toMatchObject({ code: 'store_database_missing' })
        await Promise.all([other.init(), other.init()])
        expect(await other.plan()).toMatchObject({ state: 'ready' })
      } finally {
        await other.close()
        await harness.client.query('drop database if exists `another ``one```')
      }
    })

    it('tells how a table of another shape differs, and leaves it alone', async () => {
      await harness.client.query('rename table mqtt_msg to kept')
      try {
        await expect(store.save([message()], options)).rejects.toMatchObject({ code: 'store_table_missing' })
        await harness.client.query('create table mqtt_msg (id bigint, topic varchar(10), extra int)')
        const differs: unknown = await store.init().catch((error: unknown) => error)
        expect(differs).toMatchObject({ code: 'store_shape_differs' })
        const { difference } = (differs as { data: Record<string, string> }).data
        expect(difference).toContain('topic: varchar(10) ≠ varchar(180)')
        expect(difference).toContain('payload: – ≠ blob')
        expect(difference).toContain('extra: int ≠ –')
      } finally {
        await harness.client.query('drop table if exists mqtt_msg')
        await harness.client.query('rename table kept to mqtt_msg')
      }
    })

    it('takes a table whose columns were widened by hand, and stores what they hold', async () => {
      const wide = await mysqlHarness(server)
      await wide.client.query(
        'alter table mqtt_msg modify id bigint unsigned not null auto_increment, modify topic varchar(300) not null, modify payload longblob'
      )
      const other = wide.open()
      expect(await other.plan()).toMatchObject({ state: 'ready' })
      const saved = message({ payload: Buffer.alloc(1024 ** 2, 'wide'), topic: 't'.repeat(300) })
      expect((await other.save([saved], options)).refused).toEqual([])
      const [found] = await fetchAll(other, { topic: saved.topic })
      expect(found?.payload.equals(saved.payload)).toBe(true)
      await other.close()
      await wide.close()
    })

    it.each([
      [{ server: '127.0.0.1:1' }, 'store_unreachable'],
      [{ server: 'no-such-host.invalid:3306' }, 'store_unreachable'],
      [{ password: 'wrong' }, 'store_refused_login'],
      [{ user: 'nobody at all' }, 'store_refused_login'],
      [{ ssl: true, verify: true }, 'store_certificate'],
      [{ ssl: true, cacertfile: '/no/such/file' }, 'store_certificate']
    ])('says what is wrong with %j', async (config, code) => {
      const open = async (): Promise<string> => {
        const other = openStore(mysqlResource(server, config), { dataDir: '' })
        return other.test().finally(() => other.close())
      }
      await expect(open()).rejects.toMatchObject({ code })
    })

    it('survives that the server ends its connections', async () => {
      await store.save(messages(3), options)
      await Promise.all([1, 2, 3, 4].map(() => fetchAll(store)))
      const [rows] = await harness.client.query(
        'select id from information_schema.processlist where db = database() and id <> connection_id()'
      )
      for (const { id } of rows as { id: number }[]) await harness.client.query(`kill ${id}`)
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
        await store.ask("select count(*) from mqtt_msg where topic = 't/1' and arrived > '2020-01-01'")
      ).toMatchObject({ rows: [[3]] })
      expect((await store.ask("select topic, qos from mqtt_msg where topic in ('t/1') limit 2")).rows).toEqual([
        ['t/1', 1],
        ['t/1', 1]
      ])
      await expect(store.ask('delete from mqtt_msg')).rejects.toMatchObject({ code: 'console_write_refused' })
      await expect(store.ask('select now() from mqtt_msg')).rejects.toMatchObject({ code: 'console_statement_unknown' })
      expect(await fetchAll(store)).toHaveLength(3)
    })

    it('tells when it may only read', async () => {
      await harness.client.query(
        "create user reader@localhost identified by 'reader', reader@'127.0.0.1' identified by 'reader'"
      )
      await harness.client.query("grant select on mqtt_msg to reader@localhost, reader@'127.0.0.1'")
      const { database = '' } = harness.resource.config
      const reader = openStore(mysqlResource(server, { database, user: 'reader', password: 'reader' }), { dataDir: '' })
      try {
        await expect(reader.save([message()], options)).rejects.toMatchObject({ code: 'store_read_only' })
        expect(await fetchAll(reader)).toEqual([])
      } finally {
        await reader.close()
        await harness.client.query("drop user reader@localhost, reader@'127.0.0.1'")
      }
    })
  })
})

/** The table of transactions is made anew only when nobody has looked at it for a tenth of a second. */
async function waitForLock({ client }: MysqlHarness): Promise<void> {
  const waiting = "select trx_id from information_schema.innodb_trx where trx_state = 'LOCK WAIT'"
  const look = async (): Promise<unknown[]> => (await client.query<RowDataPacket[]>(waiting))[0]
  await expect.poll(look, { interval: 250, timeout: 20_000 }).toHaveLength(1)
}
