import type { Resource } from '../../../shared/workspace.js'
import type { StoreContext } from '../registry.js'
import type { Store } from '../store.js'
import { readConfig } from './config.js'
import { EmbeddedConnection } from './embedded.js'
import { ServerConnection } from './server.js'
import { PostgresqlStore } from './store.js'

/** A PostgreSQL store; nothing is connected before it is used. */
export function openPostgresql(resource: Resource, context: StoreContext): Store {
  const config = readConfig(resource)
  return config.kind === 'embedded'
    ? new PostgresqlStore(new EmbeddedConnection(context.dataDir), 'postgres')
    : new PostgresqlStore(new ServerConnection(config, context.signal), config.database)
}
