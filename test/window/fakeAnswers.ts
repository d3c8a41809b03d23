import type { ClientView } from '../../src/shared/clientView.js'
import type { StoreLook } from '../../src/shared/storeLook.js'

/** What the fake engine says of a broker and a store that are none. */

export const fakeClients: ClientView[] = [
  {
    clientId: 'subscriber-1',
    isConnected: true,
    address: '127.0.0.1:51000',
    clean: true,
    keepalive: 60,
    since: Date.now(),
    subscriptions: [{ topic: 't/1', qos: 1 }],
    inflight: 1,
    waiting: 2,
    unreleased: 0
  },
  {
    clientId: 'meter-7',
    isConnected: false,
    username: 'meters',
    clean: false,
    keepalive: 60,
    subscriptions: [],
    inflight: 0,
    waiting: 12,
    unreleased: 0
  }
]

export const fakeTable = `CREATE TABLE mqtt_msg (
  id SERIAL8 primary key,
  msgid character varying(64),
  sender character varying(64),
  topic character varying(255),
  qos integer,
  retain integer,
  payload text,
  arrived timestamp without time zone
)`

export const fakeIndex = 'CREATE INDEX CONCURRENTLY mqtt_msg_topic_id ON mqtt_msg (topic, id)'

export const fakeLook: StoreLook = {
  resourceId: 'pg',
  statement: 'select id, msgid, sender, topic, qos, retain, payload, arrived from mqtt_msg order by id desc limit 100',
  columns: ['id', 'msgid', 'sender', 'topic', 'qos', 'retain', 'payload', 'arrived'],
  rows: [],
  count: 0,
  at: 0
}
