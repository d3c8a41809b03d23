import { connect, isIP } from 'node:net'
import type { PoolOptions } from 'mysql2'
import type { Resource } from '../../../shared/workspace.js'
import { type Address, parseAddress, Settings } from '../settings.js'
import { type TlsOptions, tlsOptions } from '../tls.js'

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
      ...(tls === undefined ? {} : secured(tls, { host, port }))
    }
  }
}

/**
 * mysql2 sends its `host` as the server's name and takes no other, and does not compare names unless told to. So the
 * name stands for the host, and the connection is made here.
 */
function secured(tls: TlsOptions, address: Address): PoolOptions {
  const { servername, checkServerIdentity, rejectUnauthorized } = tls
  // Of an address mysql2 sends no name.
  const noName = isIP(address.host) === 0 ? '127.0.0.1' : address.host
  return {
    host: servername ?? noName,
    ssl: { ...tls, verifyIdentity: rejectUnauthorized && checkServerIdentity === undefined },
    stream: () => {
      const socket = connect({ ...address, keepAlive: true, noDelay: true })
      // What Node.js compares with where there is no name to compare; it knows this of host names only.
      return Object.assign(socket, { _host: address.host })
    }
  }
}
