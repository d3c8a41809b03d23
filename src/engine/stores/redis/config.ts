import type * as ioredis from 'ioredis'
import { AppError } from '../../../shared/errors.js'
import type { Resource } from '../../../shared/workspace.js'
import { parseAddress, parseAddresses, Settings } from '../settings.js'
import { tlsOptions } from '../tls.js'

const connectTimeout = 10_000

/** ioredis's own types leave room for an `undefined` that its constructors then refuse. */
type Exact<Options> = Omit<Options, 'replyMapping'> & { readonly replyMapping?: 'legacy' }
type RedisOptions = Exact<ioredis.RedisOptions>
type ClusterOptions = Omit<Exact<ioredis.ClusterOptions>, 'redisOptions'> & { readonly redisOptions: RedisOptions }

interface Common {
  readonly server: string
  readonly database: number
  readonly poolSize: number
}
/** With `single`, the options also name a Sentinel's set and its Sentinels where the resource does. */
export type RedisConfig = Common &
  (
    | { readonly kind: 'single'; readonly options: RedisOptions }
    | { readonly kind: 'cluster'; readonly nodes: ioredis.ClusterNode[]; readonly options: ClusterOptions }
  )

/** A `backend_redis_*` resource's config -> what to connect to. Throws `store_certificate` for an unreadable file. */
export function readConfig(resource: Resource): RedisConfig {
  const settings = new Settings(resource.config)
  const database = settings.number('database')
  const common = { database, poolSize: settings.number('pool_size') }
  switch (resource.type) {
    case 'backend_redis_single': {
      const server = settings.text('server')
      const address = parseAddress(server)
      const options = { ...redisOptions(settings, address.host), ...address, db: database }
      return { ...common, kind: 'single', server, options }
    }
    case 'backend_redis_sentinel': {
      const server = settings.text('servers')
      const sentinels = parseAddresses(server)
      const own = redisOptions(settings, sentinels[0]?.host ?? '')
      const options = {
        ...own,
        ...(own.tls === undefined ? {} : { sentinelTLS: own.tls }),
        db: database,
        sentinels,
        name: settings.text('sentinel'),
        sentinelRetryStrategy: never,
        enableTLSForSentinelMode: settings.flag('ssl')
      }
      return { ...common, kind: 'single', server, options }
    }
    case 'backend_redis_cluster': {
      const server = settings.text('servers')
      const nodes = parseAddresses(server)
      const options = {
        lazyConnect: true,
        clusterRetryStrategy: never,
        // Commands of one moment to one node go out together, as in a pipeline.
        enableAutoPipelining: true,
        redisOptions: redisOptions(settings, nodes[0]?.host ?? '')
      }
      return { ...common, kind: 'cluster', server, nodes, options }
    }
    default:
      throw new AppError('internal', { reason: `${resource.type} is no Redis` })
  }
}

function redisOptions(settings: Settings, host: string): RedisOptions {
  const password = settings.text('password')
  const tls = tlsOptions(settings, host)
  return {
    lazyConnect: true,
    connectTimeout,
    // Redis before 6 knows no other.
    protocol: 2,
    // A lost connection is told at once and made again by the next who needs it: waiting is the cycle's business.
    retryStrategy: never,
    maxRetriesPerRequest: 0,
    autoResendUnfulfilledCommands: false,
    ...(password === '' ? {} : { password }),
    ...(tls === undefined ? {} : { tls })
  }
}

function never(): null {
  return null
}
