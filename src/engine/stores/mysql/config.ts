import type { PoolOptions } from 'mysql2'
import type { Resource } from '../../../shared/workspace.js'
import { parseAddress, Settings } from '../settings.js'
import { tlsOptions } from '../tls.js'

const connectTimeout = 10_000

export interface MysqlConfig {
  readonly server: string
  readonly database: string
  readonly user: string
  readonly pool: PoolOptions
}

/** A `backend_mysql` resource's config -> what to connect to. Throws `store_certificate` where a file is unreadable. */
export function readConfig(resource: Resource): MysqlConfig {
  const settings = new Settings(resource.config)
  const server = settings.text('server')
  const user = settings.text('user')
  const database = settings.text('database')
  const { host, port } = parseAddress(server)
  const tls = tlsOptions(settings, host)
  return {
    server,
    database,
    user,
    pool: {
      host,
      port,
      user,
      password: settings.text('password'),
      database,
      connectionLimit: settings.number('pool_size'),
      connectTimeout,
      enableKeepAlive: true,
      charset: 'utf8mb4',
      rowsAsArray: true,
      dateStrings: true,
      ...(tls === undefined ? {} : { ssl: tls })
    }
  }
}
