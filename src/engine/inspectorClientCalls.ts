import { randomUUID } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import type { CallInput, ConnectionView } from '../shared/contract.js'
import { AppError } from '../shared/errors.js'
import { type Connection, connectionSchema } from '../shared/workspace.js'
import { passwordKey, withPassword } from './clients/connections.js'
import { accepted, openClient } from './clients/opening.js'
import { outsideTarget } from './clients/target.js'
import type { Publication } from './clients/publisher.js'
import type { Handlers } from './inspector.js'
import type { InspectorParts } from './inspectorParts.js'
import { unlessAborted } from './stores/cancelling.js'
import { faultLines } from './workspace/config.js'

/** What a PUBLISH has besides topic and payload: fixed header, length of the topic, packet id. */
const packetOverhead = 9

type ClientCall = Extract<keyof Handlers, `${'connection' | 'publisher' | 'subscriber'}.${string}`>

/** What the calls about the panes' clients do. */
export const clientHandlers: Pick<Handlers, ClientCall> = {
  'connection.save': async (parts, input) => {
    const connection = connectionOf(parts, input)
    const { connections, publishers, subscribers, secrets } = parts
    const before = connections.find(connection.id)
    connections.save(connection)
    const password = connection.config['password']
    if (typeof password === 'string' && password !== '') secrets[passwordKey(connection.id)] = password
    else Reflect.deleteProperty(secrets, passwordKey(connection.id))
    await parts.saveSecrets()
    parts.push('connections')
    parts.changed()
    // Another name or group changes nothing on the wire.
    if (!isDeepStrictEqual(before?.config, connection.config)) {
      await publishers.forget(connection.id)
      await subscribers.reconnectAll(connection.id)
    }
    return connectionView(parts, connection.id)
  },
  'connection.remove': async (parts, { id }) => {
    const users = usersOf(parts, id)
    if (users.length > 0) throw new AppError('connection_in_use', { clients: users.join(', ') })
    parts.removed.connections.put(parts.connections.get(id))
    parts.connections.remove(id)
    Reflect.deleteProperty(parts.secrets, passwordKey(id))
    await parts.publishers.forget(id)
    await parts.saveSecrets()
    parts.push('connections')
    parts.changed()
  },
  'connection.restore': async (parts, { id }, signal) => {
    const connection = parts.removed.connections.get(id)
    if (connection === undefined) throw new AppError('connection_unknown', { connection: id })
    const view = await clientHandlers['connection.save'](parts, connection, signal)
    parts.removed.connections.forget(id)
    return view
  },
  'connection.test': async (parts, input, signal) => {
    const target = outsideTarget(connectionOf(parts, input).config)
    const clientId = `test_${randomUUID().slice(0, 8)}`
    const began = performance.now()
    const client = openClient(target, { clientId, clean: true, reconnectPeriod: 0 })
    try {
      await unlessAborted(accepted(client, clientId, target.url), signal)
      return { url: target.url, ms: performance.now() - began }
    } finally {
      await client.endAsync(!client.connected)
    }
  },

  'publisher.draft': (parts, draft) => {
    parts.workspace.publisher = draft
    parts.push('connections')
    parts.changed()
  },
  'publisher.snippets': (parts, snippets) => {
    parts.workspace.snippets = snippets
    parts.changed()
  },
  'publisher.repeat': ({ repeater }, repetition) => repeater.start(repetition),
  'publisher.stopRepeat': ({ repeater }) => repeater.stop(),
  'publisher.publish': async (parts, publication) => {
    refuseTooLarge(parts, publication)
    return { ms: await parts.publishers.publish(publication) }
  },

  'subscriber.create': (parts, subscriber) => {
    if (parts.subscribers.settings().some(({ id }) => id === subscriber.id)) {
      throw new AppError('call_refused', { reason: subscriber.id })
    }
    const live = parts.subscribers.add(subscriber)
    tellSubscribers(parts)
    return live.view()
  },
  'subscriber.save': async (parts, subscriber) => {
    const replaced = parts.subscribers.replace(subscriber)
    tellSubscribers(parts)
    return (await replaced).view()
  },
  'subscriber.remove': async (parts, { id }) => {
    await parts.subscribers.remove(id)
    tellSubscribers(parts)
  },
  'subscriber.restore': (parts, { id }) => {
    const live = parts.subscribers.restore(id)
    tellSubscribers(parts)
    return live.view()
  },
  'subscriber.connect': async (parts, { id }) => {
    const live = parts.subscribers.get(id)
    await live.connect()
    return live.view()
  },
  'subscriber.disconnect': async (parts, { id }) => {
    const live = parts.subscribers.get(id)
    await live.disconnect()
    return live.view()
  },
  'subscriber.holdAck': (parts, { id, hold }) => {
    const live = parts.subscribers.get(id)
    live.holdAcks(hold)
    return live.view()
  },
  'subscriber.messages': (parts, { id }) => parts.subscribers.get(id).recent(),
  'subscriber.clear': (parts, { id }) => parts.subscribers.get(id).clear(),
  'subscriber.putBack': (parts, { id }) => parts.subscribers.get(id).putBack()
}

/** Our broker would close the connection of such a packet, and nobody would know why. */
function refuseTooLarge({ workspace }: InspectorParts, { connection, topic, payload }: Publication): void {
  const { packetSize } = workspace.limits
  const length = Buffer.byteLength(topic) + payload.length + packetOverhead
  if (connection === undefined && length > packetSize) {
    throw new AppError('publication_too_large', { length, most: packetSize })
  }
}

function tellSubscribers({ push, changed }: InspectorParts): void {
  push('subscribers')
  push('connections')
  changed()
}

/** The form's connection, with the password that it left out filled in where one is known. */
function connectionOf({ secrets }: InspectorParts, input: CallInput<'connection.save'>): Connection {
  const { id, name, group, config } = input
  const parsed = connectionSchema.safeParse({ id, name, group, config })
  if (!parsed.success) throw new AppError('connection_invalid', { faults: faultLines(parsed.error).join('\n') })
  return 'password' in config ? parsed.data : withPassword(parsed.data, secrets)
}

/** Client ids of the panes that use a connection. */
function usersOf({ subscribers, workspace }: InspectorParts, id: string): string[] {
  const { publisher } = workspace
  const users = subscribers.settings().filter(({ connection }) => connection === id)
  return [...(publisher.connection === id ? [publisher.clientId] : []), ...users.map(({ clientId }) => clientId)]
}

export function connectionViews(parts: InspectorParts): ConnectionView[] {
  return parts.connections.settings().map(({ id }) => connectionView(parts, id))
}

function connectionView(parts: InspectorParts, id: string): ConnectionView {
  const { config, ...rest } = parts.connections.get(id)
  const { password = '', ...shown } = config
  return { connection: { ...rest, config: shown }, hasPassword: password !== '', usedBy: usersOf(parts, id) }
}
