import { randomBytes } from 'node:crypto'
import { markAtomKeyed } from './atomKeyed.js'
import { atomColumns, eventOfSource } from '../../rulesql/events.js'
import type { EventName, RuleEvent, Value } from './types.js'

type Columns = Readonly<Record<string, Value>>

const userProperties: Columns = {
  'User-Property': new Map([['foo', 'bar']]),
  'User-Property-Pairs': [new Map([['key', 'foo']]), new Map([['value', 'bar']])]
}

function properties(own: Columns): Value {
  return new Map(Object.entries({ ...own, ...userProperties }))
}

const publishProperties = properties({ 'Payload-Format-Indicator': 0n, 'Message-Expiry-Interval': 30n })
const connectProperties = properties({ 'Session-Expiry-Interval': 7200n, 'Receive-Maximum': 32n })
const disconnectProperties = properties({
  'Session-Expiry-Interval': 7200n,
  'Reason-String': 'Redirect to another server',
  'Server Reference': '192.168.22.129'
})

const client: Columns = { clientid: 'c_emqx', username: 'u_emqx' }
const fromClient: Columns = {
  from_clientid: 'c_emqx_1',
  from_username: 'u_emqx_1',
  clientid: 'c_emqx_2',
  username: 'u_emqx_2'
}
const payload = '{"msg": "hello"}'
const connection: Columns = {
  peername: '192.168.0.10:56431',
  sockname: '0.0.0.0:1883',
  proto_name: 'MQTT',
  proto_ver: 5n
}
const subscription: Columns = { ...client, peerhost: '192.168.0.10', topic: 't/a', qos: 1n }

/** The sample values of EMQX 4.4's SQL tester (emqx_rule_events, columns_with_exam). */
function sampleColumns(name: EventName, now: bigint, id: string): Columns {
  const message: Columns = { payload, peerhost: '192.168.0.10', topic: 't/a', qos: 1n, flags: new Map<string, Value>() }
  const received: Columns = { publish_received_at: now }
  switch (name) {
    case 'message.publish':
      return { id, ...client, ...message, ...received, pub_props: publishProperties }
    case 'message.delivered':
      return { id, ...fromClient, ...message, ...received, pub_props: publishProperties }
    case 'message.acked': {
      const acked = { pub_props: publishProperties, puback_props: properties({ 'Reason-String': 'OK' }) }
      return { id, ...fromClient, ...message, ...received, ...acked }
    }
    case 'message.dropped':
      return { id, reason: 'no_subscribers', ...client, ...message, ...received, pub_props: publishProperties }
    case 'delivery.dropped':
      return { id, reason: 'queue_full', ...fromClient, ...message, ...received }
    case 'client.connected': {
      const session = { keepalive: 60n, clean_start: true, expiry_interval: 3600n, is_bridge: false, connected_at: now }
      return { ...client, mountpoint: undefined, ...connection, ...session, conn_props: connectProperties }
    }
    case 'client.disconnected':
      return { reason: 'normal', ...client, ...connection, disconnected_at: now, disconn_props: disconnectProperties }
    case 'client.connack': {
      const session = { keepalive: 60n, clean_start: true, expiry_interval: 3600n, connected_at: now }
      return { reason_code: 'success', ...client, ...connection, ...session, conn_props: connectProperties }
    }
    case 'client.check_acl_complete':
      return {
        ...client,
        peerhost: '192.168.0.10',
        topic: 't/a',
        action: 'publish',
        is_cache: 'false',
        result: 'allow'
      }
    case 'session.subscribed':
      return { ...subscription, sub_props: properties({}) }
    case 'session.unsubscribed':
      return { ...subscription, unsub_props: properties({}) }
  }
}

/** In the sample values of the ACL event the other ones are text. */
const sampleAtoms: ReadonlySet<string> = new Set(['event', 'node', 'reason', 'reason_code'])

/**
 * The event that EMQX's SQL tester makes up for the first FROM entry of a rule, with the given columns over its own.
 * Those are text to the tester; with `live` names of events, reasons and results are the atoms that a broker gives.
 */
export function sampleEvent(source: string, overrides: ReadonlyMap<string, Value>, live = false): RuleEvent {
  const name = eventOfSource(source)
  const now = BigInt(Date.now())
  const columns = new Map(Object.entries(sampleColumns(name, now, randomBytes(16).toString('hex').toUpperCase())))
  // The tester's sample of connack carries the other event's name.
  columns.set('event', name === 'client.connack' ? 'client.connected' : name)
  columns.set('timestamp', now).set('node', 'inspector@127.0.0.1')
  for (const [column, value] of overrides) {
    markAtomKeyed(value)
    columns.set(column, value)
  }
  const names = [...columns.keys()]
  return {
    name,
    atoms: live ? atomColumns : new Set([...sampleAtoms].filter((column) => !overrides.has(column))),
    get: (column) => columns.get(column),
    columns: () => names
  }
}
