import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ServerName } from '../../src/engine/servers/server.js'
import { chapterSql } from '../../src/engine/workspace/defaultWorkspace.js'
import { reasonFor, serverFor } from '../setup/servers.js'
import { Bench, eventually } from './harness.js'

const names = ['redis', 'mysql', 'pgsql', 'cassa', 'mongo'] as const satisfies readonly ServerName[]
const servers = await Promise.all(names.map((name) => serverFor(name)))
const reasons = names.map((name) => reasonFor(name)).filter((reason) => reason !== '')

/** A database of the test's own in each shared server. */
const fresh = `five_${randomBytes(4).toString('hex')}`
const own: Record<(typeof names)[number], Record<string, unknown>> = {
  redis: { database: 5 },
  mysql: { database: fresh },
  pgsql: { database: fresh },
  cassa: { keyspace: fresh },
  mongo: { database: fresh }
}

describe.skipIf(reasons.length > 0)(`one rule with five actions ${reasons.join(' ')}`, () => {
  let bench: Bench
  beforeAll(async () => {
    bench = await Bench.start({
      resources: [
        ...names.map((name, index) => ({
          id: name,
          type: servers[index]?.type,
          config: { ...servers[index]?.config, ...own[name] }
        })),
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
  afterAll(() => bench.stop())

  const counts = async () =>
    Object.fromEntries(await Promise.all([...names, 'pg'].map(async (name) => [name, await bench.rows(name)] as const)))

  it.each([
    ['text', Buffer.from('hello')],
    ['all byte values', Buffer.from(Array.from({ length: 256 }, (_, index) => index))],
    ['nothing', Buffer.alloc(0)],
    // The largest that MySQL's blob column takes.
    ['64 KiB', Buffer.alloc(65_535, 'abc')]
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
})
