import type { ClientView } from '../../shared/clientView.js'
import type { ClientInfo } from './clientInfo.js'
import type { Connection } from './connection.js'
import type { Outbox } from './outbox.js'
import type { Receipts } from './receipts.js'
import { type Session, noSubscription } from './sessions.js'

/** Clients whose id, address, user name or topics have a text in them; the newest connections first, sessions of those away last. */
export function clientViews(
  connections: Iterable<Connection>,
  sessions: Iterable<Session>,
  search: string
): ClientView[] {
  const views = [...connections].map(viewOfConnection).sort((one, other) => (other.since ?? 0) - (one.since ?? 0))
  for (const session of sessions) if (!session.connected) views.push(viewOfSession(session))
  const text = search.trim().toLowerCase()
  return text === '' ? views : views.filter((view) => textsOf(view).some((part) => part.toLowerCase().includes(text)))
}

function viewOfConnection(connection: Connection): ClientView {
  const { info, client, outbox, receipts } = connection
  const subscriptions = Object.entries(client.subscriptions)
    .filter(([topic, { qos }]) => topic !== noSubscription && qos <= 2)
    .map(([topic, { qos }]) => ({ topic, qos }))
  return {
    ...factsOf(info),
    isConnected: true,
    since: info.connectedAt,
    subscriptions,
    ...countsOf(outbox, receipts)
  }
}

function viewOfSession({ outbox, receipts, subscriptions }: Session): ClientView {
  return {
    ...factsOf(outbox.client),
    isConnected: false,
    subscriptions: [...subscriptions.values()].map(({ subscription }) => ({
      topic: subscription.topic,
      qos: subscription.qos
    })),
    ...countsOf(outbox, receipts)
  }
}

function factsOf({ clientId, username, peername, clean, keepalive }: ClientInfo) {
  return {
    clientId,
    ...(username === undefined ? {} : { username }),
    ...(peername === undefined ? {} : { address: peername }),
    clean,
    keepalive
  }
}

function countsOf(outbox: Outbox | undefined, receipts: Receipts) {
  return {
    inflight: outbox?.inflightSize ?? 0,
    waiting: outbox?.waitingSize ?? 0,
    unreleased: receipts.size
  }
}

function textsOf({ clientId, username = '', address = '', subscriptions }: ClientView): readonly string[] {
  return [clientId, username, address, ...subscriptions.map(({ topic }) => topic)]
}
