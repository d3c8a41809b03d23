import { eventOfSource } from '../../rulesql/events.js'
import type { ErrorData } from '../../shared/errors.js'
import type { ActionVerdict } from '../../shared/ruleQuestions.js'
import type { Message } from '../message.js'
import { topicMatcher } from '../rules/topicFilter.js'
import type { EventName, RuleEvent } from '../rules/types.js'
import { textOf } from '../rules/value.js'

/** How much is kept: messages, bytes of their payloads, events of one message, topics. */
const mostMessages = 2000
const mostBytes = 32 * 1024 ** 2
const mostEvents = 12
const mostTopics = 500

/** How an action of a rule went; of FOREACH the last of the outputs, or one that failed. */
export interface ActionRecord {
  readonly outcome: ActionVerdict['outcome']
  readonly reason: ActionVerdict['reason']
  readonly data: ErrorData | undefined
  readonly detail: string | undefined
}

/** An event of a message, and what rules did at it. */
export class EventRecord {
  private readonly actions = new Map<string, ActionRecord>()

  constructor(readonly event: RuleEvent) {}

  note(
    { id }: { readonly id: string },
    outcome: ActionRecord['outcome'],
    reason?: ActionRecord['reason'],
    data?: ErrorData,
    detail?: string
  ): void {
    if (this.actions.get(id)?.outcome !== 'failed') this.actions.set(id, { outcome, reason, data, detail })
  }

  outcomeOf(actionId: string): ActionRecord | undefined {
    return this.actions.get(actionId)
  }
}

interface MessageRecord {
  readonly message: Message
  readonly events: EventRecord[]
}

/**
 * Remembers what rules were given, for a person who asks later why one did or did not fire: the newest messages whole,
 * the newest event of each kind, the newest topics. There is one only where somebody looks at single messages.
 */
export class Witness {
  private readonly records = new Map<string, MessageRecord>()
  /** The same, oldest first from `oldest` on: taking the first of a Map costs more. */
  private readonly order: MessageRecord[] = []
  private oldest = 0
  private readonly newest = new Map<EventName, RuleEvent>()
  /** The highest QoS of each topic. */
  private readonly topics = new Map<string, number>()
  private bytes = 0

  /** Notes an event; what is returned takes how its actions went. */
  saw(event: RuleEvent, message?: Message): EventRecord {
    this.newest.set(event.name, event)
    const record = new EventRecord(event)
    if (message === undefined) return record
    if (event.name === 'message.publish') this.sawTopic(message)
    const events = this.recordOf(message).events
    if (events.length < mostEvents) events.push(record)
    return record
  }

  /** What happened to a message, oldest first; undefined for one that is not known any more. */
  eventsOf(messageId: string): readonly EventRecord[] | undefined {
    return this.records.get(messageId)?.events
  }

  /** The newest event that a FROM entry fits. */
  lastFor(source: string): RuleEvent | undefined {
    const name = eventOfSource(source)
    const newest = this.newest.get(name)
    if (name !== 'message.publish' || newest === undefined) return newest
    const fits = topicMatcher(source)
    if (fits(textOf(newest.get('topic')) ?? '')) return newest
    const fitting = this.order.slice(this.oldest).filter(({ message }) => fits(message.topic))
    const publishes = fitting.flatMap(({ events }) => events.filter(({ event }) => event.name === name))
    return publishes.at(-1)?.event
  }

  /** Topics that were published to, newest first, with the highest QoS of each. */
  recentTopics(): { topic: string; qos: number }[] {
    return [...this.topics].reverse().map(([topic, qos]) => ({ topic, qos }))
  }

  private sawTopic({ topic, qos }: Message): void {
    const known = this.topics.get(topic) ?? 0
    this.topics.delete(topic)
    this.topics.set(topic, Math.max(known, qos))
    if (this.topics.size <= mostTopics) return
    for (const oldest of this.topics.keys()) {
      this.topics.delete(oldest)
      break
    }
  }

  private recordOf(message: Message): MessageRecord {
    const known = this.records.get(message.id)
    if (known !== undefined) return known
    const record: MessageRecord = { message, events: [] }
    this.records.set(message.id, record)
    this.order.push(record)
    this.bytes += message.payload.length
    while (this.records.size > 1 && (this.records.size > mostMessages || this.bytes > mostBytes)) this.forgetOldest()
    return record
  }

  private forgetOldest(): void {
    const { message } = this.order[this.oldest] as MessageRecord
    this.records.delete(message.id)
    this.bytes -= message.payload.length
    this.oldest += 1
    if (this.oldest < mostMessages) return
    this.order.splice(0, this.oldest)
    this.oldest = 0
  }
}
