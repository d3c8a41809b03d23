import { AppError, type ErrorInfo } from '../shared/errors.js'
import type { ActionMetrics, BrokerState, ResourceView, RuleView } from '../shared/contract.js'
import { resourceParameter } from '../shared/actionTypes.js'
import type { Limits } from '../shared/limits.js'
import { secretParameters } from '../shared/resourceTypes.js'
import type { Action, EngineConfig, Listeners, Resource, Rule } from '../shared/workspace.js'
import type { Bench } from './bench/bench.js'
import { Broker } from './broker/broker.js'
import { Cycle } from './cycle/cycle.js'
import type { Journal } from './cycle/journal.js'
import { LiveResource } from './cycle/liveResource.js'
import { type LiveAction, type LiveRule, makeLiveRule } from './cycle/liveRule.js'
import { RuleCounters, sampleRegularly } from './cycle/metrics.js'
import type { Witness } from './cycle/witness.js'
import type { Log } from './log.js'
import { isOwnId, newMessageId } from './stores/messageId.js'
import { openStore } from './stores/registry.js'
import type { Store } from './stores/store.js'

export interface EngineOptions {
  readonly log: Log
  /** Left out where nobody looks at single messages. */
  readonly journal?: Journal | undefined
  readonly witness?: Witness | undefined
  /** Left out where nobody slows the cycle down or breaks its stores and connections. */
  readonly bench?: Bench | undefined
  /** Told when a resource's state changes. */
  readonly onResources?: () => void
}

/** How long, in ms, a stop waits for what is on its way into and out of the stores, and then for last wills. */
const settleTime = 10_000
const lastSettleTime = 1000

/** A rule as it was given, and at work where it can. */
export interface RuleSlot {
  readonly rule: Rule
  readonly live: LiveRule | undefined
  readonly error: ErrorInfo | undefined
}

/** The product without a window: broker, rules, stores. One engine, three hosts: window, command line, tests. */
export class Engine {
  private readonly rules = new Map<string, RuleSlot>()
  private readonly closing = new Set<Promise<void>>()
  private readonly stopSampling: () => void

  private constructor(
    readonly config: EngineConfig,
    readonly broker: Broker,
    private readonly cycle: Cycle,
    private readonly options: EngineOptions,
    private readonly current: { limits: Limits }
  ) {
    this.stopSampling = sampleRegularly(() => this.counters())
  }

  /** Starts everything. A listener or a resource that cannot be had is a state, not a failure. */
  static async start(config: EngineConfig, options: EngineOptions): Promise<Engine> {
    const held: { broker?: Broker; limits: Limits } = { limits: config.limits }
    const limits = () => held.limits
    const cycle = new Cycle({
      limits,
      log: options.log,
      journal: options.journal,
      witness: options.witness,
      newId: newMessageId,
      isOwnId,
      deliver: (connection, message, qos) => {
        const send = () => held.broker?.deliver(connection, message, qos) ?? Promise.resolve(false)
        return options.bench?.beforeDelivery(connection, message)?.then(send) ?? send()
      },
      heldUntil: () => options.bench?.steps.heldUntil ?? -Infinity,
      publish: (message, order, done) => {
        if (held.broker === undefined) done(new AppError('broker_not_running'))
        else held.broker.publish(message, order, done)
      }
    })
    const { listeners, users, acl } = config
    // The listeners open last: what they bring needs the rules and resources.
    const broker = await Broker.start({
      listeners: {},
      access: { users, acl },
      limits,
      hooks: cycle,
      log: options.log,
      link: options.bench?.link,
      newId: newMessageId
    })
    held.broker = broker
    const engine = new Engine(config, broker, cycle, options, held)
    for (const resource of config.resources) engine.openResource(resource)
    for (const rule of config.rules) engine.putRule(rule)
    await broker.listen(listeners)
    return engine
  }

  get brokerState(): BrokerState {
    return this.broker.state
  }

  listen(listeners: Listeners): Promise<unknown> {
    return this.broker.listen(listeners)
  }

  /** What a connection began with stays until it ends. */
  setLimits(limits: Limits): void {
    this.current.limits = limits
  }

  /** Stops accepting, settles what is on its way, closes. A store that is away is not waited for longer than that. */
  async stop(): Promise<void> {
    this.stopSampling()
    this.options.bench?.end()
    const resources = [...this.cycle.resources.values()]
    const settle = (most: number) => Promise.all(resources.map((resource) => resource.settle(most)))
    this.broker.stopReading()
    await settle(settleTime)
    await this.broker.stop()
    await settle(lastSettleTime)
    this.cycle.stop()
    await Promise.all([...resources.map((resource) => resource.close()), ...this.closing])
  }

  // --- rules ---

  ruleViews(): RuleView[] {
    return [...this.rules.values()].map(({ rule, live, error }) => ({
      rule,
      ...(error === undefined ? {} : { error: { ...error } }),
      metrics: (live?.counters ?? new RuleCounters()).toMetrics(),
      actions: live?.actions.map(metricsOf) ?? []
    }))
  }

  ruleSlots(): readonly RuleSlot[] {
    return [...this.rules.values()]
  }

  rule(id: string): Rule {
    const slot = this.rules.get(id)
    if (slot === undefined) throw new AppError('rule_unknown', { rule: id })
    return slot.rule
  }

  /** The FROM entries of a rule that compiles; none of one that does not. */
  sourcesOf(id: string): readonly string[] {
    return this.rules.get(id)?.live?.compiled.sources ?? []
  }

  /** Throws what `makeLiveRule` throws, and then nothing has changed. */
  saveRule(rule: Rule): void {
    makeLiveRule(rule, this.resourceMap())
    this.putRule(rule)
  }

  /** Takes a rule as it is: one that cannot run stays, with its error. */
  keepRule(rule: Rule): void {
    this.putRule(rule)
  }

  removeRule(id: string): void {
    const slot = this.rules.get(id)
    if (slot?.live !== undefined) this.cycle.removeRule(slot.live)
    this.rules.delete(id)
  }

  resetMetrics(id: string): void {
    const live = this.rules.get(id)?.live
    live?.counters.reset()
    for (const action of live?.actions ?? []) resetAction(action)
  }

  private putRule(rule: Rule): void {
    const before = this.rules.get(rule.id)
    if (before?.live !== undefined) this.cycle.removeRule(before.live)
    try {
      const live = makeLiveRule(rule, this.resourceMap(), before?.live)
      if (rule.enabled) this.cycle.addRule(live)
      this.rules.set(rule.id, { rule, live, error: undefined })
    } catch (error) {
      const info = AppError.from(error).toInfo()
      this.options.log.write('error', 'rule', info.code, { ...info.data, rule: rule.id }, info.detail)
      this.rules.set(rule.id, { rule, live: undefined, error: info })
    }
  }

  private *counters(): Iterable<RuleCounters> {
    for (const { live } of this.rules.values()) if (live !== undefined) yield live.counters
  }

  // --- resources ---

  resourceViews(): ResourceView[] {
    return [...this.cycle.resources.values()].map((live) => {
      const { resource, status, waiting, counts, latencies, scanned } = live
      const secrets = secretParameters(resource.type)
      const shown = Object.entries(resource.config).filter(([name]) => !secrets.includes(name))
      return {
        resource: { ...resource, config: Object.fromEntries(shown) },
        ...status,
        waiting: waiting.messages,
        waitingBytes: waiting.bytes,
        counts: { ...counts },
        latencies: { saved: [...latencies.saved], deleted: [...latencies.deleted] },
        ...(scanned === 0 ? {} : { scanned }),
        usedBy: this.usersOf(resource.id),
        hasPassword: secrets.some((name) => (resource.config[name] ?? '') !== '')
      }
    })
  }

  resource(id: string): LiveResource {
    const live = this.cycle.resources.get(id)
    if (live === undefined) throw new AppError('resource_unknown', { resource: id })
    return live
  }

  resources(): readonly LiveResource[] {
    return [...this.cycle.resources.values()]
  }

  /** What is on its way with the old settings is finished with them. */
  saveResource(resource: Resource): void {
    const before = this.cycle.resources.get(resource.id)
    if (before !== undefined && before.resource.type !== resource.type && this.usersOf(resource.id).length > 0) {
      throw new AppError('resource_in_use', { resource: resource.id, rules: this.usersOf(resource.id).join(', ') })
    }
    if (before !== undefined) this.retire(before)
    this.openResource(resource)
    for (const { rule, live } of this.rules.values()) if (live === undefined) this.putRule(rule)
  }

  removeResource(id: string): void {
    const users = this.usersOf(id)
    if (users.length > 0) throw new AppError('resource_in_use', { resource: id, rules: users.join(', ') })
    this.retire(this.resource(id))
    this.cycle.resources.delete(id)
  }

  /** A store of its own for a test of the connection, which ends when the signal comes; the caller closes it. */
  openForTest(resource: Resource, signal: AbortSignal): Store {
    return openStore(resource, { dataDir: this.config.dataDir, signal })
  }

  private openResource(resource: Resource): void {
    const { log, onResources, bench } = this.options
    const real = openStore(resource, { dataDir: this.config.dataDir })
    const store = bench?.wrap(resource.id, real) ?? real
    const live = new LiveResource(resource, store, {
      limits: () => this.current.limits,
      log,
      onPaused: (limit) => this.broker.tookEffect(limit),
      onStatus: () => onResources?.()
    })
    this.cycle.resources.set(resource.id, live)
  }

  private retire(live: LiveResource): void {
    const closed = live.settle(settleTime).then(() => live.close())
    this.closing.add(closed)
    void closed.finally(() => this.closing.delete(closed))
  }

  private resourceMap(): ReadonlyMap<string, Resource> {
    return new Map([...this.cycle.resources].map(([id, { resource }]) => [id, resource]))
  }

  private usersOf(resourceId: string): string[] {
    return [...this.rules.values()]
      .filter(({ rule }) => rule.actions.some((action) => usesResource(action, resourceId)))
      .map(({ rule }) => rule.id)
  }
}

function metricsOf({ counters, fallbacks }: LiveAction): ActionMetrics {
  return counters.toMetrics(fallbacks.map(metricsOf))
}

function resetAction({ counters, fallbacks }: LiveAction): void {
  counters.reset()
  for (const fallback of fallbacks) resetAction(fallback)
}

function usesResource({ params, fallbacks }: Action, resourceId: string): boolean {
  return params[resourceParameter] === resourceId || fallbacks.some((fallback) => usesResource(fallback, resourceId))
}
