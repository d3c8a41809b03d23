import type { Resource } from '../../../shared/workspace.js'
import type { Store } from '../store.js'
import { readConfig } from './config.js'
import { CassandraConnection } from './connection.js'
import { CassandraStore } from './store.js'

/** A Cassandra store; nothing is connected before it is used. */
export function openCassandra(resource: Resource): Store {
  const config = readConfig(resource)
  return new CassandraStore(new CassandraConnection(config), config.keyspace)
}
