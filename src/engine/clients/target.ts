import type { RequestOptions } from 'node:https'
import type { IClientOptions } from 'mqtt'
import { AppError } from '../../shared/errors.js'
import type { ParameterValues } from '../../shared/parameters.js'
import { Settings } from '../stores/settings.js'
import { type TlsOptions, tlsOptions } from '../stores/tls.js'

/** Where a pane's client connects to. */
export interface Target {
  readonly url: string
  readonly options: IClientOptions
}

/**
 * The broker of a connection's id; our own where there is none. Throws `broker_not_running`, `connection_unknown`, or
 * `client_tls_failed` where a certificate's file is unreadable.
 */
export type Targets = (connection: string | undefined) => Target

/** A broker that is not ours, as a connection's config describes it. Throws `client_tls_failed`. */
export function outsideTarget(config: ParameterValues): Target {
  const settings = new Settings(config)
  const isWebSocket = settings.text('transport') === 'ws'
  const host = settings.text('host')
  const scheme = isWebSocket ? 'ws' : 'mqtt'
  const address = `${host.includes(':') ? `[${host}]` : host}:${settings.number('port')}`
  const url = `${scheme}${settings.flag('ssl') ? 's' : ''}://${address}${isWebSocket ? settings.text('path') : ''}`
  const tls = readTls(settings, host, url)
  // What a WebSocket begins as; the types of ws have another idea of how names are compared.
  const request: RequestOptions = { ...tls }
  const username = settings.text('username')
  const password = settings.text('password')
  const isVersion5 = settings.text('proto_ver') === '5'
  return {
    url,
    options: {
      protocolVersion: isVersion5 ? 5 : 4,
      keepalive: settings.number('keepalive'),
      ...(isVersion5 ? { properties: { sessionExpiryInterval: settings.number('session_expiry') } } : {}),
      ...(username === '' ? {} : { username }),
      ...(password === '' ? {} : { password }),
      ...tls,
      // MQTT.js hands on the certificates to a WebSocket, but not the server's name.
      ...(isWebSocket && tls !== undefined ? { wsOptions: request } : {})
    }
  }
}

function readTls(settings: Settings, host: string, url: string): TlsOptions | undefined {
  try {
    return tlsOptions(settings, host)
  } catch (error) {
    throw new AppError('client_tls_failed', { url }, { cause: AppError.from(error).cause })
  }
}
