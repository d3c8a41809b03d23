import { z } from 'zod'
import { strictObject } from './strictObject.js'
import { resourceTypeNames, resourceTypes } from './resourceTypes.js'
import { type ActionName, actionNames, actionTypes } from './actionTypes.js'
import { connectionConfigSchema } from './connections.js'
import { limitsSchema } from './limits.js'
import type { ParameterValues } from './parameters.js'
import { scenariosSchema } from './scenario.js'

/** What `serve --config` reads, and the part of a workspace that the engine runs. Unknown keys are faults. */

const idSchema = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[0-9a-zA-Z_:.-]+$/, 'allowed: letters, digits, _ : . -')

const portSchema = z.number().int().min(0).max(65_535)
const hostSchema = z.string().min(1).default('127.0.0.1')
const pathSchema = z.string().startsWith('/').default('/mqtt')

/** Paths of PEM files; what is in them is read when the listener opens, and kept nowhere. */
export const tlsFilesSchema = z.object({
  certificate: z.string().min(1),
  key: z.string().min(1),
  /** Where it is given, clients have to show a certificate that one of these vouches for. */
  ca: z.string().min(1).optional()
})
export type TlsFiles = z.infer<typeof tlsFilesSchema>

/** The ports are those of EMQX's listeners. */
export const listenersSchema = strictObject({
  tcp: strictObject({ host: hostSchema, port: portSchema.default(1883) }).optional(),
  ws: strictObject({ host: hostSchema, port: portSchema.default(8083), path: pathSchema }).optional(),
  tls: strictObject({ host: hostSchema, port: portSchema.default(8883), ...tlsFilesSchema.shape }).optional(),
  wss: strictObject({
    host: hostSchema,
    port: portSchema.default(8084),
    path: pathSchema,
    ...tlsFilesSchema.shape
  }).optional()
})

export const userSchema = strictObject({ username: z.string().min(1), password: z.string() })

/**
 * The first entry that fits decides; where none fits, it is allowed. A level `%c` of the topic stands for the client id,
 * `%u` for the user name, as in EMQX.
 */
export const aclEntrySchema = strictObject({
  permit: z.enum(['allow', 'deny']),
  action: z.enum(['publish', 'subscribe', 'all']).default('all'),
  topic: z.string().min(1),
  clientid: z.string().min(1).optional(),
  username: z.string().min(1).optional()
})

/** Zod reports the faults of the nested schema under `config` or `params`, so that a path names the very key. */
function refineNested(context: z.RefinementCtx, key: string, error: z.ZodError): void {
  for (const issue of error.issues) context.addIssue({ ...issue, path: [key, ...issue.path] })
}

export const resourceSchema = strictObject({
  id: idSchema,
  type: z.enum(resourceTypeNames),
  description: z.string().default(''),
  /** Ours, not EMQX's: nothing is ever written there, to look at a database that belongs to others. */
  readOnly: z.boolean().optional(),
  config: z.record(z.string(), z.unknown())
}).transform((resource, context) => {
  const config = resourceTypes[resource.type].schema.safeParse(resource.config)
  if (!config.success) {
    refineNested(context, 'config', config.error)
    return z.NEVER
  }
  return { ...resource, config: config.data }
})

export interface Action {
  readonly name: ActionName
  readonly params: ParameterValues
  /** What is done instead when it fails, each in turn. */
  readonly fallbacks: readonly Action[]
}

export interface ActionInput {
  readonly name: ActionName
  readonly params: Record<string, unknown>
  readonly fallbacks?: readonly ActionInput[] | undefined
}

export const actionSchema: z.ZodType<Action, ActionInput> = strictObject({
  name: z.enum(actionNames),
  params: z.record(z.string(), z.unknown()),
  fallbacks: z
    .array(z.lazy(() => actionSchema))
    .readonly()
    .default([])
}).transform((action, context) => {
  const params = actionTypes[action.name].schema.safeParse(action.params)
  if (!params.success) {
    refineNested(context, 'params', params.error)
    return z.NEVER
  }
  return { ...action, params: params.data }
})

export const ruleSchema = strictObject({
  id: idSchema,
  description: z.string().default(''),
  enabled: z.boolean().default(true),
  rawsql: z.string().min(1),
  /** Whether the actions after one that failed are taken. */
  on_action_failed: z.enum(['continue', 'stop']).default('continue'),
  actions: z.array(actionSchema)
})

export const engineConfigSchema = strictObject({
  listeners: listenersSchema.default({
    tcp: { host: '127.0.0.1', port: 1883 },
    ws: { host: '127.0.0.1', port: 8083, path: '/mqtt' }
  }),
  dataDir: z.string().min(1).default('./data'),
  users: z.array(userSchema).optional(),
  acl: z.array(aclEntrySchema).default([]),
  limits: limitsSchema.default(limitsSchema.parse({})),
  resources: z.array(resourceSchema).default([]),
  rules: z.array(ruleSchema).default([])
}).check((context) => {
  const { users = [], resources, rules } = context.value
  reportRepeated(context, 'users', 'username', users)
  reportRepeated(context, 'resources', 'id', resources)
  reportRepeated(context, 'rules', 'id', rules)
})

function reportRepeated<Key extends string>(
  context: z.core.ParsePayload,
  list: string,
  key: Key,
  items: readonly Readonly<Record<Key, string>>[]
): void {
  const seen = new Set<string>()
  for (const [index, item] of items.entries()) {
    const value = item[key]
    if (seen.has(value)) {
      context.issues.push({
        code: 'custom',
        input: value,
        path: [list, index, key],
        message: `"${value}" is used twice`
      })
    }
    seen.add(value)
  }
}

export type Listeners = z.infer<typeof listenersSchema>
export type User = z.infer<typeof userSchema>
export type AclEntry = z.infer<typeof aclEntrySchema>
export type Resource = z.infer<typeof resourceSchema>
export type Rule = z.infer<typeof ruleSchema>
export type EngineConfig = z.infer<typeof engineConfigSchema>

const clientIdSchema = z.string().min(1).max(256)
const qosSchema = z.union([z.literal(0), z.literal(1), z.literal(2)])

/** A broker outside this program that the panes' clients may connect to. */
export const connectionSchema = strictObject({
  id: idSchema,
  name: z.string().trim().min(1).max(64),
  /** Under which name it is listed together with others; empty: by itself. */
  group: z.string().trim().max(64).default(''),
  config: connectionConfigSchema
})
export type Connection = z.infer<typeof connectionSchema>

/** The connection that a client uses; where it is left out, our own broker. */
const usedConnectionSchema = idSchema.optional()

export const mostConnections = 50

const subscriptionSchema = strictObject({ topic: z.string().min(1), qos: qosSchema.default(1) })
export type Subscription = z.infer<typeof subscriptionSchema>

export const lensNames = ['text', 'json', 'hex', 'base64'] as const
/** A way to look at a payload's bytes, or to type them. */
export type Lens = (typeof lensNames)[number]

export const mostFilters = 20

/** A subscriber of the window: a real MQTT client that connects to a broker over the network. */
export const subscriberSchema = strictObject({
  id: idSchema,
  clientId: clientIdSchema,
  connection: usedConnectionSchema,
  topic: z.string().min(1),
  qos: qosSchema.default(1),
  /** What it subscribes to besides; a scenario plays on the first topic alone. */
  more: z
    .array(subscriptionSchema)
    .max(mostFilters - 1)
    .default([]),
  clean: z.boolean().default(true),
  color: z.string().default('blue'),
  /** How its messages are looked at; where it is left out, as what they are. */
  lens: z.enum(lensNames).optional(),
  /** Whether only its head is shown. */
  folded: z.boolean().default(false)
})
export type Subscriber = z.infer<typeof subscriberSchema>

export const mostSubscribers = 50

export function subscriptionsOf({ topic, qos, more }: Subscriber): readonly Subscription[] {
  return [{ topic, qos }, ...more]
}

export const themeNames = ['system', 'light', 'dark', 'night'] as const
export type ThemeName = (typeof themeNames)[number]

export const settingsSchema = strictObject({
  language: z.enum(['system', 'en', 'zh']).default('system'),
  theme: z.enum(themeNames).default('system'),
  density: z.enum(['normal', 'presentation']).default('normal'),
  /** How long, in seconds, a deleted row stays in view as a ghost. */
  ghostSeconds: z.number().int().min(0).max(3600).default(8)
})
export type Settings = z.infer<typeof settingsSchema>

/** A message as it is typed. */
const typedMessage = {
  topic: z.string(),
  payload: z.string(),
  format: z.enum(lensNames),
  qos: qosSchema,
  retain: z.boolean()
}

/** Longest payload, in characters, that is kept for another time. */
export const longestKeptPayload = 16_384
const keptMessage = { ...typedMessage, payload: z.string().max(longestKeptPayload) }
const sentMessageSchema = strictObject(keptMessage)
export type TypedMessage = z.infer<typeof sentMessageSchema>

/** A message that was given a name, to publish it again. */
export const snippetSchema = strictObject({ id: idSchema, name: z.string().trim().min(1).max(64), ...keptMessage })
export type Snippet = z.infer<typeof snippetSchema>

export const mostSnippets = 100
export const snippetsSchema = z.array(snippetSchema).max(mostSnippets)

/** Bounds of a repeated message: at most a thousand a second, and it ends. */
export const repeatSchema = strictObject({
  /** Least time, ms, from one message to the next. */
  interval: z.number().int().min(1).max(3_600_000).default(1000),
  count: z.number().int().min(1).max(1_000_000).default(10)
})

/** What the publisher pane holds; kept between starts. */
export const publisherDraftSchema = strictObject({
  clientId: clientIdSchema.default('publisher-1'),
  connection: usedConnectionSchema,
  topic: z.string().default('t/1'),
  payload: z.string().default('{ "msg": "hello" }'),
  format: z.enum(lensNames).default('json'),
  qos: qosSchema.default(1),
  retain: z.boolean().default(false),
  /** Topics published to, newest first. */
  history: z.array(z.string()).max(20).default([]),
  /** Messages published, newest first. */
  sent: z.array(sentMessageSchema).max(20).default([]),
  repeat: repeatSchema.default(repeatSchema.parse({}))
})
export type PublisherDraft = z.infer<typeof publisherDraftSchema>

export const workspaceVersion = 1

/** The window's one file. Secrets are never in it. */
export const workspaceSchema = strictObject({
  version: z.literal(workspaceVersion),
  listeners: listenersSchema,
  users: z.array(strictObject({ username: z.string().min(1) })).optional(),
  acl: z.array(aclEntrySchema).default([]),
  limits: limitsSchema.default(limitsSchema.parse({})),
  resources: z.array(resourceSchema),
  rules: z.array(ruleSchema),
  connections: z.array(connectionSchema).max(mostConnections).default([]),
  subscribers: z.array(subscriberSchema).max(mostSubscribers),
  publisher: publisherDraftSchema.default(publisherDraftSchema.parse({})),
  snippets: snippetsSchema.default([]),
  scenarios: scenariosSchema.default([]),
  settings: settingsSchema.default(settingsSchema.parse({}))
})
export type Workspace = z.infer<typeof workspaceSchema>
