import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Publishers } from '../engine/clients/publisher.js'
import { Subscribers } from '../engine/clients/subscribers.js'
import { Journal } from '../engine/cycle/journal.js'
import { Engine } from '../engine/engine.js'
import { RingLog } from '../engine/log.js'
import { chapters } from '../engine/scenarios/chapters.js'
import { play, topicFor } from '../engine/scenarios/scenario.js'
import type { RunningServer } from '../engine/servers/server.js'
import { startServer } from '../engine/servers/startServer.js'
import { checkConfig, readConfig, readScenario } from '../engine/workspace/config.js'
import { chapterSql } from '../engine/workspace/defaultWorkspace.js'
import { type ActionName, actionNames, actionTypes } from '../shared/actionTypes.js'
import type { ScenarioState } from '../shared/contract.js'
import { AppError } from '../shared/errors.js'
import { type BackendName, backendNames, resourceTypes } from '../shared/resourceTypes.js'
import type { Scenario, ScenarioStepName } from '../shared/scenario.js'
import { type Resource, subscriberSchema } from '../shared/workspace.js'
import type { Terminal } from './index.js'

export const demoBackends = [...backendNames, 'embedded'] as const
type DemoBackend = (typeof demoBackends)[number]

export interface DemoOptions {
  readonly backend?: string
  readonly config?: string
  /** A file with the scenario that is played instead of the chapter's. */
  readonly scenario?: string
  readonly getServers: boolean
  readonly json: boolean
}

/** What `--json` tells of one backend; only the three steps that the chapter is about. */
interface DemoReport {
  readonly backend: string
  readonly ok: boolean
  readonly steps: readonly {
    readonly step: string
    readonly ok: boolean
    readonly ms: number
    readonly detail: string
  }[]
}

/** The three, each with the scenario's steps that it is made of. */
const reportedSteps = [
  { step: 'save', parts: ['save'] },
  { step: 'deliver', parts: ['subscribe', 'deliver'] },
  { step: 'delete', parts: ['ack', 'delete'] }
] as const satisfies readonly { readonly step: string; readonly parts: readonly ScenarioStepName[] }[]

export async function demo(options: DemoOptions, terminal: Terminal): Promise<number> {
  const known = options.config === undefined ? [] : (await readConfig(options.config)).resources
  const scenario = options.scenario === undefined ? undefined : await readScenario(options.scenario)
  const own = scenario === undefined || scenario.backend === 'pgsql' ? 'embedded' : scenario.backend
  const asked = options.backend ?? own
  const backends = demoBackends.filter((name) => asked === 'all' || asked === name)
  let allOk = true
  for (const backend of backends) {
    const report = await demoOne(backend, known, scenario, options, terminal)
    if (options.json) terminal.out(JSON.stringify(report))
    allOk &&= report.ok
  }
  return allOk ? 0 : 1
}

async function demoOne(
  backend: DemoBackend,
  known: readonly Resource[],
  scenario: Scenario | undefined,
  options: DemoOptions,
  { out, error, texts }: Terminal
): Promise<DemoReport> {
  const say = options.json ? error : out
  const folder = await mkdtemp(join(tmpdir(), 'mqtt-offline-inspector-demo-'))
  let server: RunningServer | undefined
  try {
    const configured = known.find((resource) => isOf(resource, backend))
    if (configured === undefined && backend !== 'embedded') {
      error(texts.text('demo_starting', { backend }))
      server = await startServer(backend, {
        obtain: options.getServers,
        onProgress: ({ step, what }) => error(texts.text('server_progress', { backend, detail: `${step} ${what}` }))
      })
    }
    const resource = configured ?? resourceFor(backend, server)
    const state = await runCycle(resource, scenario, folder, say, texts)
    const failure = state.steps.find((step) => step.state === 'failed')?.error
    const reason = failure === undefined ? '' : texts.error(failure)
    // Of a scenario of one's own every step is told, of the chapter's the three that it is about.
    const told =
      scenario === undefined
        ? reportedSteps.map(({ step, parts }) => ({
            step,
            played: state.steps.filter((each) => parts.some((part) => part === each.step))
          }))
        : state.steps.map((each) => ({ step: each.step, played: [each] }))
    const steps = told.map(({ step, played }) => {
      return {
        step,
        ok: played.every((each) => each.state === 'ok'),
        ms: Math.round(played.reduce((sum, { ms }) => sum + (ms ?? 0), 0)),
        detail: played.at(-1)?.detail ?? reason
      }
    })
    if (failure === undefined) say(texts.text('demo_done', { backend }))
    else error(texts.text('demo_failed', { backend, reason }))
    return { backend, ok: steps.every(({ ok }) => ok), steps }
  } catch (cause) {
    const reason = texts.error(AppError.from(cause).toInfo())
    error(texts.text('demo_failed', { backend, reason }))
    return { backend, ok: false, steps: reportedSteps.map(({ step }) => ({ step, ok: false, ms: 0, detail: reason })) }
  } finally {
    await server?.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

async function runCycle(
  resource: Resource,
  scenario: Scenario | undefined,
  folder: string,
  say: (line: string) => void,
  texts: Terminal['texts']
): Promise<ScenarioState> {
  const { backend } = resourceTypes[resource.type]
  const config = checkConfig(
    {
      listeners: { tcp: { port: 0 } },
      dataDir: folder,
      resources: [resource],
      rules: [
        {
          id: 'offline',
          rawsql: chapterSql,
          actions: [{ name: actionFor(backend), params: { $resource: resource.id } }]
        }
      ]
    },
    'demo'
  )
  const journal = new Journal()
  const engine = await Engine.start(config, { log: new RingLog(100), journal })
  const target = () => ({ url: `mqtt://${engine.brokerState.listeners[0]?.url ?? ''}`, options: {} })
  const publishers = new Publishers(target, config.limits.saveTimeout)
  const subscribers = new Subscribers(target, {
    changed: () => undefined,
    received: () => undefined,
    cleared: () => undefined
  })
  const topic = topicFor(engine.rule('offline'), engine.sourcesOf('offline'))
  const subscriber = subscribers.add(subscriberSchema.parse({ id: 'demo', clientId: 'demo-subscriber', topic }))
  let told = 0
  try {
    return await play(
      scenario ?? chapters[backend],
      {
        publishers,
        publisherId: 'demo-publisher',
        subscriber,
        resource: engine.resource(resource.id),
        journal,
        mayInit: true,
        topic,
        signal: new AbortController().signal
      },
      {
        pace: 0,
        onState: ({ steps }) => {
          for (const { step, state, ms, detail } of steps.slice(told)) {
            if (state !== 'ok' && state !== 'failed') break
            told += 1
            const mark = state === 'ok' ? '✓' : '✗'
            say(
              texts.text('demo_step', {
                mark,
                step: texts.text(`step.${step}`),
                ms: Math.round(ms ?? 0),
                detail: detail ?? ''
              })
            )
          }
        }
      }
    )
  } finally {
    await subscribers.close()
    await publishers.close()
    await engine.stop()
  }
}

function isOf(resource: Resource, backend: DemoBackend): boolean {
  const embedded = resource.config['server'] === 'embedded'
  return backend === 'embedded' ? embedded : !embedded && resourceTypes[resource.type].backend === backend
}

function resourceFor(backend: DemoBackend, server: RunningServer | undefined): Resource {
  const config = server?.config ?? { server: 'embedded' }
  const type = server?.type ?? 'backend_pgsql'
  return { id: backend, type, description: '', config }
}

function actionFor(backend: BackendName): ActionName {
  const name = actionNames.find((each) => actionTypes[each].backend === backend)
  if (name === undefined) throw new AppError('action_unknown', { action: backend })
  return name
}
