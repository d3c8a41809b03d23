import { Binary, type Document, Double, Long, ObjectId } from 'mongodb'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { newMessageId } from '../../src/engine/stores/messageId.js'
import { objectIdHex } from '../../src/engine/stores/mongodb/document.js'
import { openStore } from '../../src/engine/stores/registry.js'
import type { Store } from '../../src/engine/stores/store.js'
import { reasonFor, serverFor } from '../setup/servers.js'
import { fetchAll, ids, message, messages, storeContract } from './contract.js'
import { mongodbHarness, mongodbResource, type MongodbHarness } from './mongodbHarness.js'

const server = await serverFor('mongo')
const options = { again: false }

describe('ObjectIds made of message ids', () => {
  it('have the order of the ids, and none is the same', () => {
    const made = Array.from({ length: 70_000 }, () => objectIdHex(newMessageId()))
    expect(made).toEqual([...made].sort())
    expect(new Set(made).size).toBe(made.length)
  })

  it('tell the second', () => {
    const id = new ObjectId(objectIdHex('000587943D9B5C5EF442000009880001'))
    expect(id.getTimestamp().getTime()).toBe(Math.floor(0x000587943d9b5c5e / 1_000_000) * 1000)
  })
})

describe.skipIf(server === undefined)(`on a MongoDB server ${reasonFor('mongo')}`, () => {
  if (server === undefined) return
  storeContract('MongoDB', () => mongodbHarness(server))

  describe('MongoDB', () => {
    let harness: MongodbHarness
    let store: Store
    const byHand = async (...documents: Document[]): Promise<void> => {
      await harness.database.collection('mqtt_msg').insertMany(documents)
    }

    beforeAll(async () => {
      harness = await mongodbHarness(server)
      store = harness.open()
    })
    beforeEach(() => harness.clear())
    afterAll(async () => {
      await store.close()
      await harness.close()
    })

    it('writes the document as EMQX does', async () => {
      const saved = message({ timestamp: 1_594_606_150_714, retain: true, qos: 2 })
      const { keys } = await store.save([saved], options)
      const found = await harness.database.collection('mqtt_msg').findOne({}, { promoteLongs: false })
      expect(Object.keys(found ?? {})).toEqual([
        '_id',
        'topic',
        'msgid',
        'sender',
        'qos',
        'retain',
        'payload',
        'timestamp'
      ])
      expect(found).toMatchObject({
        topic: 't/1',
        msgid: saved.id,
        sender: 'publisher-1',
        qos: 2,
        retain: 1,
        payload: '{ "msg": "hello" }'
      })
      expect(found?.['timestamp']).toEqual(Long.fromNumber(1_594_606_150_714))
      expect(found?._id.toHexString()).toBe(keys[0])
    })

    it('delivers and deletes documents that an EMQX or a person wrote', async () => {
      await byHand(
        { _id: 5, topic: 't/1', payload: 'number' },
        { _id: 'name', topic: 't/1', payload: 'text', qos: 1, sender: 'me', retain: true },
        {
          topic: 't/1',
          msgid: '000587943D9B5C5EF442000009880001',
          sender: 'emqx',
          qos: 1,
          retain: 0,
          payload: 'emqx',
          timestamp: Long.fromNumber(1_594_606_150_714)
        },
        { topic: 't/1', payload: null, qos: 9, timestamp: new Date(1_594_606_150_714) },
        { topic: 't/1', payload: Buffer.from([0, 255]) }
      )
      const found = await fetchAll(store, { limit: 1 })
      expect(
        found.map(({ payload, qos, retain, from, timestamp }) => [
          payload.toString('latin1'),
          qos,
          retain,
          from,
          timestamp
        ])
      ).toEqual([
        ['number', 2, false, '', 0],
        ['text', 1, true, 'me', 0],
        ['emqx', 1, false, 'emqx', 1_594_606_150_714],
        ['', 2, false, '', 1_594_606_150_714],
        ['\0\u00ff', 2, false, '', 0]
      ])
      expect(new Set(ids(found)).size).toBe(5)
      expect((await store.inspect(10)).rows.map(({ messageId }) => messageId)).toEqual(ids(found).reverse())
      await store.remove(found)
      expect(await fetchAll(store)).toEqual([])
    })

    it('shows each document with the types that the server gave its values', async () => {
      const _id = new ObjectId('5f0bb60600000000000000aa')
      await byHand({
        _id,
        topic: 't/1',
        qos: 1,
        weight: new Double(5),
        timestamp: Long.fromString('9007199254740993'),
        at: new Date(1_594_606_150_714),
        payload: new Binary(Buffer.from([0, 255])),
        nested: { list: [1, 'a', null, true] }
      })
      const [row] = (await store.inspect(1)).rows
      expect(row?.cells).toEqual([
        _id.toHexString(),
        't/1',
        null,
        null,
        1,
        null,
        expect.stringContaining('$binary'),
        '9007199254740993'
      ])
      expect(row?.document?.isCut).toBe(false)
      expect(Object.entries(JSON.parse(row?.document?.text ?? '') as object)).toEqual([
        ['_id', { $oid: _id.toHexString() }],
        ['topic', 't/1'],
        ['qos', { $numberInt: '1' }],
        ['weight', { $numberDouble: '5.0' }],
        ['timestamp', { $numberLong: '9007199254740993' }],
        ['at', { $date: { $numberLong: '1594606150714' } }],
        ['payload', { $binary: { base64: 'AP8=', subType: '00' } }],
        ['nested', { list: [{ $numberInt: '1' }, 'a', null, true] }]
      ])
    })

    it('carries of a long document only the beginning, and says so', async () => {
      await byHand(
        { _id: 1, topic: 't/1', payload: 'x'.repeat(5_000) },
        { _id: 2, topic: 't/1', payload: new Binary(Buffer.alloc(5_000)) },
        { _id: 3, topic: 't/1', payload: Array.from({ length: 100_000 }, (_, index) => index) }
      )
      const { rows } = await store.inspect(3)
      expect(rows.map(({ document }) => document?.isCut)).toEqual([true, true, true])
      expect(rows.map(({ document }) => (document?.text.length ?? 0) < 40_000)).toEqual([true, true, true])
      const payloads = rows.map(({ document }) => (JSON.parse(document?.text ?? '') as Document)['payload'] as unknown)
      expect(payloads[2]).toBe('x'.repeat(4_096))
    })

    it('does not delete by id what has another topic', async () => {
      const saved = message()
      await store.save([saved], options)
      await store.remove([{ id: saved.id, topic: 'another', key: undefined }])
      expect(await fetchAll(store)).toHaveLength(1)
    })

    it('stores a message once, also when it is sent twice at the same time', async () => {
      const saved = messages(50)
      await Promise.all([store.save(saved, options), store.save(saved, { again: true })])
      expect(ids(await fetchAll(store))).toEqual(ids(saved))
    })

    it('plans the collection where it is missing, and makes it', async () => {
      const another = await mongodbHarness(server)
      const other = another.open()
      try {
        expect(await other.plan()).toEqual({
          state: 'missing',
          statements: ['db.createCollection("mqtt_msg")'],
          notes: []
        })
        await Promise.all([other.init(), other.init()])
        expect(await other.plan()).toMatchObject({ state: 'ready' })
        await other.save([message()], options)
      } finally {
        await other.close()
        await another.close()
      }
    })

    it('answers what a person asks, and nothing that writes', async () => {
      const saved = [message(), message({ topic: 't/2' }), message()]
      await store.save(saved, options)
      const all = await store.ask('db.mqtt_msg.find()')
      expect(all.columns).toEqual((await store.inspect(1)).columns)
      expect(all.rows).toHaveLength(3)
      const some = await store.ask(
        "db.mqtt_msg.find({topic: 't/1'}, {msgid: 1, _id: 0}).sort({_id: -1}).limit(1).pretty()"
      )
      expect(some).toEqual({ columns: ['msgid'], rows: [[saved[2]?.id]], isCut: false })
      expect((await store.ask('db.mqtt_msg.countDocuments({topic: /^t.2/})')).rows).toEqual([[1]])
      expect((await store.ask('db.mqtt_msg.find().count()')).rows).toEqual([[3]])
      const { timestamp } = saved[0] ?? message()
      const byTime = `db.mqtt_msg.countDocuments({timestamp: {$gte: Long('${timestamp}')}})`
      expect((await store.ask(byTime)).rows).toEqual([[3]])
      for (const line of [
        'db.mqtt_msg.drop()',
        'db.mqtt_msg.deleteMany({})',
        'db.dropDatabase()',
        'db.mqtt_msg.insert({})'
      ]) {
        await expect(store.ask(line)).rejects.toMatchObject({ code: 'console_write_refused' })
      }
      for (const line of [
        "db.mqtt_msg.find({$where: 'sleep(1)'})",
        'db.other.find()',
        'db.mqtt_msg.find().forEach(1)',
        'x'
      ]) {
        await expect(store.ask(line)).rejects.toMatchObject({ code: 'console_statement_unknown' })
      }
      expect(await fetchAll(store)).toHaveLength(2)
    })

    it.each([
      [{ servers: '127.0.0.1:1', connectTimoutMS: 300 }, 'store_unreachable'],
      [{ servers: 'no-such-host.invalid:27017', connectTimoutMS: 300 }, 'store_unreachable'],
      [{ ssl: true, verify: true, connectTimoutMS: 300 }, /^store_(unreachable|certificate)$/],
      [{ ssl: true, cacertfile: '/no/such/file' }, 'store_certificate']
    ])('says what is wrong with %j', async (config, code) => {
      const open = async (): Promise<string> => {
        const other = openStore(mongodbResource(server, config), { dataDir: '' })
        return other.test().finally(() => other.close())
      }
      await expect(open()).rejects.toMatchObject({ code: expect.stringMatching(code) as string })
    })
  })
})
