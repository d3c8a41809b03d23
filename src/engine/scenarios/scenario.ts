import { randomUUID } from 'node:crypto'
import type { ScenarioState, scenarioStepNames } from '../../shared/contract.js'
import { resourceParameter } from '../../shared/actionTypes.js'
import { AppError } from '../../shared/errors.js'
import type { Life, StepName } from '../../shared/life.js'
import type { Rule } from '../../shared/workspace.js'
import type { Publishers } from '../clients/publisher.js'
import type { LiveSubscriber } from '../clients/subscribers.js'
import type { Journal } from '../cycle/journal.js'
import type { LiveResource } from '../cycle/liveResource.js'

type ScenarioStep = (typeof scenarioStepNames)[number]

/** Who plays: in the window its own panes, in the terminal clients made for it. All are real MQTT clients. */
export interface Actors {
  readonly publishers: Publishers
  readonly publisherId: string
  readonly subscriber: LiveSubscriber
  readonly resource: LiveResource
  readonly journal: Journal
  /** Whether a missing table is made; otherwise the play stops and says that it is missing. */
  readonly mayInit: boolean
}

export interface PlayOptions {
  readonly topic: string
  readonly payload: string
  /** Pause between steps, ms, so that a person can follow. */
  readonly pace: number
  readonly signal: AbortSignal
  readonly onState: (state: ScenarioState) => void
}

/** How long, ms, a step may take until it counts as not happened. */
const stepTimeout = 20_000

/** The chapter's cycle: publish while nobody listens, see the row, subscribe, receive, acknowledge, see it gone. */
export async function playChapter(actors: Actors, options: PlayOptions): Promise<ScenarioState> {
  const { publishers, publisherId, subscriber, resource, journal } = actors
  const { topic } = options
  const payload = Buffer.from(options.payload)
  const found: { id: string } = { id: '' }
  const wasHolding = subscriber.view().holdAck
  const steps: Record<ScenarioStep, () => Promise<string>> = {
    prepare: async () => {
      // First: a server without the database refuses the test.
      const { state } = await resource.store.plan()
      if (state === 'missing' && !actors.mayInit) throw new AppError('store_table_missing', { table: 'mqtt_msg' })
      if (state === 'missing') await resource.store.init()
      const server = await resource.store.test()
      resource.retryNow()
      await subscriber.disconnect()
      subscriber.holdAcks(false)
      return server
    },
    save: async () => {
      const began = Date.now()
      await publishers.publish({ clientId: publisherId, topic, payload, qos: 1, retain: false })
      const life = newest(journal, publisherId, topic, began)
      if (life === undefined) throw new AppError('scenario_step_failed', { step: 'save', reason: 'no such message' })
      refuseUnless(life, 'saved', resource.id)
      found.id = life.id
      const row = await rowOf(resource, life.id)
      if (row === undefined) throw new AppError('scenario_step_failed', { step: 'save', reason: 'no row in the store' })
      return row
    },
    subscribe: async () => {
      await subscriber.connect()
      return `${subscriber.subscriber.topic} QoS ${subscriber.subscriber.qos}`
    },
    deliver: async () => {
      await until(journal, found.id, 'delivered', options.signal)
      const message = await received(subscriber, topic, payload, options.signal)
      return `${message.topic} QoS ${message.qos} ${message.payload.toString()}`
    },
    ack: async () => {
      await until(journal, found.id, 'acked', options.signal)
      return subscriber.subscriber.clientId
    },
    delete: async () => {
      await until(journal, found.id, 'deleted', options.signal)
      const row = await rowOf(resource, found.id)
      if (row !== undefined) throw new AppError('scenario_step_failed', { step: 'delete', reason: row })
      return resource.id
    }
  }
  const state = await play('chapter', steps, options)
  if (wasHolding) subscriber.holdAcks(true)
  return state
}

async function play(
  scenario: string,
  steps: Record<ScenarioStep, () => Promise<string>>,
  { pace, signal, onState }: PlayOptions
): Promise<ScenarioState> {
  const state: ScenarioState = {
    scenario,
    running: true,
    steps: Object.keys(steps).map((step) => ({ step: step as ScenarioStep, state: 'waiting' }))
  }
  const tell = () => onState(structuredClone(state))
  for (const entry of state.steps) {
    entry.state = 'running'
    tell()
    const began = performance.now()
    try {
      signal.throwIfAborted()
      entry.detail = await steps[entry.step]()
      entry.state = 'ok'
    } catch (error) {
      entry.state = 'failed'
      const { code, data, detail } = AppError.from(error).toInfo()
      entry.error = detail === undefined ? { code, data: { ...data } } : { code, data: { ...data }, detail }
    }
    entry.ms = performance.now() - began
    tell()
    if (entry.state === 'failed') break
    if (pace > 0) await pause(pace, signal)
  }
  state.running = false
  tell()
  return state
}

/** The topic that a rule's first filter stands for: `t/#` is played on `t/1`. */
export function topicFor(rule: Rule, sources: readonly string[]): string {
  const filter = sources.find((source) => !source.startsWith('$'))
  if (filter === undefined)
    throw new AppError('scenario_step_failed', { step: 'prepare', reason: `rule ${rule.id} names no topic` })
  return filter.replaceAll('#', '1').replaceAll('+', '1')
}

/** The first enabled rule that saves into a resource. */
export function ruleFor(rules: readonly Rule[], resourceId: string): Rule {
  const rule = rules.find(
    ({ enabled, actions }) => enabled && actions.some(({ params }) => params[resourceParameter] === resourceId)
  )
  if (rule === undefined) {
    throw new AppError('scenario_step_failed', { step: 'prepare', reason: `no enabled rule saves into ${resourceId}` })
  }
  return rule
}

/** A payload that tells one run from another, in the chapter's manner. */
export function freshPayload(): string {
  return JSON.stringify({ msg: 'hello', run: randomUUID().slice(0, 8) })
}

function newest(journal: Journal, from: string, topic: string, since: number): Life | undefined {
  return journal.all().findLast((life) => life.from === from && life.topic === topic && life.at >= since - 1)
}

function refuseUnless(life: Life, step: StepName, by: string): void {
  if (life.steps.some((entry) => entry.step === step && entry.by === by)) return
  const why = life.steps.findLast(({ reason }) => reason !== undefined)
  throw new AppError(
    'scenario_step_failed',
    { step, reason: why?.reason ?? 'it did not happen' },
    { cause: why?.detail }
  )
}

async function rowOf(resource: LiveResource, id: string): Promise<string | undefined> {
  const { columns, rows } = await resource.store.inspect(100)
  const row = rows.find(({ messageId }) => messageId === id)
  if (row === undefined) return undefined
  const text = (cell: unknown) => (cell instanceof Uint8Array ? Buffer.from(cell).toString() : String(cell))
  return row.cells.map((cell, index) => `${columns[index] ?? ''}=${text(cell)}`).join(' ')
}

async function until(journal: Journal, id: string, step: StepName, signal: AbortSignal): Promise<void> {
  await poll(step, signal, () => journal.find(id)?.steps.some((entry) => entry.step === step) === true)
}

async function received(subscriber: LiveSubscriber, topic: string, payload: Buffer, signal: AbortSignal) {
  let found: { topic: string; qos: number; payload: Buffer } | undefined
  await poll('deliver', signal, () => {
    const message = subscriber.messages.findLast((each) => each.topic === topic && payload.equals(each.payload))
    if (message !== undefined) found = { ...message, payload: Buffer.from(message.payload) }
    return found !== undefined
  })
  return found ?? { topic, qos: 0, payload }
}

async function poll(step: string, signal: AbortSignal, happened: () => boolean): Promise<void> {
  const end = performance.now() + stepTimeout
  while (!happened()) {
    signal.throwIfAborted()
    if (performance.now() > end) {
      throw new AppError('scenario_step_failed', { step, reason: `not within ${stepTimeout / 1000} s` })
    }
    await pause(5, signal)
  }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds)
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer)
        resolve()
      },
      { once: true }
    )
  })
}
