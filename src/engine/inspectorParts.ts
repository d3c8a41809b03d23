import { join } from 'node:path'
import type { Push, ReceivedMessage, ScenarioState } from '../shared/contract.js'
import { AppError } from '../shared/errors.js'
import { secretParameters } from '../shared/resourceTypes.js'
import { type Connection, engineConfigSchema, type Resource, type Rule, type Workspace } from '../shared/workspace.js'
import { Bench } from './bench/bench.js'
import { Connections } from './clients/connections.js'
import { Publishers } from './clients/publisher.js'
import { Repeater } from './clients/repeater.js'
import { Subscribers } from './clients/subscribers.js'
import type { Target } from './clients/target.js'
import { Journal } from './cycle/journal.js'
import { Witness } from './cycle/witness.js'
import { Engine } from './engine.js'
import type { InspectorOptions } from './inspector.js'
import { usersWithPasswords } from './inspectorAccess.js'
import { connectionViews } from './inspectorClientCalls.js'
import { RingLog } from './log.js'
import { LocalServers } from './localServers.js'
import { Looks } from './looks.js'
import type { PushQueue } from './pushQueue.js'
import { Removed } from './removed.js'
import { defaultWorkspace } from './workspace/defaultWorkspace.js'
import { loadWorkspace, saveWorkspace } from './workspace/workspaceFile.js'

/** Most changed messages, received messages and log entries that one push carries; the rest are counted. */
const mostPushed = 200
const logSize = 2000
const saveDelay = 300
const metricsPeriod = 1000

/** All that the window's calls work on. */
export interface InspectorParts {
  readonly options: InspectorOptions
  readonly engine: Engine
  readonly bench: Bench
  readonly journal: Journal
  readonly witness: Witness
  readonly log: RingLog
  readonly connections: Connections
  readonly publishers: Publishers
  readonly repeater: Repeater
  readonly subscribers: Subscribers
  readonly looks: Looks
  readonly servers: LocalServers
  /** Settings and pane contents that only the workspace holds; the rest is read from the parts when it is saved. */
  readonly workspace: Pick<
    Workspace,
    'settings' | 'publisher' | 'snippets' | 'scenarios' | 'listeners' | 'users' | 'acl' | 'limits'
  >
  secrets: Record<string, string>
  readonly removed: {
    readonly rules: Removed<Rule>
    readonly resources: Removed<Resource>
    readonly connections: Removed<Connection>
  }
  scenario: { state: ScenarioState | undefined; stop: AbortController | undefined }
  /** What ends the calls under way, by their tickets. */
  readonly cancellable: Map<string, AbortController>
  /** Notes that the workspace has changed: it is written soon, and once for many changes. */
  readonly changed: () => void
  readonly push: (
    slice:
      'rules' | 'resources' | 'broker' | 'connections' | 'repeat' | 'subscribers' | 'servers' | 'scenario' | 'bench'
  ) => void
  readonly saveSecrets: () => Promise<void>
  /** The workspace as it would be written now. */
  readonly currentWorkspace: () => Workspace
  /** Writes another workspace in the place of this one, which is written no more. */
  readonly replaceWorkspace: (next: Workspace) => Promise<void>
  readonly stop: () => Promise<void>
}

export async function openParts(options: InspectorOptions, file: string, pushes: PushQueue): Promise<InspectorParts> {
  const log = new RingLog(logSize, () => pushes.mark('log', logPush))
  let told = 0
  const logPush = (): Push[] => {
    const entries = log.entries.filter(({ sequence }) => sequence > told).slice(-mostPushed)
    told = entries.at(-1)?.sequence ?? told
    return [{ type: 'log', entries }]
  }

  const { workspace, problem } = await loadWorkspace(file, defaultWorkspace)
  if (problem !== undefined) {
    const info = problem.toInfo()
    log.write('error', 'workspace', info.code, info.data, info.detail)
  }
  const secrets: Record<string, string> = { ...(await options.secrets.load()) }

  const journal = new Journal(() => {
    pushes.markList('timeline', () => timelinePushes(journal))
    looks.stir()
  })
  const witness = new Witness()
  const bench = new Bench(() => push('bench'))
  const engine = await Engine.start(engineConfig(workspace, options.dataDir, secrets), {
    log,
    journal,
    witness,
    bench,
    onResources: () => push('resources')
  })

  const connections = new Connections(workspace.connections, secrets)
  const targets = (connection: string | undefined) =>
    connection === undefined ? ownTarget(engine) : connections.target(connection)
  const publishers = new Publishers(targets, workspace.limits.saveTimeout, () => bench.steps.heldUntil)
  const repeater = new Repeater(
    (publication) => publishers.publish(publication),
    () => push('repeat')
  )
  const received = new Map<string, ReceivedMessage[]>()
  const subscribers = new Subscribers(targets, {
    changed: () => push('subscribers'),
    received: (id, message) => {
      const list = received.get(id) ?? []
      received.set(id, list)
      list.push(message)
      push('subscribers')
      pushes.markList('received', () => receivedPushes(received))
    },
    cleared: (id) => received.delete(id)
  })
  for (const subscriber of workspace.subscribers) subscribers.add(subscriber)
  const looks = new Looks(
    (id) => engine.resources().find((resource) => resource.id === id),
    (look) => pushes.markList(`look ${look.resourceId}`, () => ({ pushes: [{ type: 'look', look }], changes: 0 })),
    (resourceId, at) => pushes.mark(`looked ${resourceId}`, () => [{ type: 'looked', resourceId, at }])
  )

  const servers = new LocalServers(
    options.dataDir,
    () => push('servers'),
    (resource) => adoptServer(parts, resource),
    (id) =>
      engine
        .resources()
        .find(({ resource }) => resource.id === id)
        ?.retryNow()
  )

  const parts: InspectorParts = {
    options,
    engine,
    bench,
    journal,
    witness,
    log,
    connections,
    publishers,
    repeater,
    subscribers,
    looks,
    servers,
    workspace: { ...workspace },
    secrets,
    removed: { rules: new Removed(), resources: new Removed(), connections: new Removed() },
    scenario: { state: undefined, stop: undefined },
    cancellable: new Map(),
    changed: () => {
      saveTimer ??= setTimeout(() => void save(), saveDelay)
    },
    push: (slice) => push(slice),
    saveSecrets: () => options.secrets.save(parts.secrets),
    currentWorkspace: () => workspaceOf(parts, workspace),
    replaceWorkspace: (next) => {
      const replacing = saving.then(async () => {
        await saveWorkspace(file, next)
        isReplaced = true
      })
      // What is to be saved meanwhile waits for it, and finds it done.
      saving = replacing.catch(() => undefined)
      return replacing
    },
    stop: async () => {
      clearInterval(metricsTimer)
      parts.scenario.stop?.abort()
      for (const ending of parts.cancellable.values()) ending.abort(new AppError('call_cancelled'))
      looks.stop()
      const repeated = repeater.stop()
      await subscribers.close()
      await publishers.close()
      await repeated
      await engine.stop()
      await servers.stopAll()
      if (saveTimer !== undefined) await save()
      await saving
    }
  }

  const slices = {
    rules: (): Push => ({ type: 'rules', rules: engine.ruleViews() }),
    resources: (): Push => ({ type: 'resources', resources: engine.resourceViews() }),
    broker: (): Push => ({ type: 'broker', broker: engine.brokerState }),
    repeat: (): Push | undefined => {
      const repeat = repeater.view()
      return repeat === undefined ? undefined : { type: 'repeat', repeat }
    },
    connections: (): Push => ({ type: 'connections', connections: connectionViews(parts) }),
    subscribers: (): Push => ({ type: 'subscribers', subscribers: subscribers.views() }),
    servers: (): Push => ({ type: 'servers', servers: servers.views() }),
    bench: (): Push => ({ type: 'bench', bench: bench.state }),
    scenario: (): Push | undefined =>
      parts.scenario.state === undefined ? undefined : { type: 'scenario', scenario: parts.scenario.state }
  }
  /** Each slice as it was told last: to draw again what has not changed is all that an idle window would do. */
  const toldSlices = new Map<string, string>()
  const push = (slice: keyof typeof slices) =>
    pushes.mark(slice, () => {
      const made = slices[slice]()
      const text = JSON.stringify(made)
      if (made === undefined || toldSlices.get(slice) === text) return []
      toldSlices.set(slice, text)
      return [made]
    })

  // Counters move without anybody telling: they are looked at once a second.
  const metricsTimer = setInterval(() => {
    push('rules')
    push('broker')
    push('resources')
  }, metricsPeriod)
  metricsTimer.unref()

  let saveTimer: NodeJS.Timeout | undefined
  let saving: Promise<void> = Promise.resolve()
  let isReplaced = false
  const save = () => {
    clearTimeout(saveTimer)
    saveTimer = undefined
    const next = workspaceOf(parts, workspace)
    saving = saving
      .then(() => (isReplaced ? undefined : saveWorkspace(file, next)))
      .catch((error: unknown) => {
        const info = AppError.from(error).toInfo()
        log.write('error', 'workspace', info.code, info.data, info.detail)
      })
    return saving
  }
  looks.watch(engine.resources().map(({ id }) => id))
  return parts
}

function timelinePushes(journal: Journal) {
  const { lives, omitted, changes } = journal.takeChanged(mostPushed)
  const pushes: Push[] = [{ type: 'timeline', lives: [...lives], omitted }]
  return { pushes, changes }
}

function receivedPushes(received: Map<string, ReceivedMessage[]>) {
  const pushes = [...received].map(([subscriberId, all]) => {
    // A message comes a second time when it was acknowledged: the later state is the one to show.
    const bySequence = new Map(all.map((message) => [message.sequence, message]))
    const messages = [...bySequence.values()].slice(-mostPushed)
    return { type: 'received' as const, subscriberId, messages, omitted: bySequence.size - messages.length }
  })
  received.clear()
  return { pushes, changes: Math.max(0, ...pushes.map(({ messages, omitted }) => messages.length + omitted)) }
}

/**
 * What a pane connects to: the broker as anybody else reaches it, but without TLS, for which it would need to be told
 * whom to trust. Throws `broker_not_running`, `listener_plain_missing`.
 */
function ownTarget(engine: Engine): Target {
  const running = engine.brokerState.listeners.filter(({ state }) => state === 'running')
  // TCP comes first.
  const listener = running.find(({ tls }) => tls === undefined)
  if (listener === undefined) throw new AppError(running.length === 0 ? 'broker_not_running' : 'listener_plain_missing')
  const { url, name } = listener
  return { url: name === 'tcp' ? `mqtt://${url}` : url, options: { ...engine.broker.ownLogin } }
}

export function secretKey(resourceId: string, parameter: string): string {
  return `resource:${resourceId}:${parameter}`
}

/** A resource with the secrets that are known of it. */
export function withSecrets(resource: Resource, secrets: Readonly<Record<string, string>>): Resource {
  const known = secretParameters(resource.type).flatMap((name) => {
    const value = secrets[secretKey(resource.id, name)]
    return value === undefined ? [] : [[name, value] as const]
  })
  return { ...resource, config: { ...resource.config, ...Object.fromEntries(known) } }
}

export function withoutSecrets(resource: Resource): Resource {
  const names = secretParameters(resource.type)
  const config = Object.fromEntries(Object.entries(resource.config).filter(([name]) => !names.includes(name)))
  return { ...resource, config }
}

function engineConfig(workspace: Workspace, dataDir: string, secrets: Readonly<Record<string, string>>) {
  const { listeners, acl, limits, resources, rules } = workspace
  const config = engineConfigSchema.parse({ listeners, acl, limits, dataDir: join(dataDir, 'data') })
  const users = usersWithPasswords(workspace.users, secrets)
  return { ...config, users, resources: resources.map((resource) => withSecrets(resource, secrets)), rules }
}

function workspaceOf(parts: InspectorParts, loaded: Workspace): Workspace {
  const { engine, connections, subscribers, workspace } = parts
  return {
    version: loaded.version,
    listeners: workspace.listeners,
    ...(workspace.users === undefined ? {} : { users: workspace.users }),
    acl: workspace.acl,
    limits: workspace.limits,
    resources: engine.resources().map(({ resource }) => withoutSecrets(resource)),
    rules: engine.ruleViews().map(({ rule }) => rule),
    connections: connections.settings(),
    subscribers: subscribers.settings(),
    publisher: workspace.publisher,
    snippets: workspace.snippets,
    scenarios: workspace.scenarios,
    settings: workspace.settings
  }
}

/** A server that was started for the window becomes a resource, its database and table made ready. */
async function adoptServer(parts: InspectorParts, resource: Resource): Promise<void> {
  const { engine, looks } = parts
  engine.saveResource(resource)
  await engine.resource(resource.id).init()
  engine.resource(resource.id).retryNow()
  for (const name of secretParameters(resource.type)) {
    parts.secrets[secretKey(resource.id, name)] = String(resource.config[name] ?? '')
  }
  await parts.saveSecrets()
  looks.watch(engine.resources().map(({ id }) => id))
  parts.push('resources')
  parts.push('rules')
  parts.changed()
}
