import { randomBytes } from 'node:crypto'
import { MongoClient, type Db } from 'mongodb'
import { openStore } from '../../src/engine/stores/registry.js'
import { Settings } from '../../src/engine/stores/settings.js'
import type { ParameterValues } from '../../src/shared/parameters.js'
import { resourceSchema, type Resource } from '../../src/shared/workspace.js'
import type { TestServer } from '../setup/serverPool.js'
import type { Harness } from './contract.js'

export interface MongodbHarness extends Harness {
  readonly resource: Resource
  /** The harness's database on a connection of the test's own. */
  readonly database: Db
}

export function mongodbResource(server: TestServer, config: ParameterValues = {}): Resource {
  return resourceSchema.parse({ id: 'mongo', type: server.type, config: { ...server.config, ...config } })
}

/** A store on a database of its own. */
export async function mongodbHarness(server: TestServer): Promise<MongodbHarness> {
  const name = `test_${randomBytes(6).toString('hex')}`
  const resource = mongodbResource(server, { database: name })
  const settings = new Settings(resource.config)
  const login = settings.text('login')
  const client = new MongoClient(`mongodb://${settings.text('servers')}/`, {
    ...(login === '' ? {} : { auth: { username: login, password: settings.text('password') } }),
    ...(login === '' ? {} : { authSource: settings.text('auth_source') }),
    ...(server.type === 'backend_mongo_rs' ? { replicaSet: settings.text('rs_set_name') } : {})
  })
  await client.connect()
  const database = client.db(name)
  return {
    resource,
    database,
    open: () => openStore(resource, { dataDir: '' }),
    async clear() {
      await database.collection('mqtt_msg').deleteMany({})
    },
    async close() {
      await database.dropDatabase()
      await client.close()
    },
    largestPayload: 16_000_000,
    longestTopic: undefined,
    longestSender: undefined,
    wildcard: true,
    fetchLimits: true,
    counts: true
  }
}
