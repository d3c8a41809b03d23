import { join } from 'node:path'
import { AppError } from '../shared/errors.js'
import { type Resource, resourceSchema, type Rule, ruleSchema, subscriberSchema } from '../shared/workspace.js'
import { chapterScenario, type Scenario } from '../shared/scenario.js'
import { embeddedServer, type ResourceTypeName, resourceTypes, secretParameters } from '../shared/resourceTypes.js'
import { unlessAborted } from './stores/cancelling.js'
import { ownCertificate } from './certificates/ownCertificate.js'
import { faultLines } from './workspace/config.js'
import type { Handlers } from './inspector.js'
import { accessView, saveAccess } from './inspectorAccess.js'
import { clientHandlers, connectionViews } from './inspectorClientCalls.js'
import { type InspectorParts, secretKey, withSecrets } from './inspectorParts.js'
import { workspaceHandlers } from './inspectorWorkspace.js'
import { explainMessage } from './ruleVerdicts.js'
import { compileRule } from './rules/compile.js'
import { explainTest } from './rules/explainTest.js'
import { sampleFor, toSample } from './rules/testColumns.js'
import { chapters } from './scenarios/chapters.js'
import { play as playScenario, ruleFor, topicFor } from './scenarios/scenario.js'

/** Clients that one look at the broker shows. */
const mostClients = 100
/** Rows of a store that go into one file. */
const mostExported = 10_000

/** What each call of the contract does. */
export const handlers: Handlers = {
  snapshot: (parts) => ({
    version: parts.options.version,
    broker: parts.engine.brokerState,
    resources: parts.engine.resourceViews(),
    rules: parts.engine.ruleViews(),
    connections: connectionViews(parts),
    subscribers: parts.subscribers.views(),
    publisher: parts.workspace.publisher,
    snippets: parts.workspace.snippets,
    repeat: parts.repeater.view(),
    settings: parts.workspace.settings,
    access: accessView(parts),
    limits: parts.workspace.limits,
    timeline: [...parts.journal.all()],
    looks: [...parts.looks.all()],
    log: [...parts.log.entries],
    servers: parts.servers.views(),
    ...(parts.scenario.state === undefined ? {} : { scenario: parts.scenario.state }),
    scenarios: parts.workspace.scenarios,
    bench: parts.bench.state,
    dataDir: parts.options.dataDir
  }),

  'call.cancel': ({ cancellable }, { call }) => cancellable.get(call)?.abort(new AppError('call_cancelled')),

  'broker.makeCertificate': ({ options }) => ownCertificate(join(options.dataDir, 'certificates')),
  'broker.configure': async (parts, { listeners }) => {
    parts.workspace.listeners = listeners
    parts.changed()
    return listen(parts)
  },
  'broker.restart': (parts) => listen(parts),
  'broker.access': (parts, input) => saveAccess(parts, input),
  'broker.limits': (parts, limits) => {
    parts.workspace.limits = limits
    parts.engine.setLimits(limits)
    parts.changed()
    return limits
  },
  'broker.clients': ({ engine }, { search }) => {
    const clients = engine.broker.clients(search)
    return { clients: clients.slice(0, mostClients), count: clients.length }
  },
  'broker.disconnect': ({ engine }, { clientId }) => {
    if (!engine.broker.disconnect(clientId)) throw new AppError('client_away', { clientid: clientId })
  },
  'broker.topics': ({ witness }) => witness.recentTopics(),

  'rule.create': (parts, input) => {
    refuseKnownRule(parts, input.id)
    return saveRule(parts, input)
  },
  'rule.save': (parts, input) => saveRule(parts, input),
  'rule.enable': (parts, { id, enabled }) => {
    const rule = { ...parts.engine.rule(id), enabled }
    if (enabled) return saveRule(parts, rule)
    // One that cannot run can be switched off.
    parts.engine.keepRule(rule)
    return toldOfRule(parts, id)
  },
  'rule.remove': (parts, { id }) => {
    parts.removed.rules.put(parts.engine.rule(id))
    parts.engine.removeRule(id)
    toldOfRules(parts)
  },
  'rule.restore': (parts, { id }) => {
    const rule = parts.removed.rules.get(id)
    if (rule === undefined) throw new AppError('rule_unknown', { rule: id })
    refuseKnownRule(parts, id)
    parts.removed.rules.forget(id)
    parts.engine.keepRule(rule)
    return toldOfRule(parts, id)
  },
  'rule.resetMetrics': (parts, { id }) => {
    parts.engine.resetMetrics(id)
    parts.push('rules')
  },
  'rule.test': (_parts, { rawsql, event, source, live }) => explainTest(rawsql, event, { source, live }),
  'rule.sample': (_parts, input) =>
    sampleFor('source' in input ? input.source : (compileRule(input.rawsql).sources[0] ?? '')),
  'rule.lastEvent': ({ witness }, { source }) => {
    const event = witness.lastFor(source)
    return event === undefined ? undefined : toSample(event)
  },
  'rule.explain': ({ engine, witness }, { messageId }) => explainMessage(engine, witness, messageId),

  'resource.create': async (parts, input) => {
    refuseKnownResource(parts, input.id)
    return saveResource(parts, input)
  },
  'resource.save': (parts, input) => saveResource(parts, input),
  'resource.remove': async (parts, { id }) => {
    const { resource } = parts.engine.resource(id)
    parts.engine.removeResource(id)
    parts.bench.forget(id)
    parts.removed.resources.put(resource)
    for (const name of secretParameters(resource.type)) Reflect.deleteProperty(parts.secrets, secretKey(id, name))
    await parts.saveSecrets()
    parts.push('resources')
    parts.changed()
  },
  'resource.restore': async (parts, { id }) => {
    const resource = parts.removed.resources.get(id)
    if (resource === undefined) throw new AppError('resource_unknown', { resource: id })
    refuseKnownResource(parts, id)
    const view = await saveResource(parts, { ...resource, config: { ...resource.config } })
    parts.removed.resources.forget(id)
    return view
  },
  'resource.test': async (parts, input, signal) => {
    const store = parts.engine.openForTest(resourceOf(parts, input), signal)
    const began = performance.now()
    try {
      return { server: await unlessAborted(store.test(), signal), ms: performance.now() - began }
    } finally {
      // Not every driver lets go of a connection before it is made: that is not waited for.
      await unlessAborted(store.close(), signal)
    }
  },
  'resource.reconnect': (parts, { id }) => parts.engine.resource(id).retryNow(),
  'resource.plan': (parts, { id }) => parts.engine.resource(id).store.plan(),
  'resource.init': async (parts, { id }, signal) => {
    const resource = parts.engine.resource(id)
    const plan = await resource.init(signal)
    resource.retryNow()
    parts.looks.stir()
    return plan
  },
  'resource.planIndex': async (parts, { id }) =>
    (await parts.engine.resource(id).store.topicIndex?.plan()) ?? { state: 'ready', statements: [], notes: [] },
  'resource.makeIndex': (parts, { id }, signal) => parts.engine.resource(id).makeIndex(signal),

  'store.look': (parts, { id }) => parts.looks.look(id),
  'store.rows': async ({ engine }, { id }, signal) => ({
    resourceId: id,
    ...(await unlessAborted(engine.resource(id).store.inspect(mostExported), signal))
  }),
  'store.watch': (parts, { ids }) => parts.looks.watch(ids),

  'store.ask': async (parts, { id, line }, signal) => {
    const { columns, rows, isCut } = await unlessAborted(parts.engine.resource(id).store.ask(line), signal)
    return { columns: [...columns], rows: rows.map((cells) => [...cells]), isCut }
  },

  'server.start': (parts, { backend }) => parts.servers.start(backend),
  'server.kill': (parts, { backend }) => parts.servers.kill(backend),
  'server.stop': (parts, { backend }) => parts.servers.stop(backend),

  ...clientHandlers,

  'bench.step': ({ bench }, { on }) => bench.steps.switch(on),
  'bench.next': ({ bench }) => bench.steps.next(),
  'bench.fault': ({ bench, engine, looks }, { id, fault }) => {
    const resource = engine.resource(id)
    bench.setFault(id, fault)
    if (fault === undefined) resource.retryNow()
    looks.stir()
  },
  'bench.brokerFault': ({ bench }, { fault }) => bench.link.setFault(fault),

  ...workspaceHandlers,

  'timeline.clear': (parts) => parts.journal.clear(),
  'log.clear': (parts) => parts.log.clear(),
  'settings.save': (parts, settings) => {
    parts.workspace.settings = settings
    parts.changed()
  },

  'scenario.keep': (parts, scenarios) => {
    parts.workspace.scenarios = scenarios
    parts.changed()
  },
  'scenario.play': (parts, { id, resourceId, pace }) => {
    const { backend } = resourceTypes[parts.engine.resource(resourceId).resource.type]
    const kept = parts.workspace.scenarios.find((each) => each.id === id)
    const scenario = id === chapterScenario ? chapters[backend] : kept
    if (scenario === undefined) throw new AppError('scenario_unknown', { scenario: id })
    if (parts.scenario.state?.running === true) throw new AppError('scenario_running')
    play(parts, scenario, resourceId, pace)
  },
  'scenario.stop': (parts) => parts.scenario.stop?.abort()
}

async function listen({ engine, workspace, push }: InspectorParts) {
  await engine.listen(workspace.listeners)
  push('broker')
  return engine.brokerState
}

function saveRule(parts: InspectorParts, input: object) {
  const parsed = ruleSchema.safeParse(input)
  if (!parsed.success) throw new AppError('action_param_invalid', { faults: faultLines(parsed.error).join('\n') })
  const rule: Rule = parsed.data
  parts.engine.saveRule(rule)
  return toldOfRule(parts, rule.id)
}

function refuseKnownRule({ engine }: InspectorParts, id: string): void {
  if (engine.ruleViews().some(({ rule }) => rule.id === id)) throw new AppError('rule_id_taken', { rule: id })
}

function toldOfRules(parts: InspectorParts): void {
  parts.push('rules')
  parts.push('resources')
  parts.changed()
}

function toldOfRule(parts: InspectorParts, id: string) {
  toldOfRules(parts)
  const view = parts.engine.ruleViews().find(({ rule }) => rule.id === id)
  if (view === undefined) throw new AppError('rule_unknown', { rule: id })
  return view
}

interface ResourceInput {
  readonly id: string
  readonly type: ResourceTypeName
  readonly description?: string | undefined
  readonly readOnly?: boolean | undefined
  readonly config: Record<string, unknown>
  readonly secretsOf?: string | undefined
}

function refuseKnownResource({ engine }: InspectorParts, id: string): void {
  if (engine.resources().some((resource) => resource.id === id)) {
    throw new AppError('resource_id_taken', { resource: id })
  }
}

/** The form's resource, with the secrets that it left out filled in from those that are known. */
function resourceOf(parts: InspectorParts, input: ResourceInput): Resource {
  const { id, type, description, readOnly, config, secretsOf } = input
  const parsed = resourceSchema.safeParse({ id, type, description, readOnly, config })
  if (!parsed.success) throw new AppError('resource_param_invalid', { faults: faultLines(parsed.error).join('\n') })
  const given = secretParameters(type).filter((name) => name in config)
  const known = secretParameters(type).flatMap((name) => {
    const value = parts.secrets[secretKey(secretsOf ?? id, name)]
    return value === undefined || given.includes(name) ? [] : [[secretKey(id, name), value] as const]
  })
  return withSecrets(parsed.data, Object.fromEntries(known))
}

async function saveResource(parts: InspectorParts, input: ResourceInput) {
  const resource = resourceOf(parts, input)
  parts.engine.saveResource(resource)
  for (const name of secretParameters(resource.type)) {
    const value = resource.config[name]
    if (typeof value === 'string' && value !== '') parts.secrets[secretKey(resource.id, name)] = value
    else Reflect.deleteProperty(parts.secrets, secretKey(resource.id, name))
  }
  await parts.saveSecrets()
  parts.looks.watch(parts.engine.resources().map(({ id }) => id))
  parts.push('resources')
  parts.push('rules')
  parts.changed()
  const view = parts.engine.resourceViews().find((each) => each.resource.id === resource.id)
  if (view === undefined) throw new AppError('resource_unknown', { resource: resource.id })
  return view
}

/** Plays with the panes that are there, so that a person sees them act; a subscriber is added when none fits. */
function play(parts: InspectorParts, scenario: Scenario, resourceId: string, pace: number): void {
  const { engine, subscribers, publishers, journal, workspace } = parts
  const resource = engine.resource(resourceId)
  const rule = ruleFor(
    engine.ruleViews().map((view) => view.rule),
    resourceId
  )
  const topic = topicFor(rule, engine.sourcesOf(rule.id))
  // One that listens to another broker never gets it.
  const fitting = subscribers
    .settings()
    .find((each) => each.topic === topic && each.qos > 0 && each.connection === undefined)
  const id = `subscriber-${subscribers.settings().length + 1}`
  const subscriber =
    fitting === undefined
      ? subscribers.add(subscriberSchema.parse({ id, clientId: id, topic }))
      : subscribers.get(fitting.id)
  const stop = new AbortController()
  parts.scenario.stop = stop
  void playScenario(
    scenario,
    {
      publishers,
      publisherId: workspace.publisher.clientId,
      subscriber,
      resource,
      journal,
      // In somebody's own database nothing is made unasked.
      mayInit: resource.resource.config['server'] === embeddedServer || parts.servers.owns(resource.id),
      topic,
      signal: stop.signal
    },
    {
      pace,
      onState: (state) => {
        parts.scenario.state = state
        parts.push('scenario')
      }
    }
  )
}
