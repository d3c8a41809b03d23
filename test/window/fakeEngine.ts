import type {
  CallInput,
  CallName,
  CallOutput,
  CallResult,
  EngineBridge,
  Push,
  ReceivedMessage,
  RuleView,
  ScenarioState,
  Snapshot,
  SubscriberView
} from '../../src/shared/contract.js'
import type { StoreLook } from '../../src/shared/storeLook.js'
import { AppError } from '../../src/shared/errors.js'
import type { Life, Step } from '../../src/shared/life.js'
import { actionTypes } from '../../src/shared/actionTypes.js'
import { limitsSchema } from '../../src/shared/limits.js'
import { aclEntrySchema, connectionSchema, subscriberSchema, subscriptionsOf } from '../../src/shared/workspace.js'
import { topicMatches } from '../../src/shared/topics.js'
import { fakeClients, fakeIndex, fakeLook, fakeTable } from './fakeAnswers.js'
import { fakeSample, fakeTest, fakeVerdicts } from './fakeRules.js'
import { fakeSnapshot } from './fakeSnapshot.js'

/** How a call is answered where a test wants something else than the fake's own answer. */
type Answers = { [Name in CallName]?: (input: CallInput<Name>) => CallOutput<Name> | Promise<CallOutput<Name>> }

interface StoredRow {
  readonly number: number
  readonly life: Life
  readonly payload: Uint8Array
}

/**
 * An engine that exists only in the page: it keeps messages in an array instead of a database and knows one rule. Good
 * enough to draw every state of the window, and to press every button of it.
 */
export class FakeEngine implements EngineBridge {
  readonly calls: { readonly name: CallName; readonly input: unknown }[] = []
  readonly answers: Answers = {}
  private readonly listeners = new Set<(pushes: readonly Push[]) => void>()
  private readonly rows: StoredRow[] = []
  private readonly received = new Map<string, ReceivedMessage[]>()
  private removed: SubscriberView | undefined
  private readonly removedRules: RuleView[] = []
  private lastNumber = 40
  private pushing = false

  constructor(readonly state: Snapshot = fakeSnapshot()) {}

  async call<Name extends CallName>(name: Name, input: CallInput<Name>): Promise<CallResult<CallOutput<Name>>> {
    this.calls.push({ name, input })
    try {
      const answer = this.answers[name] ?? this.ownAnswers[name]
      return { ok: true, value: (await (answer as (input: unknown) => unknown)(input)) as CallOutput<Name> }
    } catch (error) {
      const { code, data, detail } = AppError.from(error).toInfo()
      return { ok: false, error: { code, data: { ...data }, ...(detail === undefined ? {} : { detail }) } }
    }
  }

  onPush(listener: (pushes: readonly Push[]) => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  push(...pushes: Push[]): void {
    for (const listener of this.listeners) listener(pushes)
  }

  /** A message as if a client had published it. */
  publish(topic: string, payload: Uint8Array, qos: 0 | 1 | 2 = 1, from = 'publisher-1'): Life {
    const number = ++this.lastNumber
    const at = Date.now()
    const id = `0005F3A91C${number.toString(16).toUpperCase().padStart(22, '0')}`
    const steps: Step[] = [{ step: 'published', at, by: from }]
    const life: Life = {
      id,
      topic,
      from,
      qos,
      retain: false,
      preview: payload.slice(0, 256),
      size: payload.length,
      at,
      steps
    }
    this.state.timeline.push(life)
    const rule = this.state.rules.find((view) => view.rule.enabled && topicMatches('t/#', topic))
    if (rule === undefined) steps.push({ step: 'unmatched', at: at + 0.2, reason: 'no_rule' })
    else {
      rule.metrics.matched++
      rule.metrics.passed++
      steps.push({ step: 'matched', at: at + 0.2, by: rule.rule.id })
      if (qos === 0) steps.push({ step: 'not_saved', at: at + 0.3, reason: 'qos0' })
      else {
        steps.push({ step: 'saved', at: at + 1.4, by: 'pg' })
        this.rows.unshift({ number, life, payload })
      }
    }
    for (const view of this.state.subscribers) if (isListening(view, topic)) this.deliver(view, life, payload)
    this.tellAll()
    return life
  }

  private deliver(view: SubscriberView, life: Life, payload: Uint8Array): void {
    const { clientId, id } = view.subscriber
    const qos = Math.min(life.qos, view.subscriber.qos)
    const at = Date.now()
    life.steps.push({ step: 'delivered', at: at + 2, by: clientId })
    const list = this.received.get(id) ?? []
    this.received.set(id, list)
    const sequence = ++view.received
    const message = {
      sequence,
      topic: life.topic,
      payload,
      size: payload.length,
      qos,
      retain: false,
      dup: false,
      at: at + 2,
      acked: !view.holdAck
    }
    list.push(message)
    if (view.holdAck) view.held++
    else if (qos > 0) this.acknowledge(clientId, life)
    this.push({ type: 'received', subscriberId: id, messages: [message], omitted: 0 })
  }

  private acknowledge(clientId: string, life: Life): void {
    const at = Date.now()
    life.steps.push({ step: 'acked', at: at + 4, by: clientId })
    const place = this.rows.findIndex((row) => row.life === life)
    if (place < 0) return
    this.rows.splice(place, 1)
    life.steps.push({ step: 'deleted', at: at + 6, by: 'pg' })
  }

  private connect(view: SubscriberView): void {
    view.state = 'online'
    view.granted = subscriptionsOf(view.subscriber).map(({ qos }) => qos)
    for (const { life, payload } of this.rows.toReversed()) {
      if (isListening(view, life.topic)) this.deliver(view, life, payload)
    }
    this.tellAll()
  }

  private look(): StoreLook {
    const rows = this.rows.map(({ number, life, payload }) => ({
      key: String(number),
      messageId: life.id,
      cells: [
        number,
        life.id,
        life.from,
        life.topic,
        life.qos,
        0,
        new TextDecoder().decode(payload),
        '2026-11-23 19:02:11'
      ]
    }))
    return { ...fakeLook, rows, count: rows.length, at: Date.now() }
  }

  private tellAll(): void {
    if (this.pushing) return
    this.pushing = true
    setTimeout(() => {
      this.pushing = false
      const { timeline, rules, subscribers } = structuredClone(this.state)
      this.push(
        { type: 'timeline', lives: timeline.slice(-200), omitted: 0 },
        { type: 'rules', rules },
        { type: 'subscribers', subscribers },
        { type: 'look', look: this.look() }
      )
    }, 20)
  }

  private subscriber(id: string): SubscriberView {
    const view = this.state.subscribers.find(({ subscriber }) => subscriber.id === id)
    if (view === undefined) throw new AppError('client_unknown', { clientid: id })
    return view
  }

  private async play(pace: number): Promise<void> {
    const names = ['prepare', 'save', 'subscribe', 'deliver', 'ack', 'delete'] as const
    const scenario: ScenarioState = {
      scenario: 'chapter',
      running: true,
      steps: names.map((step) => ({ step, state: 'waiting' }))
    }
    const view = this.state.subscribers[0]
    for (const entry of scenario.steps) {
      entry.state = 'running'
      this.push({ type: 'scenario', scenario: structuredClone(scenario) })
      if (entry.step === 'prepare' && view !== undefined) view.state = 'offline'
      if (entry.step === 'save') this.publish('t/1', new TextEncoder().encode('{"msg":"hello"}'))
      if (entry.step === 'subscribe' && view !== undefined) this.connect(view)
      await new Promise((resolve) => setTimeout(resolve, Math.max(30, pace)))
      Object.assign(entry, { state: 'ok', ms: 3.4, detail: entry.step })
    }
    scenario.running = false
    this.push({ type: 'scenario', scenario })
  }

  private readonly ownAnswers: Required<Answers> = {
    'call.cancel': () => undefined,
    snapshot: () => structuredClone({ ...this.state, looks: [this.look()] }),
    'broker.makeCertificate': () => ({ certificate: '/data/localhost.pem', key: '/data/localhost.key' }),
    'broker.configure': () => this.state.broker,
    'broker.restart': () => this.state.broker,
    'broker.access': ({ users, acl }) => {
      const shown = users?.map(({ username }) => ({ username, hasPassword: true }))
      return { ...(shown === undefined ? {} : { users: shown }), acl: acl.map((entry) => aclEntrySchema.parse(entry)) }
    },
    'broker.clients': ({ search }) => {
      const clients = fakeClients.filter(({ clientId }) => clientId.includes(search))
      return { clients, count: clients.length }
    },
    'broker.disconnect': () => undefined,
    'broker.limits': (limits) => limitsSchema.parse(limits),
    'rule.create': (input) => this.saveRule(input),
    'rule.save': (input) => this.saveRule(input),
    'rule.enable': ({ id, enabled }) => {
      const view = this.rule(id)
      view.rule = { ...view.rule, enabled }
      this.tellAll()
      return view
    },
    'rule.remove': ({ id }) => {
      this.removedRules.push(...this.state.rules.splice(this.state.rules.indexOf(this.rule(id)), 1))
      this.tellAll()
    },
    'rule.restore': ({ id }) => {
      const view = this.removedRules.find(({ rule }) => rule.id === id)
      if (view === undefined) throw new AppError('rule_unknown', { rule: id })
      this.state.rules.push(view)
      this.tellAll()
      return view
    },
    'rule.resetMetrics': () => undefined,
    'rule.test': ({ event }) => fakeTest(typeof event === 'string' ? event : JSON.stringify(event)),
    'rule.sample': () => fakeSample,
    'rule.lastEvent': () => undefined,
    'rule.explain': ({ messageId }) => {
      const life = this.state.timeline.find(({ id }) => id === messageId)
      if (life === undefined) throw new AppError('message_unknown')
      return fakeVerdicts(life.topic)
    },
    'broker.topics': () => [{ topic: 't/1', qos: 1 }],
    'resource.create': () => this.resource('pg'),
    'resource.save': ({ id }) => this.resource(id),
    'resource.remove': ({ id }) => {
      throw new AppError('resource_in_use', { resource: id, rules: 'offline' })
    },
    'resource.restore': ({ id }) => this.resource(id),
    'resource.test': ({ config }) => {
      if (config['server'] === 'embedded') return { server: 'PostgreSQL 17.5 (PGlite)', ms: 1.2 }
      throw new AppError(
        'store_unreachable',
        { server: '127.0.0.1:5432' },
        { cause: new Error('connect ECONNREFUSED 127.0.0.1:5432') }
      )
    },
    'resource.reconnect': () => undefined,
    'resource.plan': () => ({ state: 'missing', statements: [fakeTable], notes: [] }),
    'resource.init': () => ({ state: 'ready', statements: [fakeTable], notes: [] }),
    'resource.planIndex': () => ({ state: 'missing', statements: [fakeIndex], notes: [] }),
    'resource.makeIndex': () => ({ state: 'ready', statements: [fakeIndex], notes: [] }),
    'store.look': () => this.look(),
    'store.rows': () => this.look(),
    'store.watch': () => undefined,
    'workspace.export': () => '{}\n',
    'workspace.import': () => undefined,
    'connection.save': (input) => {
      const connection = connectionSchema.parse(input)
      const { password = '', ...config } = connection.config
      const view = { connection: { ...connection, config }, hasPassword: password !== '', usedBy: [] }
      const others = this.state.connections.filter((each) => each.connection.id !== connection.id)
      this.state.connections = [...others, view]
      this.push({ type: 'connections', connections: this.state.connections })
      return view
    },
    'connection.remove': ({ id }) => {
      this.state.connections = this.state.connections.filter(({ connection }) => connection.id !== id)
      this.push({ type: 'connections', connections: this.state.connections })
    },
    'connection.restore': ({ id }) => {
      throw new AppError('connection_unknown', { connection: id })
    },
    'connection.test': ({ config }) => ({ url: `mqtt://${String(config['host'])}:1883`, ms: 3.1 }),
    'publisher.draft': () => undefined,
    'publisher.snippets': (snippets) => {
      this.state.snippets = snippets
    },
    'publisher.repeat': ({ count = 10 }) => {
      this.push({ type: 'repeat', repeat: { running: true, sent: 0, count } })
    },
    'publisher.stopRepeat': () => {
      this.push({ type: 'repeat', repeat: { running: false, sent: 3, count: 10 } })
    },
    'publisher.publish': ({ topic, payload, qos, clientId }) => {
      this.publish(topic, payload, qos, clientId)
      return { ms: 2.6 }
    },
    'subscriber.create': (input) => {
      const subscriber = subscriberSchema.parse(input)
      const view: SubscriberView = { subscriber, state: 'offline', holdAck: false, held: 0, received: 0, granted: [] }
      this.state.subscribers.push(view)
      this.tellAll()
      return view
    },
    'subscriber.save': (input) => {
      const view = this.subscriber(input.id)
      view.subscriber = subscriberSchema.parse(input)
      this.tellAll()
      return view
    },
    'subscriber.remove': ({ id }) => {
      const [removed] = this.state.subscribers.splice(this.state.subscribers.indexOf(this.subscriber(id)), 1)
      this.removed = removed
      this.tellAll()
    },
    'subscriber.restore': ({ id }) => {
      if (this.removed?.subscriber.id !== id) throw new AppError('client_unknown', { clientid: id })
      this.state.subscribers.push(this.removed)
      this.tellAll()
      return this.removed
    },
    'subscriber.connect': ({ id }) => {
      this.connect(this.subscriber(id))
      return this.subscriber(id)
    },
    'subscriber.disconnect': ({ id }) => {
      this.subscriber(id).state = 'offline'
      this.tellAll()
      return this.subscriber(id)
    },
    'subscriber.holdAck': ({ id, hold }) => {
      this.subscriber(id).holdAck = hold
      this.tellAll()
      return this.subscriber(id)
    },
    'subscriber.messages': ({ id }) => this.received.get(id) ?? [],
    'subscriber.clear': () => undefined,
    'subscriber.putBack': () => undefined,
    'bench.step': ({ on }) => {
      this.state.bench = { ...this.state.bench, stepping: on }
      this.push({ type: 'bench', bench: this.state.bench })
    },
    'bench.next': () => undefined,
    'bench.fault': ({ id, fault }) => {
      const faults = Object.fromEntries(Object.entries(this.state.bench.faults).filter(([each]) => each !== id))
      this.state.bench = { ...this.state.bench, faults: fault === undefined ? faults : { ...faults, [id]: fault } }
      this.push({ type: 'bench', bench: this.state.bench })
    },
    'bench.brokerFault': ({ fault }) => {
      this.state.bench = { ...this.state.bench, broker: fault && { fault, met: 0 } }
      this.push({ type: 'bench', bench: this.state.bench })
    },
    'timeline.clear': () => {
      this.state.timeline.length = 0
    },
    'log.clear': () => undefined,
    'settings.save': () => undefined,
    'scenario.keep': (scenarios) => {
      this.state.scenarios = scenarios
    },
    'scenario.play': ({ pace }) => {
      void this.play(pace)
    },
    'store.ask': () => ({ columns: ['id'], rows: [[1]], isCut: false }),
    'server.start': () => undefined,
    'server.kill': () => undefined,
    'server.stop': () => undefined,
    'scenario.stop': () => undefined
  }

  private rule(id: string) {
    const view = this.state.rules.find(({ rule }) => rule.id === id)
    if (view === undefined) throw new AppError('rule_unknown', { rule: id })
    return view
  }

  private resource(id: string) {
    const view = this.state.resources.find(({ resource }) => resource.id === id)
    if (view === undefined) throw new AppError('resource_unknown', { resource: id })
    return view
  }

  private saveRule({ id, rawsql, actions }: CallInput<'rule.save'>) {
    if (!rawsql.startsWith('SELECT')) {
      throw new AppError('rule_syntax', {
        line: 1,
        column: 1,
        expected: 'SELECT or FOREACH',
        found: rawsql.slice(0, 6)
      })
    }
    const view = this.rule(id)
    view.rule = { ...view.rule, rawsql, actions: actions.filter(({ name }) => name in actionTypes) as never }
    this.tellAll()
    return view
  }
}

function isListening(view: SubscriberView, topic: string): boolean {
  const filters = subscriptionsOf(view.subscriber)
  return view.state === 'online' && filters.some((filter) => topicMatches(filter.topic, topic))
}
