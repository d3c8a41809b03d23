import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { parseAddress, Settings } from '../../src/engine/stores/settings.js'
import { openStore } from '../../src/engine/stores/registry.js'
import type { ParameterValues } from '../../src/shared/parameters.js'
import { resourceSchema, type Resource } from '../../src/shared/workspace.js'
import type { Harness } from './contract.js'
import type { TestServer } from '../setup/serverPool.js'

export interface PostgresqlHarness extends Harness {
  readonly resource: Resource
  /** A connection of the test's own to the harness's database. */
  readonly client: pg.Client
}

export function postgresqlResource(server: TestServer, config: ParameterValues = {}): Resource {
  return resourceSchema.parse({ id: 'pg', type: server.type, config: { ...server.config, ...config } })
}

/** A store on a database of its own, which the store's `init` makes. */
export async function postgresqlHarness(server: TestServer): Promise<PostgresqlHarness> {
  const database = `Test "${randomBytes(6).toString('hex')}"`
  const resource = postgresqlResource(server, { database })
  const store = openStore(resource, { dataDir: '' })
  await store.init()
  await store.close()
  const settings = new Settings(server.config)
  const connect = {
    ...parseAddress(settings.text('server')),
    user: settings.text('username'),
    password: settings.text('password')
  }
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
    fetchLimits: true,
    counts: true
  }
}
