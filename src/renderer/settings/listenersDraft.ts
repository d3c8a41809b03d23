import type { ListenerState } from '../../shared/contract.js'
import type { Listeners } from '../../shared/workspace.js'

export type ListenerName = ListenerState['name']

/** A listener as the form has it; what does not count for it is kept all the same. */
export interface ListenerDraft {
  readonly on: boolean
  readonly host: string
  readonly port: number
  readonly path: string
  readonly certificate: string
  readonly key: string
  /** Empty: clients need no certificate. */
  readonly ca: string
}

/** What a row of the form is given of one listener. */
export interface ListenerDraftProps {
  readonly name: ListenerName
  readonly draft: ListenerDraft
  readonly onChange: (part: Partial<ListenerDraft>) => void
}

export type ListenersDraft = Readonly<Record<ListenerName, ListenerDraft>>

export const listenerNames: readonly ListenerName[] = ['tcp', 'ws', 'tls', 'wss']

export function hasPath(name: ListenerName): boolean {
  return name === 'ws' || name === 'wss'
}

export function hasTls(name: ListenerName): boolean {
  return name === 'tls' || name === 'wss'
}

export function draftOf(listeners: readonly ListenerState[]): ListenersDraft {
  const of = (name: ListenerName, port: number): ListenerDraft => {
    const listener = listeners.find((each) => each.name === name && each.state !== 'off')
    const { certificate = '', key = '', ca = '' } = listener?.tls ?? {}
    return {
      on: listener !== undefined,
      host: listener?.host ?? '127.0.0.1',
      port: listener?.port ?? port,
      path: pathOf(name, listener?.url),
      certificate,
      key,
      ca
    }
  }
  return { tcp: of('tcp', 1883), ws: of('ws', 8083), tls: of('tls', 8883), wss: of('wss', 8084) }
}

function pathOf(name: ListenerName, url: string | undefined): string {
  return !hasPath(name) || url === undefined || !URL.canParse(url) ? '/mqtt' : new URL(url).pathname
}

export function inputOf({ tcp, ws, tls, wss }: ListenersDraft): Listeners {
  const place = ({ host, port }: ListenerDraft) => ({ host, port })
  const files = ({ certificate, key, ca }: ListenerDraft) => ({ certificate, key, ...(ca === '' ? {} : { ca }) })
  return {
    ...(tcp.on ? { tcp: place(tcp) } : {}),
    ...(ws.on ? { ws: { ...place(ws), path: ws.path } } : {}),
    ...(tls.on ? { tls: { ...place(tls), ...files(tls) } } : {}),
    ...(wss.on ? { wss: { ...place(wss), path: wss.path, ...files(wss) } } : {})
  }
}
