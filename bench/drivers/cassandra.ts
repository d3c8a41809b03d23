import { auth, Client, concurrent, policies, types } from 'cassandra-driver'
import { Settings } from '../../src/engine/stores/settings.js'
import type { Resource } from '../../src/shared/workspace.js'
import { type Driver, inParts, type Row, topicOf } from './driver.js'

/** Rows of one partition that go out as one batch: as many as a server takes without a warning (5 KiB). */
const batchBytes = 4096
const together = 64
const fillStep = 25

export async function openCassandra({ config }: Resource): Promise<Driver> {
  const settings = new Settings(config)
  const username = settings.text('username')
  const client = new Client({
    contactPoints: settings.text('nodes').split(','),
    policies: { loadBalancing: new policies.loadBalancing.RoundRobinPolicy() },
    queryOptions: { consistency: types.consistencies.localQuorum },
    ...(username === '' ? {} : { authProvider: new auth.PlainTextAuthProvider(username, settings.text('password')) })
  })
  await client.connect()
  const table = `"${settings.text('keyspace')}".mqtt_msg`
  const query = `insert into ${table} (topic, msgid, arrived, payload, qos, retain, sender) values (?, ?, ?, ?, ?, ?, ?)`
  const paramsOf = ({ topic, id, at, payload, qos, retain, sender }: Row) => [
    topic,
    id,
    new Date(at),
    payload.toString(),
    qos,
    retain,
    sender
  ]
  const batch = (rows: readonly Row[]) =>
    client.batch(
      rows.map((row) => ({ query, params: paramsOf(row) })),
      { prepare: true, logged: false }
    )
  return {
    ways: {
      'batches by partition': async (rows) => {
        const parts = byPartition(rows)
        await inParts(parts.length, 1, together, (from) => batch(parts[from] ?? []))
      },
      executeConcurrent: (rows) =>
        concurrent.executeConcurrent(client, query, rows.map(paramsOf), {
          concurrencyLevel: together,
          executionProfile: 'default'
        } as never)
    },
    async clear() {
      await client.execute(`truncate ${table}`, [], { readTimeout: 60_000 })
    },
    async isEmpty() {
      return (await client.execute(`select topic from ${table} limit 1`)).rows.length === 0
    },
    async fill(filling) {
      const { count, topics, payload } = filling
      const first = Date.now() * 1000 - count
      // Neighbours share a topic here, so that a batch has one partition.
      const each = Math.ceil(count / topics)
      await inParts(count, fillStep, together, (from, to) =>
        inParts(to - from, to - from, 1, async () => {
          const rows = Array.from({ length: to - from }, (_, place) => ({
            id: `${(first + from + place).toString(16).toUpperCase().padStart(16, '0')}F442000000010000`,
            topic: topicOf(filling, Math.floor((from + place) / each)),
            sender: 'filler',
            qos: 1,
            retain: 0,
            payload,
            at: Date.now()
          }))
          for (const part of byPartition(rows)) await batch(part)
        })
      )
    },
    close: () => client.shutdown()
  }
}

function byPartition(rows: readonly Row[]): Row[][] {
  const parts: Row[][] = []
  const open = new Map<string, { readonly part: Row[]; bytes: number }>()
  for (const row of rows) {
    const bytes = 100 + row.topic.length + row.payload.length
    let entry = open.get(row.topic)
    if (entry === undefined || entry.bytes + bytes > batchBytes) {
      entry = { part: [], bytes: 0 }
      open.set(row.topic, entry)
      parts.push(entry.part)
    }
    entry.part.push(row)
    entry.bytes += bytes
  }
  return parts
}
