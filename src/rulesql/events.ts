import { type RuleEventName, ruleEventNames } from '../shared/ruleEventNames.js'

export { type RuleEventName, ruleEventNames }

/**
 * The events of EMQX 4.4 that FROM can name, with their columns. A FROM entry that names none of them is a topic filter
 * and listens to publishes.
 */
const message = ['id', 'payload', 'peerhost', 'topic', 'qos', 'flags', 'headers', 'pub_props', 'publish_received_at']
const every = ['clientid', 'username', 'event', 'timestamp', 'node', 'metadata']
const sender = ['from_clientid', 'from_username']
const connection = ['peername', 'sockname', 'proto_name', 'proto_ver']
const session = ['keepalive', 'clean_start', 'expiry_interval', 'conn_props']

export const ruleEvents: Readonly<Record<RuleEventName, RuleEventType>> = {
  'message.publish': { source: undefined, columns: [...every, ...message] },
  'message.delivered': { source: '$events/message_delivered', columns: [...every, ...sender, ...message] },
  'message.acked': { source: '$events/message_acked', columns: [...every, ...sender, ...message, 'puback_props'] },
  'message.dropped': { source: '$events/message_dropped', columns: [...every, ...message, 'reason'] },
  'delivery.dropped': { source: '$events/delivery_dropped', columns: [...every, ...sender, ...message, 'reason'] },
  'client.connected': {
    source: '$events/client_connected',
    columns: [...every, ...connection, ...session, 'mountpoint', 'receive_maximum', 'is_bridge', 'connected_at']
  },
  'client.disconnected': {
    source: '$events/client_disconnected',
    columns: [...every, ...connection, 'reason', 'disconnected_at', 'disconn_props']
  },
  'client.connack': { source: '$events/client_connack', columns: [...every, ...connection, ...session, 'reason_code'] },
  'client.check_acl_complete': {
    source: '$events/client_check_acl_complete',
    columns: [...every, 'peerhost', 'topic', 'action', 'result', 'is_cache']
  },
  'session.subscribed': {
    source: '$events/session_subscribed',
    columns: [...every, 'peerhost', 'topic', 'qos', 'sub_props']
  },
  'session.unsubscribed': {
    source: '$events/session_unsubscribed',
    columns: [...every, 'peerhost', 'topic', 'qos', 'unsub_props']
  }
}

interface RuleEventType {
  /** The FROM entry that names it; publishes go by their topic. */
  readonly source: string | undefined
  readonly columns: readonly string[]
}

/** Columns that EMQX holds as atoms: equal to text for `=`, but not for `IN` and `CASE x WHEN`. */
export const atomColumns: ReadonlySet<string> = new Set(['event', 'node', 'reason', 'reason_code', 'action', 'result'])

/**
 * The event that a FROM entry listens to. EMQX knows events by how the entry begins; any other `$events/…` is a topic
 * that nobody publishes to.
 */
export function eventOfSource(source: string): RuleEventName {
  const found = ruleEventNames.find((name) => {
    const { source: prefix } = ruleEvents[name]
    return prefix !== undefined && source.startsWith(prefix)
  })
  return found ?? 'message.publish'
}

/** Whether a FROM entry is a plain topic filter to EMQX's tester. */
export function isTopicSource(source: string): boolean {
  return !source.startsWith('$events/')
}
