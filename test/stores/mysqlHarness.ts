import { randomBytes } from 'node:crypto'
import { createConnection, type Connection } from 'mysql2/promise'
import { openStore } from '../../src/engine/stores/registry.js'
import { parseAddress, Settings } from '../../src/engine/stores/settings.js'
import type { ParameterValues } from '../../src/shared/parameters.js'
import { resourceSchema, type Resource } from '../../src/shared/workspace.js'
import type { TestServer } from '../setup/serverPool.js'
import type { Harness } from './contract.js'

export interface MysqlHarness extends Harness {
  readonly resource: Resource
  /** A connection of the test's own to the harness's database. */
  readonly client: Connection
}

export function mysqlResource(server: TestServer, config: ParameterValues = {}): Resource {
  return resourceSchema.parse({ id: 'mysql', type: server.type, config: { ...server.config, ...config } })
}

/** A store on a database of its own, which the store's `init` makes. */
export async function mysqlHarness(server: TestServer): Promise<MysqlHarness> {
  const database = `test \`${randomBytes(6).toString('hex')}\``
  const resource = mysqlResource(server, { database })
  const store = openStore(resource, { dataDir: '' })
  await store.init()
  await store.close()
  const settings = new Settings(server.config)
  const client = await createConnection({
    ...parseAddress(settings.text('server')),
    user: settings.text('user'),
    password: settings.text('password'),
    database,
    dateStrings: true
  })
  return {
    resource,
    client,
    open: () => openStore(resource, { dataDir: '' }),
    async clear() {
      await client.query('delete from mqtt_msg')
    },
    async close() {
      await client.query(`drop database \`${database.replaceAll('`', '``')}\``)
      await client.end()
    },
    largestPayload: 65_535,
    longestTopic: 180,
    longestSender: 64,
    wildcard: true,
    fetchLimits: true,
    counts: true
  }
}
