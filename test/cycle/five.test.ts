import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ServerName } from '../../src/engine/servers/server.js'
import { toBase62 } from '../../src/engine/stores/base62.js'
import { newMessageId } from '../../src/engine/stores/messageId.js'
import { chapterSql } from '../../src/engine/workspace/defaultWorkspace.js'
import type { TestServer } from '../setup/serverPool.js'
import { reasonFor, serverFor } from '../setup/servers.js'
import { cassandraHarness } from '../stores/cassandraHarness.js'
import { mongodbHarness } from '../stores/mongodbHarness.js'
import { mysqlHarness } from '../stores/mysqlHarness.js'
import { postgresqlHarness } from '../stores/postgresqlHarness.js'
import { redisHarness } from '../stores/redisHarness.js'
import { Bench, eventually } from './harness.js'

const names = ['redis', 'mysql', 'pgsql', 'cassa', 'mongo'] as const satisfies readonly ServerName[]
const servers = await Promise.all(names.map((name) => serverFor(name)))
const reasons = names.map((name) => reasonFor(name)).filter((reason) => reason !== '')

/** A database of the test's own in each shared server, and a connection to it that is not the product's. */
async function openHarnesses() {
  const [redis, mysql, pgsql, cassa, mongo] = servers as TestServer[]
  if (!redis || !mysql || !pgsql || !cassa || !mongo) throw new Error('there are all five')
  return {
    redis: await redisHarness(redis, 5),
    mysql: await mysqlHarness(mysql),
    pgsql: await postgresqlHarness(pgsql),
    cassa: await cassandraHarness(cassa),
    mongo: await mongodbHarness(mongo)
  }
}

describe.skipIf(reasons.length > 0)(`one rule with five actions ${reasons.join(' ')}`, () => {
  let bench: Bench
  let harnesses: Awaited<ReturnType<typeof openHarnesses>>
  beforeAll(async () => {
    harnesses = await openHarnesses()
    await harnesses.redis.clear()
    // EMQX's own `blob` takes 65,535 bytes.
    await harnesses.mysql.client.query('alter table mqtt_msg modify payload longblob')
    bench = await Bench.start({
      resources: [
        ...names.map((name) => ({ ...harnesses[name].resource, id: name })),
        { id: 'pg', type: 'backend_pgsql', config: { server: 'embedded' } }
      ],
      rules: [
        {
          id: 'five',
          rawsql: chapterSql,
          actions: [...names, 'pgsql' as const].map((name, index) => ({
            name: `offline_msg_to_${name}`,
            params: { $resource: index < names.length ? name : 'pg' }
          }))
        }
      ]
    })
    for (const resource of bench.engine.resources()) {
      await resource.store.init()
      resource.retryNow()
    }
  })
  afterAll(async () => {
    await bench.stop()
    for (const harness of Object.values(harnesses)) await harness.close()
  })

  const counts = async () =>
    Object.fromEntries(await Promise.all([...names, 'pg'].map(async (name) => [name, await bench.rows(name)] as const)))

  it.each([
    ['text', Buffer.from('hello')],
    ['all byte values', Buffer.from(Array.from({ length: 256 }, (_, index) => index))],
    ['nothing', Buffer.alloc(0)],
    ['broken UTF-8', Buffer.from([0xc3, 0x28, 0xed, 0xa0, 0x80, 0x00])],
    ['1 MiB of every byte', Buffer.from(Array.from({ length: 1024 ** 2 }, (_, index) => index % 256))]
  ])(
    'saves %s in every store before the acknowledgement, delivers it once, and one ack deletes it everywhere',
    async (_name, payload) => {
      const publisher = await bench.client()
      await publisher.publishAsync('t/five', payload, { qos: 1 })
      expect(await counts()).toEqual({ redis: 1, mysql: 1, pgsql: 1, cassa: 1, mongo: 1, pg: 1 })
      const subscriber = await bench.subscriber('t/five')
      await eventually(counts, (rows) => Object.values(rows).every((count) => count === 0))
      expect(subscriber.received.map((message) => message.payload.equals(payload))).toEqual([true])
      await subscriber.client.endAsync()
    }
  )

  it("delivers and deletes what was written in EMQX's layout by somebody else", async () => {
    const { redis, mysql, pgsql, cassa, mongo } = harnesses
    const ids = Object.fromEntries(names.map((name) => [name, newMessageId()])) as Record<
      (typeof names)[number],
      string
    >
    const [topic, now] = ['t/hand', Date.now()]
    const id62 = toBase62(ids.redis)
    const fields = { id: id62, from: 'hand', qos: 1, topic, payload: 'redis', ts: now, retain: 0 }
    await redis.client.hset(`mqtt:msg:${id62}`, fields)
    await redis.client.zadd(`mqtt:msg:${topic}`, 1, id62)
    const columns = 'msgid, topic, sender, qos, retain, payload, arrived'
    await mysql.client.query(`insert into mqtt_msg (${columns}) values (?, ?, 'hand', 1, 0, 'mysql', now())`, [
      ids.mysql,
      topic
    ])
    await pgsql.client.query(`insert into mqtt_msg (${columns}) values ($1, $2, 'hand', 1, 0, 'pgsql', now())`, [
      ids.pgsql,
      topic
    ])
    await cassa.client.execute(
      `insert into "${cassa.keyspace}".mqtt_msg (${columns}) values (?, ?, 'hand', 1, 0, 'cassa', toTimestamp(now()))`,
      [ids.cassa, topic]
    )
    const common = { topic, sender: 'hand', qos: 1, retain: 0 }
    await mongo.database
      .collection('mqtt_msg')
      .insertOne({ ...common, msgid: ids.mongo, payload: 'mongo', timestamp: now })
    const subscriber = await bench.subscriber(topic)
    await eventually(counts, (rows) => Object.values(rows).every((count) => count === 0))
    expect(subscriber.texts().sort()).toEqual([...names].sort())
  })
})
