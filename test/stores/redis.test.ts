import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { toBase62 } from '../../src/engine/stores/base62.js'
import { openStore } from '../../src/engine/stores/registry.js'
import type { Store } from '../../src/engine/stores/store.js'
import type { AppError } from '../../src/shared/errors.js'
import { reasonFor, serverFor } from '../setup/servers.js'
import { fetchAll, fetchWhileDeleting, ids, message, messages, storeContract } from './contract.js'
import { redisHarness, redisResource, type RedisHarness } from './redisHarness.js'

const server = await serverFor('redis')
const options = { again: false, ttl: 100 }

describe.skipIf(server === undefined)(`on a Redis server ${reasonFor('redis')}`, () => {
  if (server === undefined) return
  storeContract('Redis', () => redisHarness(server, 1))

  describe('Redis', () => {
    let harness: RedisHarness
    let store: Store

    beforeAll(async () => {
      harness = await redisHarness(server, 2)
      store = harness.open()
    })
    beforeEach(() => harness.clear())
    afterAll(async () => {
      await store.close()
      await harness.close()
    })

    it('writes the keys as EMQX does', async () => {
      const { client } = harness
      const id = '000587943D9B5C5EF442000009880001'
      const id62 = 'Mjg3MTEzNTQ0MjM2MjQ1MzUyMjUxNjMxNDkzMDAyMDM1MjB'
      await store.save([message({ id, timestamp: 1_594_606_150_714, qos: 2 })], options)
      expect((await client.keys('*')).sort()).toEqual([`mqtt:msg:${id62}`, 'mqtt:msg:t/1'])
      expect(await client.hgetall(`mqtt:msg:${id62}`)).toEqual({
        id: id62,
        from: 'publisher-1',
        qos: '2',
        topic: 't/1',
        payload: '{ "msg": "hello" }',
        ts: '1594606150714',
        retain: 'false'
      })
      expect(await client.hkeys(`mqtt:msg:${id62}`)).toEqual(['id', 'from', 'qos', 'topic', 'payload', 'ts', 'retain'])
      expect(await client.zrange('mqtt:msg:t/1', 0, '-1', 'WITHSCORES')).toEqual([id62, '1594606150714'])
      expect(await client.ttl(`mqtt:msg:${id62}`)).toBeGreaterThan(95)
      expect(await client.ttl('mqtt:msg:t/1')).toBe(-1)
    })

    it('leaves no key behind', async () => {
      const saved = messages(10, (index) => ({ topic: `t/${index % 3}` }))
      const { keys } = await store.save(saved, options)
      await store.remove(
        saved.map(({ id, topic }, index) => ({ id, topic, key: index % 2 === 0 ? keys[index] : undefined }))
      )
      expect(await harness.client.keys('*')).toEqual([])
    })

    it('delivers and deletes what an EMQX 4.2 wrote, and what a person wrote', async () => {
      const { client } = harness
      const id = '000587943D9B5C5EF442000009880001'
      await client.hset(`mqtt:msg:${toBase62(id)}`, {
        id: toBase62(id),
        from: 'emqx',
        qos: '1',
        topic: 't/1',
        payload: 'one',
        ts: '1594606150714',
        retain: 'true'
      })
      await client.zadd('mqtt:msg:t/1', 1, toBase62(id))
      await client.hset('mqtt:msg:by-hand', { payload: 'two' })
      await client.zadd('mqtt:msg:t/1', 2, 'by-hand')
      const found = await fetchAll(store)
      expect(found).toMatchObject([
        { id, from: 'emqx', qos: 1, payload: Buffer.from('one'), timestamp: 1_594_606_150_714, retain: true },
        { id: 'by-hand', from: '', qos: 2, payload: Buffer.from('two'), timestamp: 2, retain: false }
      ])
      expect((await store.inspect(5)).rows.map(({ messageId }) => messageId).sort()).toEqual(ids(found).sort())
      await store.remove(found.map(({ id, topic }) => ({ id, topic, key: undefined })))
      expect(await client.keys('*')).toEqual([])
    })

    it('removes members whose hash has expired when it meets them', async () => {
      const saved = messages(10)
      await store.save(saved, options)
      for (const { id } of saved.slice(2, 5)) await harness.client.pexpire(`mqtt:msg:${toBase62(id)}`, 1)
      await expect.poll(async () => (await harness.client.keys('mqtt:msg:M*')).length).toBe(7)
      expect(ids(await fetchAll(store, { limit: 3 }))).toEqual(ids([...saved.slice(0, 2), ...saved.slice(5)]))
      expect(await harness.client.zcard('mqtt:msg:t/1')).toBe(7)
    })

    it('reads a crowd of one score page by page, also while it shrinks', async () => {
      const { client } = harness
      const saved = messages(2000)
      for (const { id } of saved) {
        await client.hset(`mqtt:msg:${toBase62(id)}`, 'payload', id)
        await client.zadd('mqtt:msg:t/1', 1, toBase62(id))
      }
      const late = message()
      await store.save([late], options)
      expect(ids(await fetchAll(store, { limit: 300 })).sort()).toEqual(ids([...saved, late]).sort())
      const seen = await fetchWhileDeleting(store)
      expect(seen).toHaveLength(2001)
      expect(new Set(seen).size).toBe(2001)
      expect(seen.at(-1)).toBe(late.id)
      expect(await client.keys('*')).toEqual([])
    })

    it('refuses a topic whose key is something else, and saves the others', async () => {
      await harness.client.set('mqtt:msg:t/taken', 'text')
      const batch = [message(), message({ topic: 't/taken' }), message()]
      const result = await store.save(batch, options)
      expect(result.refused.map(({ index, error }) => [index, error.code])).toEqual([[1, 'message_refused']])
      expect(result.keys[1]).toBeUndefined()
      expect(await fetchAll(store)).toHaveLength(2)
    })

    it('does without scripts where they are forbidden', async () => {
      await harness.client.call('acl', 'setuser', 'default', '-@scripting')
      try {
        const saved = messages(20)
        const { keys } = await store.save(saved, options)
        const found = await fetchAll(store)
        expect(ids(found)).toEqual(ids(saved))
        await store.remove(saved.map(({ id, topic }, index) => ({ id, topic, key: keys[index] })))
        expect(await harness.client.keys('*')).toEqual([])
      } finally {
        await harness.client.call('acl', 'setuser', 'default', '+@scripting')
      }
    })

    it('goes on after all scripts were forgotten', async () => {
      const fresh = harness.open()
      await fresh.save([message()], options)
      await harness.client.script('FLUSH')
      await fresh.save([message()], options)
      expect(await fetchAll(fresh)).toHaveLength(2)
      await fresh.close()
    })

    it('uses more connections only when it has work for them', async () => {
      const fresh = harness.open()
      const connections = async (): Promise<number> => {
        const list = (await harness.client.client('LIST')) as string
        return list.split('\n').filter((line) => / db=2 /.test(line)).length
      }
      const before = await connections()
      for (let count = 0; count < 5; count += 1) await fresh.save(messages(2), options)
      expect(await connections()).toBe(before + 1)
      await Promise.all(Array.from({ length: 30 }, () => fresh.save(messages(2), options)))
      expect(await connections()).toBe(before + 8)
      await fresh.close()
      await expect.poll(connections).toBe(before)
    })

    it.each([
      [{ server: '127.0.0.1:1' }, 'store_unreachable'],
      [{ server: 'no-such-host.invalid:6379' }, 'store_unreachable'],
      [{ database: 999_999 }, 'store_database_missing'],
      [{ ssl: true, cacertfile: '/no/such/file' }, 'store_certificate']
    ])('says what is wrong with %j', async (config, code) => {
      const open = async (): Promise<string> => {
        const other = openStore(redisResource(server, config), { dataDir: '' })
        return other.test().finally(() => other.close())
      }
      await expect(open()).rejects.toMatchObject({ code })
    })

    it('answers what a person asks, and nothing that writes', async () => {
      const id = '000587943D9B5C5EF442000009880001'
      await store.save(
        [message({ id, timestamp: 5, payload: Buffer.from('a "b"') }), message({ topic: 't/2' })],
        options
      )
      const key = `mqtt:msg:${toBase62(id)}`
      expect((await store.ask(String.raw`KEYS mqtt:msg\*`)).rows).toHaveLength(4)
      expect(await store.ask(`hgetall ${key}`)).toEqual({
        columns: ['field', 'value'],
        rows: [
          ['id', toBase62(id)],
          ['from', 'publisher-1'],
          ['qos', '1'],
          ['topic', 't/1'],
          ['payload', 'a "b"'],
          ['ts', '5'],
          ['retain', 'false']
        ],
        isCut: false
      })
      expect((await store.ask(`HGET "${key}" 'topic'`)).rows).toEqual([['t/1']])
      expect((await store.ask('zrange mqtt:msg:t/1 0 -1 withscores')).rows).toEqual([[toBase62(id), '5']])
      expect((await store.ask('zcard mqtt:msg:t/1')).rows).toEqual([[1]])
      for (const line of ['del x', 'FLUSHALL', 'eval "return 1" 0', 'config set maxmemory 1', 'zadd a 1 b']) {
        await expect(store.ask(line)).rejects.toMatchObject({ code: 'console_write_refused' })
      }
      for (const line of ['', 'hgetall', 'zrange a b c', 'nonsense', 'hget "a', 'monitor']) {
        await expect(store.ask(line)).rejects.toMatchObject({ code: 'console_statement_unknown' })
      }
    })

    it('answers no more than can be shown', async () => {
      await store.save(messages(300), options)
      expect(await store.ask('keys *')).toMatchObject({ isCut: true })
      const { rows, isCut } = await store.ask('zrange mqtt:msg:t/1 0 -1')
      expect([rows.length, isCut]).toEqual([200, true])
    })

    it('survives that the server ends its connections', async () => {
      await store.save(messages(3), options)
      await harness.client.call('client', 'kill', 'type', 'normal')
      await expect
        .poll(() =>
          fetchAll(store).then(
            (found) => found.length,
            () => 'down'
          )
        )
        .toBe(3)
    })

    it('tells a full store, a replica and a wrong password', async () => {
      const { client } = harness
      const failure = async (): Promise<string> => {
        try {
          await store.save([message()], options)
          return 'saved'
        } catch (error) {
          return (error as AppError).code
        }
      }
      await client.config('SET', 'maxmemory', '1')
      expect(await failure()).toBe('store_full')
      await client.config('SET', 'maxmemory', '0')
      await client.call('replicaof', '127.0.0.1', '1')
      expect(await failure()).toMatch(/store_read_only|store_unreachable/)
      await client.call('replicaof', 'no', 'one')
      expect(await failure()).toBe('saved')
      await client.config('SET', 'requirepass', 'secret')
      const other = harness.open()
      await expect(other.test()).rejects.toMatchObject({ code: 'store_refused_login' })
      await other.close()
      await client.config('SET', 'requirepass', '')
    })
  })
})
