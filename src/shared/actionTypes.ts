import type { z } from 'zod'
import { type Parameter, type ParameterValues, schemaOf } from './parameters.js'
import type { BackendName } from './resourceTypes.js'

/** The actions of a rule; names and parameters are EMQX 4.4's, `wildcard_fetch` is ours. */
export const actionNames = [
  'offline_msg_to_redis',
  'offline_msg_to_mysql',
  'offline_msg_to_pgsql',
  'offline_msg_to_cassa',
  'offline_msg_to_mongo'
] as const

export type ActionName = (typeof actionNames)[number]

export interface ActionType {
  readonly name: ActionName
  readonly category: 'offline_msgs'
  /** The backend whose resources it takes. */
  readonly backend: BackendName
  /** Parameters besides `$resource`. */
  readonly parameters: readonly Parameter[]
  readonly schema: z.ZodType<ParameterValues>
}

/** The parameter that names the resource an action works on. */
export const resourceParameter = '$resource'

const resource: Parameter = { name: resourceParameter, kind: 'string', required: true }

const fetchLimits: readonly Parameter[] = [
  {
    name: 'time_range',
    kind: 'string',
    default: '',
    format: { pattern: /^(|all|\d+[dhms])$/, example: '2h (units d, h, m, s; empty for no limit)' }
  },
  { name: 'max_returned_count', kind: 'number', default: 0 }
]
const wildcardFetch: Parameter = { name: 'wildcard_fetch', kind: 'boolean', default: false }

const parametersByAction: Readonly<Record<ActionName, readonly Parameter[]>> = {
  offline_msg_to_redis: [{ name: 'ttl', kind: 'number', default: 7200, range: [1, 4_294_967] }],
  offline_msg_to_mysql: [...fetchLimits, wildcardFetch],
  offline_msg_to_pgsql: [...fetchLimits, wildcardFetch],
  offline_msg_to_cassa: fetchLimits,
  offline_msg_to_mongo: [...fetchLimits, wildcardFetch]
}

const backendByAction: Readonly<Record<ActionName, BackendName>> = {
  offline_msg_to_redis: 'redis',
  offline_msg_to_mysql: 'mysql',
  offline_msg_to_pgsql: 'pgsql',
  offline_msg_to_cassa: 'cassa',
  offline_msg_to_mongo: 'mongo'
}

export const actionTypes: Readonly<Record<ActionName, ActionType>> = Object.fromEntries(
  actionNames.map((name) => [
    name,
    {
      name,
      category: 'offline_msgs',
      backend: backendByAction[name],
      parameters: parametersByAction[name],
      schema: schemaOf([resource, ...parametersByAction[name]])
    }
  ])
) as Record<ActionName, ActionType>

const secondsByUnit: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 }

/** `time_range` ("2h", "" or "all") in milliseconds; undefined where there is no limit. */
export function timeRangeMilliseconds(text: string): number | undefined {
  const match = /^(\d+)([dhms])$/.exec(text)
  if (match === null) return undefined
  return Number(match[1]) * (secondsByUnit[match[2] ?? 's'] ?? 1) * 1000
}
