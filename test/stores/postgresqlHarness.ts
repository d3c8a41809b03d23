import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { openStore } from '../../src/engine/stores/registry.js'
import { resourceSchema, type Resource } from '../../src/shared/workspace.js'
import type { Harness } from './contract.js'
import type { TestServer } from './servers.js'

export interface PostgresqlHarness extends Harness {
  readonly resource: Resource
  /** A connection of the test's own to the harness's database. */
  readonly client: pg.Client
}

export function postgresqlResource(server: TestServer, config: Record<string, unknown> = {}): Resource {
  return resourceSchema.parse({
    id: 'pg',
    type: 'backend_pgsql',
    config: {
      server: `${server.host}:${server.port}`,
      database: server.database,
      username: server.username,
      password: server.password,
      ...config
    }
  })
}

/** A store on a database of its own, which the store's `init` makes. */
export async function postgresqlHarness(server: TestServer): Promise<PostgresqlHarness> {
  const database = `Test "${randomBytes(6).toString('hex')}"`
  const resource = postgresqlResource(server, { database })
  const store = openStore(resource, { dataDir: '' })
  await store.init()
  await store.close()
  const connect = { host: server.host, port: server.port, user: server.username, password: server.password }
  const client = new pg.Client({ ...connect, database })
  await client.connect()
  return {
    resource,
    client,
    open: () => openStore(resource, { dataDir: '' }),
    async clear() {
      await client.query('truncate mqtt_msg')
    },
    async close() {
      await client.end()
      const admin = new pg.Client({ ...connect, database: 'postgres' })
      await admin.connect()
      await admin.query(`drop database "${database.replaceAll('"', '""')}" with (force)`)
      await admin.end()
    },
    largestPayload: Infinity,
    longestTopic: 255,
    longestSender: 64,
    wildcard: true,
    fetchLimits: true
  }
}
