import type { CallInput, ConnectionView } from '../../shared/contract.js'
import { connectionParameters } from '../../shared/connections.js'
import { connectionSchema } from '../../shared/workspace.js'

type Values = Readonly<Record<string, unknown>>

export interface ConnectionDraft {
  readonly id: string
  readonly name: string
  readonly group: string
  /** What has been filled in; the password only once it was typed. */
  readonly config: Values
}

export function draftOf(view: ConnectionView | undefined): ConnectionDraft {
  if (view === undefined) return { id: freshId(), name: '', group: '', config: {} }
  const { id, name, group, config } = view.connection
  return { id, name, group, config: Object.fromEntries(Object.entries(config).filter(([key]) => key !== 'password')) }
}

export function inputOf({ id, name, group, config }: ConnectionDraft): CallInput<'connection.save'> {
  return { id, name: name.trim(), group: group.trim(), config: { ...config } }
}

/** Whether the form can be sent. One that has no name yet can be tried. */
export function isComplete(draft: ConnectionDraft, needsName = true): boolean {
  const input = inputOf(draft)
  return connectionSchema.safeParse(needsName ? input : { ...input, name: 'unnamed' }).success
}

const defaults: Values = Object.fromEntries(
  connectionParameters.map((parameter) => [parameter.name, parameter.default])
)

/** The usual ports: those of EMQX's listeners. */
function usualPort(config: Values): number {
  const { transport, ssl } = { ...defaults, ...config }
  if (transport === 'ws') return ssl === true ? 8084 : 8083
  return ssl === true ? 8883 : 1883
}

/** What was changed; the port goes along while it is the usual one. */
export function changedConfig(before: Values, after: Values): Values {
  const port = after['port'] ?? defaults['port']
  return port === usualPort(before) ? { ...after, port: usualPort(after) } : after
}

/** `mqtts://broker.example:8883`, as a client would be told. */
export function addressOf({ connection }: ConnectionView): string {
  const { transport, ssl, host, port, path } = connection.config
  const scheme = transport === 'ws' ? 'ws' : 'mqtt'
  return `${scheme}${ssl === true ? 's' : ''}://${String(host)}:${String(port)}${transport === 'ws' ? String(path) : ''}`
}

function freshId(): string {
  return `connection:${crypto.randomUUID().slice(0, 8)}`
}
