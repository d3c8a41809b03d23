import type { Resource } from '../../../shared/workspace.js'
import { type Address, parseAddresses, Settings } from '../settings.js'
import { type TlsOptions, tlsOptions } from '../tls.js'

export interface CassandraConfig {
  readonly nodes: string
  readonly contactPoints: readonly string[]
  readonly keyspace: string
  readonly username: string
  readonly password: string
  readonly poolSize: number
  readonly tls: TlsOptions | undefined
}

/** A `backend_cassa` resource's config -> what to connect to. Throws `store_certificate` where a file is unreadable. */
export function readConfig(resource: Resource): CassandraConfig {
  const settings = new Settings(resource.config)
  const nodes = settings.text('nodes')
  const addresses = parseAddresses(nodes)
  return {
    nodes,
    contactPoints: addresses.map(contactPoint),
    keyspace: settings.text('keyspace'),
    username: settings.text('username'),
    password: settings.text('password'),
    poolSize: settings.number('pool_size'),
    tls: tlsOptions(settings, addresses[0]?.host ?? '')
  }
}

function contactPoint({ host, port }: Address): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`
}
