import type { ParameterValues } from '../../src/shared/parameters.js'
import type { ResourceTypeName } from '../../src/shared/resourceTypes.js'
import type { ServerName } from '../../src/engine/servers/server.js'

/** Environment variables that name a server to use instead of a private one. */
export const urlVariables: Readonly<Record<ServerName, string>> = {
  redis: 'TEST_REDIS_URL',
  redis_sentinel: 'TEST_REDIS_SENTINEL_URL',
  redis_cluster: 'TEST_REDIS_CLUSTER_URL',
  mysql: 'TEST_MYSQL_URL',
  pgsql: 'TEST_POSTGRESQL_URL',
  cassa: 'TEST_CASSANDRA_URL',
  mongo: 'TEST_MONGODB_URL'
}

/**
 * The resource that a URL names: `scheme://user:password@host:port,host:port/database`. A Sentinel's URL ends with the
 * name of its set, `mongodb:` takes `?replicaSet=name`.
 */
export function fromUrl(name: ServerName, url: string): { type: ResourceTypeName; config: ParameterValues } {
  const parts = /^[a-z+]+:\/\/(?:([^:@/]*)(?::([^@/]*))?@)?([^/?]+)(?:\/([^?]*))?(?:\?(.*))?$/.exec(url)
  if (parts === null)
    throw new Error(`${urlVariables[name]} is not a URL of the form scheme://user:password@host:port/name`)
  const groups: readonly (string | undefined)[] = parts.slice(1)
  const [user = '', password = '', servers = '', path = ''] = groups.map((part) => decodeURIComponent(part ?? ''))
  const replicaSet = new URLSearchParams(groups[4]).get('replicaSet')
  switch (name) {
    case 'redis':
      return { type: 'backend_redis_single', config: { server: servers, password, database: Number(path) } }
    case 'redis_sentinel':
      return { type: 'backend_redis_sentinel', config: { servers, password, sentinel: path } }
    case 'redis_cluster':
      return { type: 'backend_redis_cluster', config: { servers, password } }
    case 'mysql':
      return { type: 'backend_mysql', config: { server: servers, user, password, database: path || 'mqtt' } }
    case 'pgsql':
      return { type: 'backend_pgsql', config: { server: servers, username: user, password, database: path || 'mqtt' } }
    case 'cassa':
      return { type: 'backend_cassa', config: { nodes: servers, username: user, password, keyspace: path || 'mqtt' } }
    case 'mongo': {
      const config = { servers, login: user, password, database: path || 'mqtt' }
      if (replicaSet === null) return { type: 'backend_mongo_single', config }
      return { type: 'backend_mongo_rs', config: { ...config, rs_set_name: replicaSet } }
    }
  }
}
