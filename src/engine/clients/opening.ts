import mqtt, { type IClientOptions, type MqttClient, ReasonCodes } from 'mqtt'
import { AppError, wordsOf } from '../../shared/errors.js'
import { networkError } from '../stores/errors.js'
import type { Target } from './target.js'

/** How long, ms, a connection may take. */
const connectTimeout = 5_000

/** Begins to connect; `accepted` tells how that ends. */
export function openClient(
  { url, options }: Target,
  own: IClientOptions & { readonly clientId: string; readonly clean: boolean }
): MqttClient {
  const { properties, ...rest } = options
  // A session that ends with its connection must not be kept beyond it [MQTT5 3.1.2.11.2].
  const kept = own.clean || properties === undefined ? {} : { properties }
  const client = mqtt.connect(url, { ...rest, ...kept, ...own, connectTimeout })
  // An error that nobody listens for would end the process.
  client.on('error', () => undefined)
  return client
}

/** Resolves when the broker has accepted the client. Throws as `connectionFailure` says. */
export function accepted(client: MqttClient, clientId: string, url: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let words = ''
    const end = () => {
      client.off('connect', connected)
      client.off('error', failed)
      client.off('close', closed)
      client.off('packetreceive', received)
    }
    const connected = () => {
      end()
      resolve()
    }
    const failed = (error: Error) => {
      end()
      reject(connectionFailure(error, clientId, url, words))
    }
    const closed = () => failed(new Error('the connection was closed before it was accepted'))
    // MQTT.js keeps only the code of a CONNACK; a reason in the server's own words is lost with the packet.
    const received = (packet: mqtt.Packet) => {
      if (packet.cmd === 'connack') words = packet.properties?.reasonString ?? ''
    }
    client.on('connect', connected)
    client.on('error', failed)
    client.on('close', closed)
    client.on('packetreceive', received)
  })
}

/** CONNACK's codes for a wrong user or password: of MQTT 3.1.1 §3.2.2.3, and of MQTT 5 §3.2.2.2. */
const loginCodes: ReadonlySet<number> = new Set([4, 5, 134, 135])

/**
 * Why a client has no connection: `client_login_refused`, `client_refused`, `client_tls_failed`, or
 * `client_connect_failed` for all that keeps it from the broker. The cause has the other side's own words.
 */
export function connectionFailure(error: Error, clientId: string, url: string, words = ''): AppError {
  const place = { clientid: clientId, url }
  if (isRefusal(error)) {
    const said = ReasonCodes[error.code as keyof typeof ReasonCodes]
    const reason = words === '' ? said : `${said} (${words})`
    return new AppError(loginCodes.has(error.code) ? 'client_login_refused' : 'client_refused', { ...place, reason })
  }
  const isTls = networkError(error, {})?.code === 'store_certificate'
  return new AppError(isTls ? 'client_tls_failed' : 'client_connect_failed', place, { cause: wordsOf(error) })
}

/** Whether the broker itself has said no, so that coming again is of no use. */
export function isRefusal(error: Error): error is Error & { readonly code: number } {
  return typeof (error as { readonly code?: unknown }).code === 'number'
}
