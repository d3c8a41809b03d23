import type { BackendName } from '../../shared/resourceTypes.js'
import { resourceTypes } from '../../shared/resourceTypes.js'
import type { Resource } from '../../shared/workspace.js'
import { openCassandra } from './cassandra/index.js'
import { openMongodb } from './mongodb/index.js'
import { openMysql } from './mysql/index.js'
import { openPostgresql } from './postgresql/index.js'
import { openRedis } from './redis/index.js'
import type { Store } from './store.js'

export interface StoreContext {
  /** Where the built-in database keeps its files. */
  readonly dataDir: string
  /** Takes away every connection of the store, also one that is only being made. Left out: nothing does. */
  readonly signal?: AbortSignal
}

type Open = (resource: Resource, context: StoreContext) => Store

const backends: Readonly<Record<BackendName, Open>> = {
  redis: openRedis,
  mysql: openMysql,
  pgsql: openPostgresql,
  cassa: openCassandra,
  mongo: openMongodb
}

/** The store of a resource. Connects when it is first used. Throws `store_certificate` where a file is unreadable. */
export function openStore(resource: Resource, context: StoreContext): Store {
  return backends[resourceTypes[resource.type].backend](resource, context)
}
