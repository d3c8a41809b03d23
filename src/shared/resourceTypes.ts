import { z } from 'zod'
import { type Parameter, type ParameterValues, schemaOf } from './parameters.js'

/**
 * EMQX 4.4's resource types for offline messages: names, parameters, defaults and what is required are EMQX's own
 * (the `sic` of `connectTimoutMS` too), so that an export moves between both without translation.
 */
export const resourceTypeNames = [
  'backend_redis_single',
  'backend_redis_sentinel',
  'backend_redis_cluster',
  'backend_mysql',
  'backend_pgsql',
  'backend_cassa',
  'backend_mongo_single',
  'backend_mongo_rs',
  'backend_mongo_sharded'
] as const

export type ResourceTypeName = (typeof resourceTypeNames)[number]

export const backendNames = ['redis', 'mysql', 'pgsql', 'cassa', 'mongo'] as const
/** A backend's short name, as in `demo --backend`. */
export type BackendName = (typeof backendNames)[number]

export interface ResourceType {
  readonly name: ResourceTypeName
  readonly backend: BackendName
  readonly parameters: readonly Parameter[]
  readonly schema: z.ZodType<ParameterValues>
}

/** The built-in PostgreSQL (PGlite) is a `backend_pgsql` with this word for a server. */
export const embeddedServer = 'embedded'

const address = { pattern: /^[^\s,:]+:\d{1,5}$|^\[[0-9a-fA-F:]+\]:\d{1,5}$/, example: 'host:port' }
const addressOrEmbedded = { pattern: /^embedded$|^[^\s,:]+:\d{1,5}$|^\[[0-9a-fA-F:]+\]:\d{1,5}$/, example: 'host:port' }
const addresses = { pattern: /^[^\s,:]+:\d{1,5}(\s*,\s*[^\s,:]+:\d{1,5})*$/, example: 'host:port,host:port' }

const poolSize: Parameter = { name: 'pool_size', kind: 'number', default: 8, range: [1, 256] }
const autoReconnect: Parameter = { name: 'auto_reconnect', kind: 'boolean', default: true }
const password: Parameter = { name: 'password', kind: 'password', default: '' }
const redisDatabase: Parameter = { name: 'database', kind: 'number', default: 0, range: [0, 1_000_000] }

/** Also for connections to other brokers. */
export const tlsParameters: readonly Parameter[] = [
  { name: 'ssl', kind: 'boolean', default: false },
  { name: 'cacertfile', kind: 'file', default: '', only: ['ssl', true] },
  { name: 'certfile', kind: 'file', default: '', only: ['ssl', true] },
  { name: 'keyfile', kind: 'file', default: '', only: ['ssl', true] },
  { name: 'verify', kind: 'boolean', default: false, only: ['ssl', true] },
  { name: 'server_name_indication', kind: 'string', default: '', only: ['ssl', true] }
]

const mongoCommon: readonly Parameter[] = [
  { name: 'database', kind: 'string', required: true, default: 'mqtt' },
  poolSize,
  { name: 'login', kind: 'string', default: '' },
  password,
  { name: 'auth_source', kind: 'string', default: 'mqtt' },
  { name: 'connectTimoutMS', kind: 'number', default: 20_000, range: [100, 600_000] },
  { name: 'w_mode', kind: 'enum', values: ['safe', 'unsafe'], default: 'safe' }
]
const mongoServers = (fallback: string): Parameter => ({
  name: 'servers',
  kind: 'string',
  required: true,
  default: fallback,
  format: addresses
})
const mongoReadMode: Parameter = { name: 'r_mode', kind: 'enum', values: ['master', 'slave_ok'], default: 'master' }

const parametersByType: Readonly<Record<ResourceTypeName, readonly Parameter[]>> = {
  backend_redis_single: [
    { name: 'server', kind: 'string', required: true, default: '127.0.0.1:6379', format: address },
    redisDatabase,
    password,
    poolSize,
    autoReconnect,
    ...tlsParameters
  ],
  backend_redis_sentinel: [
    {
      name: 'servers',
      kind: 'string',
      required: true,
      default: '127.0.0.1:26379,127.0.0.2:26379,127.0.0.3:26379',
      format: addresses
    },
    { name: 'sentinel', kind: 'string', required: true, default: 'mysentinel' },
    redisDatabase,
    password,
    poolSize,
    autoReconnect,
    ...tlsParameters
  ],
  backend_redis_cluster: [
    {
      name: 'servers',
      kind: 'string',
      required: true,
      default: '127.0.0.1:6379,127.0.0.2:6379,127.0.0.3:6379',
      format: addresses
    },
    redisDatabase,
    password,
    poolSize,
    ...tlsParameters
  ],
  backend_mysql: [
    { name: 'server', kind: 'string', required: true, default: '127.0.0.1:3306', format: address },
    { name: 'database', kind: 'string', required: true },
    poolSize,
    { name: 'user', kind: 'string', required: true },
    password,
    autoReconnect,
    ...tlsParameters
  ],
  backend_pgsql: [
    { name: 'server', kind: 'string', required: true, default: '127.0.0.1:5432', format: addressOrEmbedded },
    { name: 'database', kind: 'string', required: true },
    { name: 'username', kind: 'string', required: true },
    password,
    autoReconnect,
    poolSize,
    ...tlsParameters
  ],
  backend_cassa: [
    { name: 'nodes', kind: 'string', required: true, default: '127.0.0.1:9042', format: addresses },
    { name: 'keyspace', kind: 'string', required: true },
    { name: 'username', kind: 'string', default: '' },
    password,
    autoReconnect,
    poolSize,
    ...tlsParameters
  ],
  backend_mongo_single: [mongoServers('127.0.0.1:27017'), ...mongoCommon, ...tlsParameters],
  backend_mongo_rs: [
    mongoServers('127.0.0.1:27017'),
    ...mongoCommon,
    mongoReadMode,
    { name: 'rs_set_name', kind: 'string', required: true },
    ...tlsParameters
  ],
  backend_mongo_sharded: [mongoServers('127.0.0.1:27017'), ...mongoCommon, mongoReadMode, ...tlsParameters]
}

const backendByType: Readonly<Record<ResourceTypeName, BackendName>> = {
  backend_redis_single: 'redis',
  backend_redis_sentinel: 'redis',
  backend_redis_cluster: 'redis',
  backend_mysql: 'mysql',
  backend_pgsql: 'pgsql',
  backend_cassa: 'cassa',
  backend_mongo_single: 'mongo',
  backend_mongo_rs: 'mongo',
  backend_mongo_sharded: 'mongo'
}

/** The built-in PostgreSQL has neither a database nor a user to name. */
function schemaFor(name: ResourceTypeName): z.ZodType<ParameterValues> {
  const schema = schemaOf(parametersByType[name])
  if (name !== 'backend_pgsql') return schema
  const embedded = z.strictObject({ server: z.literal(embeddedServer) }) as unknown as z.ZodType<ParameterValues>
  return z.unknown().transform((value, context) => {
    const chosen = isEmbedded(value) ? embedded : schema
    const result = chosen.safeParse(value)
    if (result.success) return result.data
    for (const issue of result.error.issues) context.issues.push({ ...issue, input: value } as never)
    return z.NEVER
  })
}

function isEmbedded(value: unknown): boolean {
  return typeof value === 'object' && value !== null && (value as { server?: unknown }).server === embeddedServer
}

export const resourceTypes: Readonly<Record<ResourceTypeName, ResourceType>> = Object.fromEntries(
  resourceTypeNames.map((name) => [
    name,
    { name, backend: backendByType[name], parameters: parametersByType[name], schema: schemaFor(name) }
  ])
) as Record<ResourceTypeName, ResourceType>

/** Names of the parameters that hold a secret: never written to a file by the window, never logged. */
export function secretParameters(type: ResourceTypeName): readonly string[] {
  return resourceTypes[type].parameters.filter((parameter) => parameter.kind === 'password').map(({ name }) => name)
}
