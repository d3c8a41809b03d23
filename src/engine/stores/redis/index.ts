import type { Resource } from '../../../shared/workspace.js'
import type { Store } from '../store.js'
import { readConfig } from './config.js'
import { RedisConnection } from './connection.js'
import { RedisStore } from './store.js'

/** A Redis store: single server, Sentinel or cluster; nothing is connected before it is used. */
export function openRedis(resource: Resource): Store {
  return new RedisStore(new RedisConnection(readConfig(resource)))
}
