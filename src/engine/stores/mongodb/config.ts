import type { MongoClientOptions } from 'mongodb'
import type { Resource } from '../../../shared/workspace.js'
import { Settings } from '../settings.js'
import { tlsOptions } from '../tls.js'

/** A server that does not answer at once is waited for by the cycle, which tells so; not silently in the driver. */
const longestSelection = 5000
const socketTimeout = 20_000

export interface MongodbConfig {
  readonly servers: string
  readonly database: string
  readonly user: string
  readonly url: string
  readonly options: MongoClientOptions
}

/** A `backend_mongo_*` resource's config -> what to connect to. Throws `store_certificate` for an unreadable file. */
export function readConfig(resource: Resource): MongodbConfig {
  const settings = new Settings(resource.config)
  const servers = settings.text('servers').replaceAll(/\s/g, '')
  const user = settings.text('login')
  const connectTimeoutMS = settings.number('connectTimoutMS')
  const isSafe = settings.text('w_mode') === 'safe'
  const options: MongoClientOptions = {
    appName: 'mqtt-offline-inspector',
    maxPoolSize: settings.number('pool_size'),
    connectTimeoutMS,
    serverSelectionTimeoutMS: Math.min(connectTimeoutMS, longestSelection),
    socketTimeoutMS: socketTimeout,
    // Acknowledged means: in the journal of a majority, so that no kill takes it away.
    writeConcern: isSafe ? { w: 'majority', journal: true } : { w: 1, journal: false },
    readPreference: settings.text('r_mode') === 'slave_ok' ? 'secondaryPreferred' : 'primary'
  }
  if (user !== '') {
    options.auth = { username: user, password: settings.text('password') }
    options.authSource = settings.text('auth_source')
  }
  if (resource.type === 'backend_mongo_rs') options.replicaSet = settings.text('rs_set_name')
  if (resource.type === 'backend_mongo_single') options.directConnection = !servers.includes(',')
  const tls = tlsOptions(settings)
  if (tls !== undefined) Object.assign(options, { tls: true }, tls)
  return { servers, database: settings.text('database'), user, url: `mongodb://${servers}/`, options }
}
