import { timeRangeMilliseconds } from '../../shared/actionTypes.js'
import { AppError } from '../../shared/errors.js'
import { hasWildcard } from '../../shared/topics.js'
import type { Limits } from '../../shared/limits.js'
import type { BrokerHooks } from '../broker/broker.js'
import type { Connection } from '../broker/connection.js'
import { AckedEvent, PublishEvent, SubscribedEvent } from '../broker/events.js'
import type { Log } from '../log.js'
import type { Message } from '../message.js'
import { RuleTable } from '../rules/table.js'
import type { Output, RuleEvent } from '../rules/types.js'
import { messageOfOutput } from './columns.js'
import { FetchRun } from './fetchRun.js'
import { Forwarding } from './forwarding.js'
import type { Journal } from './journal.js'
import type { LiveResource } from './liveResource.js'
import type { LiveAction, LiveRule } from './liveRule.js'
import { Publication } from './publication.js'
import { type Deliver, Session } from './session.js'
import type { ActionRecord, Witness } from './witness.js'

export interface CycleOptions {
  readonly limits: Limits
  readonly log: Log
  readonly journal: Journal | undefined
  readonly witness: Witness | undefined
  readonly newId: () => string
  readonly isOwnId: (id: string) => boolean
  readonly deliver: Deliver
}

/** Save, deliver, delete: what the broker tells, put through the rules and into the stores (docs/semantics.md). */
export class Cycle implements BrokerHooks {
  readonly resources = new Map<string, LiveResource>()
  private readonly table = new RuleTable<LiveRule>()
  private readonly sessions = new Map<string, Session>()
  private readonly publications = new Set<Publication>()
  private readonly forwarding = new Forwarding()
  private readonly timeoutTimer: NodeJS.Timeout

  constructor(private readonly options: CycleOptions) {
    const period = Math.min(1000, options.limits.saveTimeout / 2)
    this.timeoutTimer = setInterval(() => this.endLateSaves(), period)
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

  // --- save ---

  publish(message: Message, release: (error?: Error) => void): boolean {
    const { journal, witness } = this.options
    journal?.step(message, { step: 'published', by: message.from })
    const record = witness?.saw(new PublishEvent(message), message)
    const rules = this.table.matching('message.publish', message.topic)
    if (rules.length === 0) {
      journal?.step(message, { step: 'unmatched', reason: 'no_rule' })
      return false
    }
    const publication = new Publication(message, release, journal)
    const event = new PublishEvent(message)
    for (const rule of rules) {
      this.evaluate(rule, event, message, (action, output) =>
        this.saveOne(publication, action, output, (outcome) =>
          record?.actions.push({
            rule: rule.rule.id,
            name: action.name,
            path: [rule.actions.indexOf(action)],
            ...outcome
          })
        )
      )
    }
    if (!publication.begin()) return false
    this.publications.add(publication)
    this.forwarding.begin(message.id)
    publication.onEnd = (error) => {
      this.publications.delete(publication)
      if (error !== undefined) this.forwarding.end(message.id)
    }
    return true
  }

  private saveOne(
    publication: Publication,
    action: LiveAction,
    output: Output,
    tell: (outcome: Pick<ActionRecord, 'outcome' | 'reason' | 'detail'>) => void
  ): void {
    const { counters } = action
    counters.taken += 1
    const failed = (error: AppError) => {
      counters.failed += 1
      const info = error.toInfo()
      tell({ outcome: 'failed', reason: info.code, detail: info.detail })
      publication.note({ step: 'save_failed', by: action.resourceId, reason: info.code, detail: info.detail })
      this.options.log.write(
        'warn',
        'cycle',
        info.code,
        { ...info.data, resource: action.resourceId ?? '' },
        info.detail
      )
    }
    const resource = this.resources.get(action.resourceId ?? '')
    if (resource === undefined) return failed(new AppError('feature_unavailable', { feature: action.name }))
    const message = messageOfOutput(output, publication.message)
    if (message instanceof AppError) return failed(message)
    if (message.qos === 0) {
      // Counted as failed and silent in the log: EMQX 4.4.16.
      counters.failed += 1
      tell({ outcome: 'failed', reason: 'qos0' })
      publication.note({ step: 'not_saved', by: action.resourceId, reason: 'qos0' })
      return
    }
    const { ttl } = action.params
    publication.save(resource, message, { ttl: typeof ttl === 'number' ? ttl : undefined }, (error) => {
      if (error !== undefined) return failed(error)
      counters.success += 1
      tell({ outcome: 'success' })
    })
  }

  /** A publisher that waited `save_timeout` loses its connection, keeps its message and sends it again. */
  private endLateSaves(): void {
    const { limits, log } = this.options
    const late = performance.now() - limits.saveTimeout
    const seconds = limits.saveTimeout / 1000
    // In the order of their begin, so the first that is in time ends the search.
    for (const publication of this.publications) {
      if (publication.beganAt > late) break
      const { from, topic } = publication.message
      log.write('error', 'cycle', 'save_timed_out', { clientid: from, topic, seconds })
      publication.abandon(new AppError('save_timeout', { seconds }))
    }
  }

  // --- deliver ---

  connected(connection: Connection): void {
    const session = this.sessionOf(connection.clientId)
    if (session.connection !== undefined) session.disconnected()
    session.connection = connection
  }

  disconnected(connection: Connection): void {
    const session = this.sessions.get(connection.clientId)
    if (session?.connection !== connection) return
    session.disconnected()
    if (session.empty) this.sessions.delete(connection.clientId)
  }

  subscribed(connection: Connection, topic: string, qos: 0 | 1 | 2): void {
    const event = new SubscribedEvent(connection, topic, qos)
    this.options.witness?.saw(event)
    for (const rule of this.table.matching('session.subscribed', topic)) {
      this.evaluate(rule, event, undefined, (action, output) => this.fetchFor(connection, action, output, qos))
    }
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
    const { journal } = this.options
    // A retained copy comes as well as the stored one, as in EMQX; and what no store has cannot come twice.
    if (!retained && message.copies.length > 0) {
      if (this.forwarding.wasGiven(message.id, connection)) return false
      const session = this.sessions.get(connection.clientId)
      if (session?.forward(message, qos) === false) return false
    }
    journal?.step(message, deliveredStep(connection.clientId, qos))
    return true
  }

  forwarded(message: Message): void {
    this.forwarding.end(message.id)
  }

  private fetchFor(connection: Connection, action: LiveAction, output: Output, qos: 0 | 1 | 2): void {
    const { log, journal, newId, isOwnId } = this.options
    const { counters, params } = action
    counters.taken += 1
    const resource = this.resources.get(action.resourceId ?? '')
    const topic = output.get('topic')
    if (resource === undefined || typeof topic !== 'string') {
      counters.failed += 1
      return
    }
    const wildcard = hasWildcard(topic)
    if (wildcard && params['wildcard_fetch'] !== true) {
      log.write('warn', 'cycle', 'wildcard_not_fetched', {
        clientid: connection.clientId,
        topic,
        resource: resource.id
      })
      counters.success += 1
      return
    }
    if (qos === 0) log.write('warn', 'cycle', 'subscribed_qos0', { clientid: connection.clientId, topic })
    const session = this.sessionOf(connection.clientId)
    const key = `${topic}\n${resource.id}`
    session.runs.get(key)?.cancel()
    const range = timeRangeMilliseconds(String(params['time_range'] ?? ''))
    const newest = Number(params['max_returned_count'] ?? 0)
    const options = {
      topic,
      wildcard,
      qos,
      newest: newest === 0 ? undefined : newest,
      since: range === undefined ? undefined : Date.now() - range,
      startId: newId(),
      isOwnId
    }
    const run = new FetchRun(resource, session, options, journal)
    session.runs.set(key, run)
    void run.run().then((found) => {
      if (session.runs.get(key) === run) session.runs.delete(key)
      counters.success += 1
      log.write('info', 'cycle', 'fetched', {
        clientid: connection.clientId,
        topic,
        resource: resource.id,
        count: found
      })
    })
  }

  // --- delete ---

  acked(connection: Connection, message: Message, qos: 1 | 2): void {
    const { journal } = this.options
    journal?.step(message, { step: 'acked', by: connection.clientId })
    const session = this.sessions.get(connection.clientId)
    session?.acknowledged(message)
    let deletes = 0
    const event = new AckedEvent(message, connection, qos)
    this.options.witness?.saw(event, message)
    for (const rule of this.table.matching('message.acked', message.topic)) {
      this.evaluate(rule, event, message, (action) => {
        const { counters } = action
        counters.taken += 1
        const resource = this.resources.get(action.resourceId ?? '')
        if (resource === undefined) {
          counters.failed += 1
          return
        }
        deletes += 1
        resource.remove({
          message,
          settled: () => {
            counters.success += 1
            journal?.step(message, { step: 'deleted', by: resource.id })
            session?.deleted(message)
            if (session?.empty === true) this.sessions.delete(connection.clientId)
          }
        })
      })
    }
    session?.deleting(message, deletes)
  }

  // --- rules ---

  private evaluate(
    live: LiveRule,
    event: RuleEvent,
    message: Message | undefined,
    act: (action: LiveAction, output: Output) => void
  ): void {
    const { counters, compiled, rule } = live
    const { journal, log } = this.options
    counters.matched += 1
    let evaluation
    try {
      evaluation = compiled.evaluate(event, rule.id)
    } catch (error) {
      counters.exception += 1
      const info = AppError.from(error).toInfo()
      const detail = info.detail ?? String(info.data['reason'] ?? '')
      if (message !== undefined)
        journal?.step(message, { step: 'unmatched', by: rule.id, reason: 'rule_error', detail })
      log.write('warn', 'rule', info.code, { ...info.data, rule: rule.id }, info.detail)
      return
    }
    if (evaluation.kind === 'no_result') {
      counters.noResult += 1
      if (message !== undefined && event.name === 'message.publish') {
        journal?.step(message, { step: 'unmatched', by: rule.id, reason: 'where_false' })
      }
      return
    }
    counters.passed += 1
    if (message !== undefined && event.name === 'message.publish')
      journal?.step(message, { step: 'matched', by: rule.id })
    for (const output of evaluation.outputs) for (const action of live.actions) act(action, output)
  }

  private sessionOf(clientId: string): Session {
    const known = this.sessions.get(clientId)
    if (known !== undefined) return known
    const { limits, deliver, journal } = this.options
    const give: Deliver = (connection, message, qos) => {
      this.forwarding.give(message.id, connection)
      return deliver(connection, message, qos)
    }
    const session = new Session(limits.inflight, give, (_session, message, qos) => {
      journal?.step(message, deliveredStep(clientId, qos))
    })
    this.sessions.set(clientId, session)
    return session
  }
}

function deliveredStep(clientId: string, qos: 0 | 1 | 2) {
  const step = { step: 'delivered', by: clientId } as const
  // Delivered at QoS 0 nothing is ever acknowledged, so nothing is deleted (semantics, Deliver 5).
  return qos === 0 ? { ...step, reason: 'qos0_delivery' as const } : step
}
