import type { PoolConfig } from 'pg'
import type { Resource } from '../../../shared/workspace.js'
import { embeddedServer } from '../../../shared/resourceTypes.js'
import { parseAddress, Settings } from '../settings.js'
import { tlsOptions } from '../tls.js'

const connectTimeout = 10_000
/** Longer than any statement of ours takes: a connection that is silent for so long is given up. */
const queryTimeout = 20_000

export type PostgresqlConfig =
  | { readonly kind: 'embedded' }
  | {
      readonly kind: 'server'
      readonly server: string
      readonly database: string
      readonly user: string
      pool: PoolConfig
    }

/** A `backend_pgsql` resource's config -> what to connect to. Throws `store_certificate` where a file is unreadable. */
export function readConfig(resource: Resource): PostgresqlConfig {
  const settings = new Settings(resource.config)
  const server = settings.text('server')
  if (server === embeddedServer) return { kind: 'embedded' }
  const { host, port } = parseAddress(server)
  const user = settings.text('username')
  const database = settings.text('database')
  return {
    kind: 'server',
    server,
    database,
    user,
    pool: {
      host,
      port,
      user,
      // Not even the empty password may be replaced by PGPASSWORD or ~/.pgpass: the form says all there is.
      password: () => settings.text('password'),
      database,
      max: settings.number('pool_size'),
      ssl: tlsOptions(settings, host) ?? false,
      connectionTimeoutMillis: connectTimeout,
      query_timeout: queryTimeout,
      keepAlive: true,
      application_name: 'mqtt-offline-inspector'
    }
  }
}
