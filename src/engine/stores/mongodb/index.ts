import type { Resource } from '../../../shared/workspace.js'
import type { Store } from '../store.js'
import { readConfig } from './config.js'
import { MongodbConnection } from './connection.js'
import { MongodbStore } from './store.js'

/** A MongoDB store: single server, replica set or sharded cluster; nothing is connected before it is used. */
export function openMongodb(resource: Resource): Store {
  return new MongodbStore(new MongodbConnection(readConfig(resource)))
}
