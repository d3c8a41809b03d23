import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { newMessageId } from '../../src/engine/stores/messageId.js'
import { openStore } from '../../src/engine/stores/registry.js'
import type { Store } from '../../src/engine/stores/store.js'
import { reasonFor, serverFor } from '../setup/servers.js'
import { cassandraHarness, cassandraResource, type CassandraHarness } from './cassandraHarness.js'
import { fetchAll, ids, message, messages, storeContract } from './contract.js'

const server = await serverFor('cassa')
const options = { again: false }

describe.skipIf(server === undefined)(`on a Cassandra server ${reasonFor('cassa')}`, () => {
  if (server === undefined) return
  storeContract('Cassandra', () => cassandraHarness(server))

  describe('Cassandra', () => {
    let harness: CassandraHarness
    let store: Store
    const byHand = async (columns: string, values: string): Promise<void> => {
      await harness.client.execute(`insert into "${harness.keyspace}".mqtt_msg (${columns}) values (${values})`)
    }

    beforeAll(async () => {
      harness = await cassandraHarness(server)
      store = harness.open()
    })
    beforeEach(() => harness.clear())
    afterAll(async () => {
      await store.close()
      await harness.close()
    })

    it('writes the row as EMQX does', async () => {
      const saved = message({ timestamp: 1_594_606_150_714, retain: true, qos: 2 })
      await store.save([saved], options)
      const { rows } = await harness.client.execute(`select * from "${harness.keyspace}".mqtt_msg`)
      expect(rows.map((row) => Object.fromEntries(row.keys().map((name) => [name, row[name] as unknown])))).toEqual([
        {
          topic: 't/1',
          msgid: saved.id,
          arrived: new Date(1_594_606_150_714),
          payload: '{ "msg": "hello" }',
          qos: 2,
          retain: 1,
          sender: 'publisher-1'
        }
      ])
    })

    it('delivers and deletes rows that an EMQX or a person wrote, also such of old', async () => {
      const first = message()
      await store.save([first], options)
      expect(ids(await fetchAll(store))).toEqual([first.id])
      await byHand('topic, msgid, payload', "'t/1', '000587943D9B5C5EF442000009880001', 'old'")
      await byHand('topic, msgid, qos, retain', "'t/1', 'by hand', 1, 1")
      await byHand('topic, msgid', "'t/2', ''")
      await expect
        .poll(async () => ids(await fetchAll(store)), { timeout: 20_000 })
        .toEqual(['000587943D9B5C5EF442000009880001', first.id, 'by hand'])
      const found = [...(await fetchAll(store)), ...(await fetchAll(store, { topic: 't/2' }))]
      expect(found.map(({ payload, qos, retain }) => [payload.toString(), qos, retain])).toEqual([
        ['old', 2, false],
        ['{ "msg": "hello" }', 1, false],
        ['', 1, true],
        ['', 2, false]
      ])
      await store.remove(found)
      expect(await fetchAll(store)).toEqual([])
      expect(await fetchAll(store, { topic: 't/2' })).toEqual([])
    })

    it('fetches what a slow publisher stored late', async () => {
      const late = message()
      await store.save([message()], options)
      await store.remove(await fetchAll(store))
      expect(await fetchAll(store)).toEqual([])
      const old = message({ id: newMessageId().replace(/^.{9}/, '000660F00') })
      await store.save([late, old], options)
      expect(ids(await fetchAll(store))).toEqual([old.id, late.id])
    })

    it('still finds messages, and fast, after more than 100,000 passed through one topic', async () => {
      const passed = messages(105_000, () => ({ topic: 'busy', payload: Buffer.from('x') }))
      for (let start = 0; start < passed.length; start += 5000) {
        const part = passed.slice(start, start + 5000)
        await store.save(part, options)
        await store.remove(part.map(({ id, topic }) => ({ id, topic, key: id })))
      }
      const left = messages(20, () => ({ topic: 'busy' }))
      await store.save(left, options)
      // One that knows nothing of what happened finds its way by cutting the time into parts.
      const fresh = harness.open()
      expect(ids(await fetchAll(fresh, { topic: 'busy' }))).toEqual(ids(left))
      expect(ids(await fetchAll(fresh, { topic: 'busy', newest: 5 }))).toEqual(ids(left.slice(15)))
      expect((await fresh.inspect(50)).rows.map(({ messageId }) => messageId)).toEqual(ids(left).reverse())
      expect(ids(await fetchAll(store, { topic: 'busy' }))).toEqual(ids(left))
      await fresh.close()
    }, 600_000)

    it('refuses what is larger than the server takes, and saves the others', async () => {
      // The one is larger than a request may be, the other than what the commit log takes.
      const [far, slightly] = [40_000_000, 16_700_000].map((size) => message({ payload: Buffer.alloc(size, 97) }))
      if (far === undefined || slightly === undefined) throw new Error('two were made')
      const result = await store.save([message(), far, slightly, message()], options)
      expect(result.refused.map(({ index, error }) => [index, error.code])).toEqual([
        [1, 'message_payload_too_large'],
        [2, 'message_payload_too_large']
      ])
      expect(await fetchAll(store)).toHaveLength(2)
    })

    it('plans keyspace and table where they are missing, and makes both, without what the server refuses', async () => {
      const keyspace = `another_${Date.now().toString(36)}`
      const other = openStore(cassandraResource(server, { keyspace }), { dataDir: '' })
      try {
        const planned = await other.plan()
        expect(planned.statements).toHaveLength(2)
        expect(planned.statements[0]).toMatch(new RegExp(`^CREATE KEYSPACE "${keyspace}" WITH replication`))
        expect(planned.statements[1]).toMatch(new RegExp(`^CREATE TABLE "${keyspace}".mqtt_msg`))
        expect(planned.statements[1]).not.toContain('read_repair_chance')
        expect(planned.notes).toEqual(['cassandra_read_repair_left_out'])
        await expect(other.save([message()], options)).rejects.toMatchObject({ code: 'store_database_missing' })
        await other.init()
        expect(await other.plan()).toMatchObject({ state: 'ready' })
      } finally {
        await other.close()
        await harness.client.execute(`drop keyspace if exists "${keyspace}"`)
      }
    })

    it('tells how a table of another shape differs', async () => {
      const keyspace = `shape_${Date.now().toString(36)}`
      await harness.client.execute(
        `create keyspace ${keyspace} with replication = {'class': 'SimpleStrategy', 'replication_factor': 1}`
      )
      const other = openStore(cassandraResource(server, { keyspace }), { dataDir: '' })
      try {
        await expect(other.save([message()], options)).rejects.toMatchObject({ code: 'store_table_missing' })
        expect((await other.plan()).statements).toHaveLength(1)
        await harness.client.execute(
          `create table ${keyspace}.mqtt_msg (topic text, msgid text, qos text, primary key (topic, msgid))`
        )
        const differs: unknown = await other.init().catch((error: unknown) => error)
        expect(differs).toMatchObject({ code: 'store_shape_differs' })
        const { difference } = (differs as { data: Record<string, string> }).data
        expect(difference).toContain('qos: text ≠ int')
        expect(difference).toContain('payload: – ≠ text')
        expect(difference).toContain('msgid: text clustering asc ≠ text clustering desc')
      } finally {
        await other.close()
        await harness.client.execute(`drop keyspace ${keyspace}`)
      }
    })

    it.each([
      [{ nodes: '127.0.0.1:1' }, 'store_unreachable'],
      [{ nodes: '127.0.0.1:1,127.0.0.1:2' }, 'store_unreachable'],
      [{ nodes: 'no-such-host.invalid:9042' }, 'store_unreachable'],
      [{ ssl: true, verify: true }, /^store_(unreachable|certificate)$/],
      [{ ssl: true, cacertfile: '/no/such/file' }, 'store_certificate']
    ])('says what is wrong with %j', async (config, code) => {
      const open = async (): Promise<string> => {
        const other = openStore(cassandraResource(server, config), { dataDir: '' })
        return other.test().finally(() => other.close())
      }
      await expect(open()).rejects.toMatchObject({ code: expect.stringMatching(code) as string })
    })

    it('answers what a person asks, and nothing that writes', async () => {
      await store.save(messages(3), options)
      const all = await store.ask('select * from mqtt_msg;')
      expect(all.columns).toEqual((await store.inspect(1)).columns)
      expect(all.rows).toHaveLength(3)
      expect(
        await store.ask("select count(*) from mqtt_msg where topic = 't/1' and arrived > '2020-01-01' allow filtering")
      ).toMatchObject({ rows: [[3]] })
      expect((await store.ask("select topic, qos from mqtt_msg where topic in ('t/1') limit 2")).rows).toEqual([
        ['t/1', 1],
        ['t/1', 1]
      ])
      await expect(store.ask('delete from mqtt_msg')).rejects.toMatchObject({ code: 'console_write_refused' })
      await expect(store.ask('select now() from mqtt_msg')).rejects.toMatchObject({ code: 'console_statement_unknown' })
      expect(await fetchAll(store)).toHaveLength(3)
    })

    it('goes on by the node that answers, where one does not', async () => {
      const nodes = `127.0.0.1:1,${String(harness.resource.config['nodes'])}`
      const other = openStore(cassandraResource(server, { nodes }), { dataDir: '' })
      expect(await other.test()).toMatch(/^Cassandra \d/)
      await other.close()
    })
  })
})
