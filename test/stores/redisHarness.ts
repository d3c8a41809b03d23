import { Cluster, Redis } from 'ioredis'
import { openStore } from '../../src/engine/stores/registry.js'
import { parseAddress, parseAddresses, Settings } from '../../src/engine/stores/settings.js'
import type { ParameterValues } from '../../src/shared/parameters.js'
import { resourceSchema, type Resource } from '../../src/shared/workspace.js'
import type { TestServer } from '../setup/serverPool.js'
import type { Harness } from './contract.js'

export interface RedisHarness extends Harness {
  readonly resource: Resource
  /** A connection of the test's own to the harness's database. */
  readonly client: Redis | Cluster
}

export function redisResource(server: TestServer, config: ParameterValues = {}): Resource {
  return resourceSchema.parse({ id: 'redis', type: server.type, config: { ...server.config, ...config } })
}

/** A store on a database number that no other test file uses; a cluster has but one, and is emptied. */
export async function redisHarness(server: TestServer, database = 0): Promise<RedisHarness> {
  const resource = redisResource(server, { database })
  const client = clientFor(resource)
  await client.ping()
  return {
    resource,
    client,
    open: () => openStore(resource, { dataDir: '' }),
    async clear() {
      const nodes = client instanceof Cluster ? client.nodes('master') : [client]
      await Promise.all(nodes.map((node) => node.flushdb()))
    },
    close() {
      client.disconnect()
      return Promise.resolve()
    },
    largestPayload: Infinity,
    longestTopic: undefined,
    longestSender: undefined,
    wildcard: false,
    fetchLimits: false,
    counts: true
  }
}

function clientFor({ type, config }: Resource): Redis | Cluster {
  const settings = new Settings(config)
  const password = settings.text('password')
  const common = { db: settings.number('database'), ...(password === '' ? {} : { password }) }
  switch (type) {
    case 'backend_redis_cluster':
      return new Cluster(parseAddresses(settings.text('servers')), { redisOptions: common })
    case 'backend_redis_sentinel':
      return new Redis({
        ...common,
        sentinels: parseAddresses(settings.text('servers')),
        name: settings.text('sentinel')
      })
    default:
      return new Redis({ ...common, ...parseAddress(settings.text('server')) })
  }
}
