import { eventOfSource, isTopicSource } from '../../rulesql/events.js'
import type { EventSample } from '../../shared/ruleQuestions.js'
import { printJson } from './jsonText.js'
import { sampleEvent } from './sample.js'
import { topicMatcher } from './topicFilter.js'
import type { EventName, RuleEvent, Value } from './types.js'
import { textOf } from './value.js'

const client = ['clientid', 'username']
const publish = [...client, 'topic', 'qos', 'payload']
const delivered = ['from_clientid', 'from_username', ...publish]

/** The columns for which EMQX's tester has an input, in its order (emqx_rule_events, test_columns). */
const testColumns: Readonly<Record<EventName, readonly string[]>> = {
  'message.publish': publish,
  'message.delivered': delivered,
  'message.acked': delivered,
  'message.dropped': ['reason', ...publish],
  'delivery.dropped': ['reason', ...delivered],
  'client.connected': [...client, 'peername'],
  'client.disconnected': [...client, 'reason'],
  'client.connack': [...client, 'reason_code'],
  'client.check_acl_complete': [...client, 'topic', 'action', 'result'],
  'session.subscribed': [...client, 'topic', 'qos'],
  'session.unsubscribed': [...client, 'topic', 'qos']
}

/** The tester's event for a FROM entry, with a topic that fits the entry. */
export function sampleFor(source: string): EventSample {
  const event = sampleEvent(source, new Map())
  if (!isTopicSource(source)) return toSample(event)
  const topic = textOf(event.get('topic')) ?? ''
  return toSample(topicMatcher(source)(topic) ? event : sampleEvent(source, new Map([['topic', topicFor(source)]])))
}

function topicFor(filter: string): string {
  return filter
    .split('/')
    .map((level) => (level === '+' || level === '#' ? 'a' : level))
    .join('/')
}

export function toSample(event: RuleEvent): EventSample {
  const known = event.columns().flatMap((column): readonly (readonly [string, Value])[] => {
    const value = event.get(column)
    return value === undefined ? [] : [[column, value]]
  })
  return { event: event.name, json: printJson(new Map(known)), editable: [...testColumns[event.name]] }
}

/** The FROM entry that an event fits; undefined where none does. */
export function sourceFor(sources: readonly string[], event: RuleEvent): string | undefined {
  return sources.find((source) => {
    if (eventOfSource(source) !== event.name) return false
    return event.name !== 'message.publish' || topicMatcher(source)(textOf(event.get('topic')) ?? '')
  })
}
