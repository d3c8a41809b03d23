import { randomBytes } from 'node:crypto'
import { Client, policies } from 'cassandra-driver'
import { openStore } from '../../src/engine/stores/registry.js'
import { Settings } from '../../src/engine/stores/settings.js'
import type { ParameterValues } from '../../src/shared/parameters.js'
import { resourceSchema, type Resource } from '../../src/shared/workspace.js'
import type { TestServer } from '../setup/serverPool.js'
import type { Harness } from './contract.js'

export interface CassandraHarness extends Harness {
  readonly resource: Resource
  readonly keyspace: string
  /** A connection of the test's own. */
  readonly client: Client
}

export function cassandraResource(server: TestServer, config: ParameterValues = {}): Resource {
  return resourceSchema.parse({ id: 'cassa', type: server.type, config: { ...server.config, ...config } })
}

/** A store on a keyspace of its own, which the store's `init` makes. */
export async function cassandraHarness(server: TestServer): Promise<CassandraHarness> {
  const keyspace = `Test_${randomBytes(6).toString('hex')}`
  const resource = cassandraResource(server, { keyspace })
  const store = openStore(resource, { dataDir: '' })
  await store.init()
  await store.close()
  const settings = new Settings(resource.config)
  const username = settings.text('username')
  const client = new Client({
    contactPoints: settings.text('nodes').split(','),
    policies: { loadBalancing: new policies.loadBalancing.RoundRobinPolicy() },
    ...(username === '' ? {} : { credentials: { username, password: settings.text('password') } })
  })
  await client.connect()
  return {
    resource,
    keyspace,
    client,
    open: () => openStore(resource, { dataDir: '' }),
    async clear() {
      const { rows } = await client.execute(`select distinct topic from "${keyspace}".mqtt_msg`)
      for (const { topic } of rows as unknown as { topic: string }[]) {
        await client.execute(`delete from "${keyspace}".mqtt_msg where topic = ?`, [topic])
      }
    },
    async close() {
      await client.execute(`drop keyspace "${keyspace}"`)
      await client.shutdown()
    },
    largestPayload: Infinity,
    longestTopic: undefined,
    longestSender: undefined,
    wildcard: false,
    fetchLimits: true,
    counts: false
  }
}
