import { z } from 'zod'
import { accessInputSchema, accessViewSchema } from './access.js'
import { benchStateSchema, brokerFaultSchema, faultSchema } from './bench.js'
import { bytesSchema } from './bytes.js'
import { clientViewSchema } from './clientView.js'
import { errorInfoSchema } from './errorInfo.js'
import type { ErrorData } from './errors.js'
import { latencySchema } from './latency.js'
import { lifeSchema } from './life.js'
import { exceededSchema, limitsSchema, refusedSchema } from './limits.js'
import { eventSampleSchema, ruleTestResultSchema, ruleVerdictSchema } from './ruleQuestions.js'
import { scenariosSchema, scenarioStepNames } from './scenario.js'
import { cellSchema, storeLookSchema } from './storeLook.js'
import { backendNames, resourceTypeNames } from './resourceTypes.js'
import {
  connectionSchema,
  listenersSchema,
  publisherDraftSchema,
  resourceSchema,
  ruleSchema,
  repeatSchema,
  settingsSchema,
  snippetsSchema,
  subscriberSchema,
  tlsFilesSchema
} from './workspace.js'

/**
 * Everything that a view may ask of the engine and everything that the engine tells a view, in one place.
 * Electron's IPC is one carrier of it; tests call it directly. There is no other channel.
 */

const listenerStateSchema = z.object({
  name: z.enum(['tcp', 'ws', 'tls', 'wss']),
  state: z.enum(['off', 'starting', 'running', 'failed']),
  host: z.string(),
  port: z.number(),
  /** What a client connects to: `127.0.0.1:1883`, `ws://127.0.0.1:8083/mqtt`, `mqtts://127.0.0.1:8883`. */
  url: z.string(),
  tls: tlsFilesSchema.optional(),
  error: errorInfoSchema.optional()
})
export type ListenerState = z.infer<typeof listenerStateSchema>

export const brokerStateSchema = z.object({
  listeners: z.array(listenerStateSchema),
  clients: z.number(),
  received: z.number(),
  sent: z.number(),
  /** Messages that a client's queue had no room for, and that no store has. */
  dropped: z.number(),
  /** Persistent sessions that are kept. */
  sessions: z.number(),
  /** Bytes that are held for clients. */
  held: z.number(),
  /** Both count from the start of the broker. */
  exceeded: exceededSchema,
  refused: refusedSchema
})
export type BrokerState = z.infer<typeof brokerStateSchema>

export const resourceViewSchema = z.object({
  resource: resourceSchema,
  state: z.enum(['connecting', 'up', 'down']),
  error: errorInfoSchema.optional(),
  /** Messages that wait for this resource to come back. */
  waiting: z.number(),
  /** About how many rows a fetch by topic reads past, where that is felt and an index of its own would spare it. */
  scanned: z.number().optional(),
  /** Their payloads' bytes, of those on their way in. */
  waitingBytes: z.number(),
  /** Messages that were saved, read for subscribers and deleted, since the resource was opened. */
  counts: z.object({ saved: z.number(), fetched: z.number(), deleted: z.number() }),
  /** How long, counted since then: from the PUBLISH to saved, and from the acknowledgement to deleted. */
  latencies: z.object({ saved: latencySchema, deleted: latencySchema }),
  /** When the next try is made, ms since the epoch; left out where none is made unasked. */
  nextTry: z.number().optional(),
  /** Ids of the rules that use it. */
  usedBy: z.array(z.string()),
  /** Whether a secret is known; its value never leaves the engine. */
  hasPassword: z.boolean()
})
export type ResourceView = z.infer<typeof resourceViewSchema>

/** The counters of EMQX's dashboard: `failed` = `exception` + `no_result`; speeds in events a second. */
export const ruleMetricsSchema = z.object({
  matched: z.number(),
  passed: z.number(),
  failed: z.number(),
  exception: z.number(),
  no_result: z.number(),
  speed: z.number(),
  speed_max: z.number(),
  speed_last5m: z.number()
})
export type RuleMetrics = z.infer<typeof ruleMetricsSchema>

export const actionMetricsSchema = z.object({
  taken: z.number(),
  success: z.number(),
  failed: z.number(),
  get fallbacks() {
    return z.array(actionMetricsSchema)
  }
})
export type ActionMetrics = z.infer<typeof actionMetricsSchema>

export const ruleViewSchema = z.object({
  rule: ruleSchema,
  /** Why a rule that is enabled does not run. */
  error: errorInfoSchema.optional(),
  metrics: ruleMetricsSchema,
  actions: z.array(actionMetricsSchema)
})
export type RuleView = z.infer<typeof ruleViewSchema>

export const connectionViewSchema = z.object({
  connection: connectionSchema,
  /** Whether a secret is known; its value never leaves the engine. */
  hasPassword: z.boolean(),
  /** Client ids of the panes that use it. */
  usedBy: z.array(z.string())
})
export type ConnectionView = z.infer<typeof connectionViewSchema>

/** How far a repeated message is. */
export const repeatStateSchema = z.object({
  running: z.boolean(),
  /** Messages that were acknowledged; at QoS 0 handed to the socket. */
  sent: z.number(),
  count: z.number(),
  /** Why it ended early. */
  error: errorInfoSchema.optional()
})
export type RepeatState = z.infer<typeof repeatStateSchema>

export const subscriberViewSchema = z.object({
  subscriber: subscriberSchema,
  state: z.enum(['offline', 'connecting', 'online']),
  /** The QoS that the broker granted, a filter each, in their order; 128 and above are refusals. */
  granted: z.array(z.number()),
  holdAck: z.boolean(),
  /** Messages that were received and are held unacknowledged. */
  held: z.number(),
  error: errorInfoSchema.optional(),
  received: z.number()
})
export type SubscriberView = z.infer<typeof subscriberViewSchema>

export const receivedMessageSchema = z.object({
  /** Counts up for each subscriber from 1. */
  sequence: z.number(),
  topic: z.string(),
  /** The first bytes of the payload, and how many there are in all. */
  payload: bytesSchema,
  size: z.number(),
  qos: z.number(),
  retain: z.boolean(),
  dup: z.boolean(),
  at: z.number(),
  acked: z.boolean()
})
export type ReceivedMessage = z.infer<typeof receivedMessageSchema>

export const logEntrySchema = z.object({
  sequence: z.number(),
  at: z.number(),
  level: z.enum(['debug', 'info', 'warn', 'error']),
  source: z.enum(['broker', 'rule', 'resource', 'cycle', 'client', 'workspace', 'scenario', 'app']),
  /** A key below `log` in the locale files, or an error code. */
  code: z.string(),
  data: z.record(z.string(), z.union([z.string(), z.number()])),
  detail: z.string().optional()
})
export type LogEntry = z.infer<typeof logEntrySchema>

export const scenarioStateSchema = z.object({
  scenario: z.string(),
  running: z.boolean(),
  steps: z.array(
    z.object({
      step: z.enum(scenarioStepNames),
      state: z.enum(['waiting', 'running', 'ok', 'failed']),
      ms: z.number().optional(),
      detail: z.string().optional(),
      error: errorInfoSchema.optional()
    })
  )
})
export type ScenarioState = z.infer<typeof scenarioStateSchema>

export const localServerSchema = z.object({
  backend: z.enum(backendNames),
  /** `killed`: on purpose; its data is kept, and a start brings it back. */
  state: z.enum(['stopped', 'starting', 'running', 'killed', 'failed']),
  /** While it starts: looking, installing, downloading, building, preparing, starting, ready. */
  step: z.string().optional(),
  /** When the start began, ms since the epoch. */
  since: z.number().optional(),
  /** What is started: a program, an image, a file. */
  what: z.string().optional(),
  /** The resource that reaches it, once it ran. */
  resourceId: z.string().optional(),
  error: errorInfoSchema.optional()
})
export type LocalServer = z.infer<typeof localServerSchema>

/** What the console shows in answer to a line, as a table. */
const consoleAnswerSchema = z.object({
  columns: z.array(z.string()),
  rows: z.array(z.array(cellSchema)),
  /** Whether there are more rows than are here. */
  isCut: z.boolean()
})
export type ConsoleAnswer = z.infer<typeof consoleAnswerSchema>

export const snapshotSchema = z.object({
  version: z.string(),
  broker: brokerStateSchema,
  resources: z.array(resourceViewSchema),
  rules: z.array(ruleViewSchema),
  connections: z.array(connectionViewSchema),
  subscribers: z.array(subscriberViewSchema),
  publisher: publisherDraftSchema,
  snippets: snippetsSchema,
  repeat: repeatStateSchema.optional(),
  settings: settingsSchema,
  access: accessViewSchema,
  limits: limitsSchema,
  timeline: z.array(lifeSchema),
  looks: z.array(storeLookSchema),
  log: z.array(logEntrySchema),
  servers: z.array(localServerSchema),
  scenario: scenarioStateSchema.optional(),
  scenarios: scenariosSchema,
  bench: benchStateSchema,
  /** Where the workspace file and the built-in database lie. */
  dataDir: z.string()
})
export type Snapshot = z.infer<typeof snapshotSchema>

const none = z.void()
/**
 * Of a call that may take long: a name by which `call.cancel` ends it. Whoever cancels it gets `call_cancelled`, once it
 * has ended and what it was at is as before; or its usual answer, where that was quicker.
 */
const cancellable = { ticket: z.uuid().optional() }
/** Characters of a workspace's file. */
const longestWorkspace = 64 * 1024 ** 2
const byId = z.strictObject({ id: z.string() })
const byIdCancellable = z.strictObject({ ...byId.shape, ...cancellable })
const resourceInput = z.strictObject({
  id: z.string(),
  type: z.enum(resourceTypeNames),
  description: z.string().optional(),
  readOnly: z.boolean().optional(),
  /** A password left out keeps the one that is known. */
  config: z.record(z.string(), z.unknown()),
  /** The resource whose password is taken where it is left out, for a copy; this one itself when not told. */
  secretsOf: z.string().optional()
})
const actionInputSchema = z.strictObject({
  name: z.string(),
  params: z.record(z.string(), z.unknown()),
  get fallbacks() {
    return z.array(actionInputSchema).optional()
  }
})
const connectionInput = z.strictObject({
  id: z.string(),
  name: z.string(),
  group: z.string().default(''),
  /** A password left out keeps the one that is known. */
  config: z.record(z.string(), z.unknown())
})
const publicationSchema = z.strictObject({
  clientId: z.string().min(1),
  /** A connection's id; left out: our own broker. */
  connection: z.string().optional(),
  topic: z.string(),
  payload: bytesSchema,
  qos: z.union([z.literal(0), z.literal(1), z.literal(2)]),
  retain: z.boolean()
})
export const ruleInputSchema = z.strictObject({
  id: z.string(),
  description: z.string().optional(),
  enabled: z.boolean().optional(),
  rawsql: z.string(),
  on_action_failed: z.enum(['continue', 'stop']).optional(),
  actions: z.array(actionInputSchema)
})
/** What the editor points out in a rule. */
export interface SqlDiagnostic {
  readonly severity: 'error' | 'warning'
  /** Offsets in UTF-16 units, as the editor counts; line and column from 1. */
  readonly from: number
  readonly to: number
  readonly line: number
  readonly column: number
  /** A key below `rules` in the locale files. */
  readonly code: string
  readonly data: ErrorData
}

const initPlanSchema = z.object({
  /** What would be, or was, sent, in order. */
  statements: z.array(z.string()),
  /** `ready`: the shape is there already and right. */
  state: z.enum(['ready', 'missing']),
  /** Keys below `initNote` in the locale files. */
  notes: z.array(z.enum(['cassandra_read_repair_left_out', 'ferretdb_reads_all']))
})
export type InitPlan = z.infer<typeof initPlanSchema>

export const calls = {
  snapshot: { input: none, output: snapshotSchema },
  /** Ends the call of that ticket; one that has ended already is left alone. */
  'call.cancel': { input: z.strictObject({ call: z.uuid() }), output: none },

  /** Self-signed, for this machine; the same as before while it can be used. */
  'broker.makeCertificate': { input: none, output: tlsFilesSchema },
  'broker.configure': { input: z.strictObject({ listeners: listenersSchema }), output: brokerStateSchema },
  'broker.restart': { input: none, output: brokerStateSchema },
  /** From now on; nobody is disconnected, and subscriptions stay. */
  'broker.access': { input: accessInputSchema, output: accessViewSchema },
  /** From now on; what a connection began with stays until it ends. */
  'broker.limits': { input: limitsSchema, output: limitsSchema },
  /** Who is connected and whose session is kept: the first hundred that fit the search, and how many do in all. */
  'broker.clients': {
    input: z.strictObject({ search: z.string().max(1000) }),
    output: z.object({ clients: z.array(clientViewSchema), count: z.number() })
  },
  /** Closes the connection of a client; its session stays where it is persistent. Throws `client_away`. */
  'broker.disconnect': { input: z.strictObject({ clientId: z.string() }), output: none },
  /** Topics that were published to, newest first, with the highest QoS of each; the newest few hundred. */
  'broker.topics': { input: none, output: z.array(z.object({ topic: z.string(), qos: z.number() })) },

  'rule.save': { input: ruleInputSchema, output: ruleViewSchema },
  'rule.create': { input: ruleInputSchema, output: ruleViewSchema },
  'rule.enable': { input: z.strictObject({ id: z.string(), enabled: z.boolean() }), output: ruleViewSchema },
  'rule.remove': { input: byId, output: none },
  /** Takes back a removal: the same rule again, with its counters at zero. */
  'rule.restore': { input: byId, output: ruleViewSchema },
  'rule.resetMetrics': { input: byId, output: none },
  'rule.test': {
    input: z.strictObject({
      rawsql: z.string(),
      /** Columns over those of the sample event; as JSON text `1.0` stays a float. */
      event: z.union([z.string(), z.record(z.string(), z.unknown())]),
      /** The FROM entry whose event is made; the first one when left out, as EMQX does. */
      source: z.string().optional(),
      /**
       * As the broker would: the event has to fit FROM, and names of events, reasons and results are atoms. Without it
       * as EMQX's tester does.
       */
      live: z.boolean().optional()
    }),
    output: ruleTestResultSchema
  },
  /** The sample event of a FROM entry, or of the first one of a statement. */
  'rule.sample': {
    input: z.union([z.strictObject({ source: z.string() }), z.strictObject({ rawsql: z.string() })]),
    output: eventSampleSchema
  },
  /** The newest event that a FROM entry fits of those that the broker saw. */
  'rule.lastEvent': { input: z.strictObject({ source: z.string() }), output: eventSampleSchema.optional() },
  /** What each rule, as it is now, makes of a message: its publish, its deliveries and acknowledgements. */
  'rule.explain': { input: z.strictObject({ messageId: z.string() }), output: z.array(ruleVerdictSchema) },

  'resource.create': { input: resourceInput, output: resourceViewSchema },
  'resource.save': { input: resourceInput, output: resourceViewSchema },
  'resource.remove': { input: byId, output: none },
  /** Takes back a removal: the same resource again, with its password. */
  'resource.restore': { input: byId, output: resourceViewSchema },
  /** Connects with what the form holds and says nothing when all is well; the server's own reason otherwise. */
  'resource.test': {
    input: z.strictObject({ ...resourceInput.shape, ...cancellable }),
    output: z.object({ server: z.string(), ms: z.number() })
  },
  /** Tries at once to reach a resource that is down, instead of at its next try. */
  'resource.reconnect': { input: byId, output: none },
  'resource.plan': { input: byId, output: initPlanSchema },
  'resource.init': { input: byIdCancellable, output: initPlanSchema },
  /** The same for the index of its own that a store offers when its table has grown. */
  'resource.planIndex': { input: byId, output: initPlanSchema },
  'resource.makeIndex': { input: byIdCancellable, output: initPlanSchema },

  'store.look': { input: byId, output: storeLookSchema },
  /** The newest rows, many more than a look has, for a file. */
  'store.rows': { input: byIdCancellable, output: storeLookSchema },
  /** Which stores are in view: only those are looked at again and again. */
  'store.watch': { input: z.strictObject({ ids: z.array(z.string()) }), output: none },

  /** One line in the store's own language, as in its shell; what writes is refused. */
  'store.ask': {
    input: z.strictObject({ id: z.string(), line: z.string().max(10_000), ...cancellable }),
    output: consoleAnswerSchema
  },

  /** Starts a private server of a backend, and makes a resource of it when it runs; the pushes tell how far it is. */
  'server.start': { input: z.strictObject({ backend: z.enum(backendNames) }), output: none },
  /** As `kill -9`; `server.start` brings it back. */
  'server.kill': { input: z.strictObject({ backend: z.enum(backendNames) }), output: none },
  'server.stop': { input: z.strictObject({ backend: z.enum(backendNames) }), output: none },

  'connection.save': { input: connectionInput, output: connectionViewSchema },
  'connection.remove': { input: byId, output: none },
  /** Takes a removal back. Throws `connection_unknown` when that is no longer possible. */
  'connection.restore': { input: byId, output: connectionViewSchema },
  /** Connects with what the form holds, and disconnects: how long it took, ms; the broker's own reason otherwise. */
  'connection.test': {
    input: z.strictObject({ ...connectionInput.shape, ...cancellable }),
    output: z.object({ url: z.string(), ms: z.number() })
  },

  'publisher.draft': { input: publisherDraftSchema, output: none },
  /** All snippets, as they are to be kept. */
  'publisher.snippets': { input: snippetsSchema, output: none },
  /** Begins to publish again and again; the pushes tell how far it is. One that was begun before is ended. */
  'publisher.repeat': {
    input: z.strictObject({
      publication: publicationSchema,
      /** Whether `{{i}}` and `{{ts}}` are filled in the payload; in the topic they always are. */
      isTemplate: z.boolean(),
      ...repeatSchema.shape
    }),
    output: none
  },
  'publisher.stopRepeat': { input: none, output: none },
  'publisher.publish': {
    input: publicationSchema,
    /** Time from sending to the acknowledgement, ms; at QoS 0 to the socket. */
    output: z.object({ ms: z.number() })
  },

  'subscriber.create': { input: subscriberSchema, output: subscriberViewSchema },
  'subscriber.save': { input: subscriberSchema, output: subscriberViewSchema },
  'subscriber.remove': { input: byId, output: none },
  /** Takes back a removal that is not long ago; what it had received is there again. */
  'subscriber.restore': { input: byId, output: subscriberViewSchema },
  'subscriber.connect': { input: byId, output: subscriberViewSchema },
  'subscriber.disconnect': { input: byId, output: subscriberViewSchema },
  'subscriber.holdAck': { input: z.strictObject({ id: z.string(), hold: z.boolean() }), output: subscriberViewSchema },
  'subscriber.messages': { input: byId, output: z.array(receivedMessageSchema) },
  'subscriber.clear': { input: byId, output: none },
  /** Takes the last clear back. */
  'subscriber.putBack': { input: byId, output: none },

  /** Step mode: what is about to be done waits for `bench.next`. */
  'bench.step': { input: z.strictObject({ on: z.boolean() }), output: none },
  /** Lets the step go that has waited longest. */
  'bench.next': { input: none, output: none },
  /** Makes a fault of a store; left out: mends it. */
  'bench.fault': { input: z.strictObject({ id: z.string(), fault: faultSchema.optional() }), output: none },
  /** The same between the broker and its clients. */
  'bench.brokerFault': { input: z.strictObject({ fault: brokerFaultSchema.optional() }), output: none },

  /** All that the workspace holds, as the text of a file; secrets are not in it. */
  'workspace.export': { input: none, output: z.string() },
  /**
   * Puts the workspace of such a text in the place of the one that is there, from the engine's next start on; until then
   * nothing else is kept. Throws `workspace_invalid`.
   */
  'workspace.import': { input: z.strictObject({ text: z.string().max(longestWorkspace) }), output: none },

  'timeline.clear': { input: none, output: none },
  'log.clear': { input: none, output: none },
  'settings.save': { input: settingsSchema, output: none },

  /** A person's own scenarios, as they are to be kept. */
  'scenario.keep': { input: scenariosSchema, output: none },
  /** `chapter`, or one of those that are kept. */
  'scenario.play': {
    input: z.strictObject({ id: z.string(), resourceId: z.string(), pace: z.number().min(0).max(10_000) }),
    output: none
  },
  'scenario.stop': { input: none, output: none }
} as const satisfies Record<string, { readonly input: z.ZodType; readonly output: z.ZodType }>

export type CallName = keyof typeof calls
export type CallInput<Name extends CallName> = z.input<(typeof calls)[Name]['input']>
/** Those that take a ticket. */
export type CancellableName = {
  [Name in CallName]: CallInput<Name> extends { ticket?: string | undefined } ? Name : never
}[CallName]
export type CallOutput<Name extends CallName> = z.output<(typeof calls)[Name]['output']>

/** What the engine tells, at most about ten times a second, each list bounded. */
export const pushSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('broker'), broker: brokerStateSchema }),
  z.object({ type: z.literal('resources'), resources: z.array(resourceViewSchema) }),
  z.object({ type: z.literal('rules'), rules: z.array(ruleViewSchema) }),
  z.object({ type: z.literal('repeat'), repeat: repeatStateSchema }),
  z.object({ type: z.literal('connections'), connections: z.array(connectionViewSchema) }),
  z.object({ type: z.literal('subscribers'), subscribers: z.array(subscriberViewSchema) }),
  z.object({
    type: z.literal('received'),
    subscriberId: z.string(),
    messages: z.array(receivedMessageSchema),
    /** Received or acknowledged since the last push but not in `messages`, when there were too many to show. */
    omitted: z.number()
  }),
  z.object({ type: z.literal('timeline'), lives: z.array(lifeSchema), omitted: z.number() }),
  z.object({ type: z.literal('look'), look: storeLookSchema }),
  /** Looked at again, and nothing was another. `at`: ms since the epoch. */
  z.object({ type: z.literal('looked'), resourceId: z.string(), at: z.number() }),
  z.object({ type: z.literal('log'), entries: z.array(logEntrySchema) }),
  z.object({ type: z.literal('servers'), servers: z.array(localServerSchema) }),
  z.object({ type: z.literal('bench'), bench: benchStateSchema }),
  z.object({ type: z.literal('scenario'), scenario: scenarioStateSchema })
])
export type Push = z.infer<typeof pushSchema>

/** The answer to a call as it crosses the border. */
export type CallResult<Output> =
  | { readonly ok: true; readonly value: Output }
  | { readonly ok: false; readonly error: z.infer<typeof errorInfoSchema> }

/** What a carrier gives to a view: nothing but the contract. */
export interface EngineBridge {
  call<Name extends CallName>(name: Name, input: CallInput<Name>): Promise<CallResult<CallOutput<Name>>>
  /** Returns the function that ends it. */
  onPush(listener: (pushes: readonly Push[]) => void): () => void
}
