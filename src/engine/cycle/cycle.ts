import { AppError } from '../../shared/errors.js'
import type { Limits } from '../../shared/limits.js'
import type { BrokerHooks } from '../broker/broker.js'
import type { Connection } from '../broker/connection.js'
import { AckedEvent, DeliveredEvent, PublishEvent } from '../broker/events/messageEvents.js'
import { SubscribedEvent } from '../broker/events/sessionEvents.js'
import type { Log } from '../log.js'
import type { Message } from '../message.js'
import { RuleTable } from '../rules/table.js'
import type { EventName, Evaluation, RuleEvent } from '../rules/types.js'
import { Actions } from './actions.js'
import { inspect } from './debugActions.js'
import { Forwarding } from './forwarding.js'
import type { Journal } from './journal.js'
import type { LiveResource } from './liveResource.js'
import type { LiveRule } from './liveRule.js'
import { Acknowledgement, holdNothing, type Occasion } from './occasion.js'
import { OfflineActions } from './offlineActions.js'
import { type Keeper, Publication } from './publication.js'
import { Publications } from './publications.js'
import { type PublishOwn, Republisher } from './republisher.js'
import { type Deliver, Session } from './session.js'
import type { Witness } from './witness.js'

export interface CycleOptions {
  /** As they are now. */
  readonly limits: () => Limits
  readonly log: Log
  readonly journal: Journal | undefined
  readonly witness: Witness | undefined
  readonly newId: () => string
  readonly isOwnId: (id: string) => boolean
  readonly deliver: Deliver
  /** When a person last held something, on the clock of `performance.now()`: what waits for a person is not late. */
  readonly heldUntil: () => number
  readonly publish: PublishOwn
}

/** Save, deliver, delete: what the broker tells, put through the rules and into the stores (docs/semantics.md). */
export class Cycle implements BrokerHooks, Keeper {
  readonly resources = new Map<string, LiveResource>()
  readonly journal: Journal | undefined
  private readonly table = new RuleTable<LiveRule>()
  private readonly sessions = new Map<string, Session>()
  private readonly publications = new Publications()
  private readonly forwarding = new Forwarding()
  private readonly actions: Actions
  private readonly timeoutTimer: NodeJS.Timeout

  constructor(private readonly options: CycleOptions) {
    const { limits, log, journal } = options
    this.journal = journal
    const sessionOf = (connection: Connection) => this.sessionOf(connection.clientId)
    const offline = new OfflineActions({
      ...options,
      resources: this.resources,
      sessionOf,
      publicationOf: (id) => this.publications.find(id)
    })
    const republisher = new Republisher(options.publish, options.newId)
    this.actions = new Actions((action, output, occasion, settle) => {
      switch (action.name) {
        case 'republish':
          return republisher.perform(action, output, occasion, settle)
        case 'inspect':
          inspect(action, output, occasion, log)
          return settle()
        case 'do_nothing':
          return settle()
        default:
          return offline.perform(action, output, occasion, settle)
      }
    }, log)
    this.timeoutTimer = setInterval(() => this.sweep(), Math.min(1000, limits().saveTimeout / 2))
    this.timeoutTimer.unref()
  }

  addRule(rule: LiveRule): void {
    this.table.add(rule.compiled.sources, rule)
  }

  removeRule(rule: LiveRule): void {
    this.table.remove(rule)
  }

  stop(): void {
    clearInterval(this.timeoutTimer)
    for (const session of this.sessions.values()) session.disconnected()
  }

  // --- any event ---

  /** Whether anybody wants to hear of an event: nobody makes one otherwise. */
  listens(name: EventName): boolean {
    return this.options.witness !== undefined || this.table.ofEvent(name).length > 0
  }

  happened(event: RuleEvent, message?: Message): void {
    const record = this.options.witness?.saw(event, message)
    const rules = this.table.ofEvent(event.name)
    if (rules.length > 0) this.apply(rules, { kind: 'other', event, message, record, isOver: false, hold: holdNothing })
  }

  private apply(rules: readonly LiveRule[], occasion: Occasion): void {
    for (const rule of rules) this.evaluate(rule, occasion)
    // Whoever keeps the event does not keep that, too.
    occasion.event.decoded = undefined
  }

  private evaluate(live: LiveRule, occasion: Occasion): void {
    const { counters, compiled, rule } = live
    const { journal, log } = this.options
    const { event } = occasion
    const message = occasion.kind === 'published' ? occasion.message : undefined
    counters.matched += 1
    let evaluation: Evaluation
    try {
      evaluation = compiled.evaluate(event, rule.id)
    } catch (error) {
      counters.exception += 1
      const { code, data, detail } = AppError.from(error).toInfo()
      if (message !== undefined) {
        const words = detail ?? String(data['reason'] ?? '')
        journal?.step(message, { step: 'unmatched', by: rule.id, reason: 'rule_error', detail: words })
      }
      log.write('warn', 'rule', code, { ...data, rule: rule.id }, detail)
      return
    }
    if (evaluation.kind === 'no_result') {
      counters.noResult += 1
      if (message !== undefined) journal?.step(message, { step: 'unmatched', by: rule.id, reason: 'where_false' })
      return
    }
    counters.passed += 1
    if (message !== undefined) journal?.step(message, { step: 'matched', by: rule.id })
    this.actions.run(live, evaluation.outputs, occasion)
  }

  // --- save ---

  publish(message: Message, release: (error?: Error) => void, connection?: Connection): boolean {
    const { journal, witness } = this.options
    journal?.step(message, { step: 'published', by: message.from })
    const rules = this.table.ofTopic(message.topic)
    if (rules.length === 0) {
      journal?.step(message, { step: 'unmatched', reason: 'no_rule' })
      witness?.saw(new PublishEvent(message), message)
      return false
    }
    const event = new PublishEvent(message)
    const publication = new Publication(message, event, witness?.saw(event, message), connection, release, this)
    this.apply(rules, publication)
    if (!publication.begin()) return false
    this.publications.add(publication)
    this.forwarding.begin(message.id)
    return true
  }

  ended({ message }: Publication, error: Error | undefined): void {
    if (error !== undefined) this.forwarding.end(message.id)
  }

  done(publication: Publication): void {
    this.publications.delete(publication)
  }

  private sweep(): void {
    let isLess = false
    for (const publication of this.publications) if (publication.giveUpAway()) isLess = true
    if (this.endLateSaves()) isLess = true
    if (isLess) for (const resource of this.resources.values()) resource.dropUnwanted()
  }

  /** A publisher that waited `save_timeout` loses its connection, keeps its messages and sends them again. */
  private endLateSaves(): boolean {
    const { limits, log, heldUntil } = this.options
    const { saveTimeout } = limits()
    const late = performance.now() - saveTimeout
    if (heldUntil() > late) return false
    const seconds = saveTimeout / 1000
    const ended = new Set<Connection>()
    const abandoned: Publication[] = []
    // In the order of their begin, so the first that is in time ends the search.
    for (const publication of this.publications) {
      const { beganAt, connection, isOver, isWill, message } = publication
      if (beganAt > late) break
      if (isWill || isOver) continue
      if (connection === undefined) abandoned.push(publication)
      else if (ended.has(connection)) continue
      else ended.add(connection)
      log.write('error', 'cycle', 'save_timed_out', { clientid: message.from, topic: message.topic, seconds })
    }
    // What the same connection sent later is not waited for any more either, or it would be stored twice.
    for (const publication of ended.size === 0 ? [] : this.publications) {
      const { connection, isWill } = publication
      if (!isWill && connection !== undefined && ended.has(connection)) abandoned.push(publication)
    }
    for (const publication of abandoned) publication.abandon(new AppError('save_timeout', { seconds }))
    return abandoned.length > 0
  }

  // --- deliver ---

  connected(connection: Connection): void {
    const session = this.sessionOf(connection.clientId)
    if (session.connection !== undefined) session.disconnected()
    session.connection = connection
  }

  disconnected(connection: Connection): void {
    for (const resource of this.resources.values()) resource.forget(connection)
    const session = this.sessions.get(connection.clientId)
    if (session?.connection !== connection) return
    session.disconnected()
    if (session.empty) this.sessions.delete(connection.clientId)
  }

  subscribed(connection: Connection, topic: string, qos: 0 | 1 | 2): void {
    if (!this.listens('session.subscribed')) return
    const event = new SubscribedEvent(connection.info, topic, qos)
    const record = this.options.witness?.saw(event)
    const about = { event, message: undefined, record, isOver: false, hold: holdNothing } as const
    this.apply(this.table.ofEvent('session.subscribed'), { ...about, kind: 'subscribed', connection, qos })
  }

  unsubscribed(connection: Connection, topic: string): void {
    const session = this.sessions.get(connection.clientId)
    for (const [key, run] of session?.runs ?? []) {
      if (!key.startsWith(`${topic}\n`)) continue
      run.cancel()
      session?.runs.delete(key)
    }
  }

  forward(connection: Connection, message: Message, qos: 0 | 1 | 2, retained: boolean): boolean {
    // A retained copy comes as well as the stored one, as in EMQX; and what no store has cannot come twice.
    if (!retained && message.copies.length > 0) {
      if (this.wasGiven(connection, message)) return false
      const session = this.sessions.get(connection.clientId)
      if (session?.forward(message, qos) === false) return false
    }
    this.delivered(connection, message, qos, retained)
    return true
  }

  wasGiven(connection: Connection, message: Message): boolean {
    return this.forwarding.wasGiven(message.id, connection)
  }

  forwarded(message: Message): void {
    this.forwarding.end(message.id)
  }

  private delivered(connection: Connection, message: Message, qos: 0 | 1 | 2, retain: boolean): void {
    const step = { step: 'delivered', by: connection.clientId } as const
    // Delivered at QoS 0 nothing is ever acknowledged, so nothing is deleted (semantics, Deliver 5).
    this.options.journal?.step(message, qos === 0 ? { ...step, reason: 'qos0_delivery' } : step)
    if (!this.listens('message.delivered')) return
    this.happened(new DeliveredEvent(message, { receiver: connection.info, qos, retain }), message)
  }

  // --- delete ---

  acked(connection: Connection, message: Message, qos: 1 | 2): void {
    const { journal, witness } = this.options
    journal?.step(message, { step: 'acked', by: connection.clientId })
    const session = this.sessions.get(connection.clientId)
    session?.acknowledged(message)
    if (this.listens('message.acked')) {
      const event = new AckedEvent(message, { receiver: connection.info, qos, retain: false })
      const record = witness?.saw(event, message)
      const occasion = new Acknowledgement(event, message, record, connection, session)
      this.apply(this.table.ofEvent('message.acked'), occasion)
    }
    session?.release(message)
    void session?.pump()
  }

  // --- sessions ---

  private sessionOf(clientId: string): Session {
    const known = this.sessions.get(clientId)
    if (known !== undefined) return known
    const { limits, deliver } = this.options
    const give: Deliver = (connection, message, qos) => {
      this.forwarding.give(message.id, connection)
      return deliver(connection, message, qos)
    }
    const session: Session = new Session(() => limits().inflight, give, {
      delivered: (connection, message, qos) => this.delivered(connection, message, qos, false),
      emptied: () => {
        if (this.sessions.get(clientId) === session) this.sessions.delete(clientId)
      }
    })
    this.sessions.set(clientId, session)
    return session
  }
}
