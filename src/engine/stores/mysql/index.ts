import type { Resource } from '../../../shared/workspace.js'
import type { StoreContext } from '../registry.js'
import type { Store } from '../store.js'
import { readConfig } from './config.js'
import { MysqlConnection } from './connection.js'
import { MysqlStore } from './store.js'

/** A MySQL or MariaDB store; nothing is connected before it is used. */
export function openMysql(resource: Resource, context: StoreContext): Store {
  const config = readConfig(resource)
  return new MysqlStore(new MysqlConnection(config, context.signal), config.database)
}
