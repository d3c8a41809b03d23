import { connect, isIP, type Socket } from 'node:net'
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
  /** The same, with connections whose sockets go when the signal comes. */
  readonly endedBy: (signal: AbortSignal) => PoolOptions
}

/** A `backend_mysql` resource's config -> what to connect to. Throws `store_certificate` where a file is unreadable. */
export function readConfig(resource: Resource): MysqlConfig {
  const settings = new Settings(resource.config)
  const server = settings.text('server')
  const user = settings.text('user')
  const database = settings.text('database')
  const { host, port } = parseAddress(server)
  const tls = tlsOptions(settings, host)
  const pool: PoolOptions = {
    host,
    port,
    user,
    password: settings.text('password'),
    database,
    connectionLimit: settings.number('pool_size'),
    connectTimeout,
    charset: 'utf8mb4',
    rowsAsArray: true,
    dateStrings: true,
    stream: streamTo({ host, port }),
    ...(tls === undefined ? {} : secured(tls, host))
  }
  return {
    server,
    database,
    user,
    pool,
    endedBy: (signal) => ({ ...pool, stream: streamTo({ host, port }, signal) })
  }
}

/** The connection itself is made here: mysql2 lets go of none that is only being made. */
function streamTo(address: Address, signal?: AbortSignal): () => Socket {
  return () => {
    const socket = connect({ ...address, keepAlive: true, noDelay: true, ...(signal === undefined ? {} : { signal }) })
    // What Node.js compares with where there is no name to compare; it knows this of host names only.
    return Object.assign(socket, { _host: address.host })
  }
}

/**
 * mysql2 sends its `host` as the server's name and takes no other, and does not compare names unless told to. So the
 * name stands for the host, of which nothing else is made.
 */
function secured(tls: TlsOptions, host: string): PoolOptions {
  const { servername, checkServerIdentity, rejectUnauthorized } = tls
  // Of an address mysql2 sends no name.
  const noName = isIP(host) === 0 ? '127.0.0.1' : host
  return {
    host: servername ?? noName,
    ssl: { ...tls, verifyIdentity: rejectUnauthorized && checkServerIdentity === undefined }
  }
}
