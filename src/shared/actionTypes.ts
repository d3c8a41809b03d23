import type { z } from 'zod'
import { type Parameter, type ParameterValues, schemaOf } from './parameters.js'
import type { BackendName } from './resourceTypes.js'

/** The actions of a rule; names and parameters are EMQX 4.4's, `wildcard_fetch` is ours. */
export const actionNames = [
  'offline_msg_to_redis',
  'offline_msg_to_mysql',
  'offline_msg_to_pgsql',
  'offline_msg_to_cassa',
  'offline_msg_to_mongo',
  'republish',
  'inspect',
  'do_nothing'
] as const

export type ActionName = (typeof actionNames)[number]

export const actionCategories = ['offline_msgs', 'data_forward', 'debug'] as const
type ActionCategory = (typeof actionCategories)[number]

export interface ActionType {
  readonly name: ActionName
  readonly category: ActionCategory
  /** The backend whose resources it takes; undefined for an action without a resource. */
  readonly backend: BackendName | undefined
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

const placeholder = '\\$\\{[^}\\n]+\\}'
/** Values may be texts, and a QoS of -1 is the message's own, as in releases before `${qos}` could be written. */
const republish: readonly Parameter[] = [
  {
    name: 'target_topic',
    kind: 'string',
    required: true,
    default: 'repub/to/${clientid}',
    format: { pattern: /^(?!(.*\/)?[+#](\/|$))./s, example: 'repub/to/${clientid} (without wildcards)' }
  },
  {
    name: 'target_qos',
    kind: 'choice',
    default: 0,
    choices: [0, 1, 2, -1],
    format: { pattern: new RegExp(`^(-1|[012]|${placeholder})$`), example: '${qos}' }
  },
  {
    name: 'target_retain',
    kind: 'choice',
    default: false,
    choices: [false, true, 0, 1],
    format: { pattern: new RegExp(`^(true|false|[01]|${placeholder})$`), example: '${flags.retain}' }
  },
  { name: 'payload_tmpl', kind: 'text', default: '${payload}' }
]

const parametersByAction: Readonly<Record<ActionName, readonly Parameter[]>> = {
  offline_msg_to_redis: [{ name: 'ttl', kind: 'number', default: 7200, range: [1, 4_294_967] }],
  offline_msg_to_mysql: [...fetchLimits, wildcardFetch],
  offline_msg_to_pgsql: [...fetchLimits, wildcardFetch],
  offline_msg_to_cassa: fetchLimits,
  offline_msg_to_mongo: [...fetchLimits, wildcardFetch],
  republish,
  inspect: [],
  do_nothing: []
}

const backendByAction: Readonly<Partial<Record<ActionName, BackendName>>> = {
  offline_msg_to_redis: 'redis',
  offline_msg_to_mysql: 'mysql',
  offline_msg_to_pgsql: 'pgsql',
  offline_msg_to_cassa: 'cassa',
  offline_msg_to_mongo: 'mongo'
}

function categoryOf(name: ActionName): ActionCategory {
  if (name in backendByAction) return 'offline_msgs'
  return name === 'republish' ? 'data_forward' : 'debug'
}

export const actionTypes: Readonly<Record<ActionName, ActionType>> = Object.fromEntries(
  actionNames.map((name) => [
    name,
    {
      name,
      category: categoryOf(name),
      backend: backendByAction[name],
      parameters: parametersByAction[name],
      schema: schemaOf([...(name in backendByAction ? [resource] : []), ...parametersByAction[name]])
    }
  ])
) as Record<ActionName, ActionType>

/** The columns that an action that saves offline messages reads from the output. */
export const offlineColumns = [
  'event',
  'id',
  'topic',
  'qos',
  'flags',
  'payload',
  'clientid',
  'publish_received_at'
] as const

const secondsByUnit: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 }

/** `time_range` ("2h", "" or "all") in milliseconds; undefined where there is no limit. */
export function timeRangeMilliseconds(text: string): number | undefined {
  const match = /^(\d+)([dhms])$/.exec(text)
  if (match === null) return undefined
  return Number(match[1]) * (secondsByUnit[match[2] ?? 's'] ?? 1) * 1000
}
