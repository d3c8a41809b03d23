import type { EventName } from './types.js'

const prefixes: readonly (readonly [string, EventName])[] = [
  ['$events/client_connected', 'client.connected'],
  ['$events/client_disconnected', 'client.disconnected'],
  ['$events/client_connack', 'client.connack'],
  ['$events/session_subscribed', 'session.subscribed'],
  ['$events/session_unsubscribed', 'session.unsubscribed'],
  ['$events/message_delivered', 'message.delivered'],
  ['$events/message_acked', 'message.acked'],
  ['$events/message_dropped', 'message.dropped'],
  ['$events/delivery_dropped', 'delivery.dropped'],
  ['$events/client_check_acl_complete', 'client.check_acl_complete']
]

/**
 * The event that a FROM entry listens to. EMQX knows events by how the entry begins; any other `$events/…` is a topic
 * that nobody publishes to.
 */
export function eventOfSource(source: string): EventName {
  return prefixes.find(([prefix]) => source.startsWith(prefix))?.[1] ?? 'message.publish'
}

/** Whether a FROM entry is a plain topic filter. */
export function isTopicSource(source: string): boolean {
  return !source.startsWith('$events/')
}
