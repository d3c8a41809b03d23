import { isIP } from 'node:net'
import { AppError } from '../../shared/errors.js'
import { readPemFile } from '../pemFile.js'
import type { Settings } from './settings.js'

/** What node:tls and all five drivers take. */
export interface TlsOptions {
  ca?: string
  cert?: string
  key?: string
  rejectUnauthorized: boolean
  servername?: string
  /** Left out: the name has to be that of the certificate. */
  checkServerIdentity?: () => undefined
}

/**
 * The TLS parameters that all resource types share; undefined where `ssl` is off. Throws `store_certificate` with the
 * name of the parameter where a file cannot be read.
 * @param host The server's name, left out where the driver knows each server's. It is sent where `server_name_indication`
 * is empty; an address cannot be sent (RFC 6066 §3).
 */
export function tlsOptions(settings: Settings, host?: string): TlsOptions | undefined {
  if (!settings.flag('ssl')) return undefined
  const options: TlsOptions = { rejectUnauthorized: settings.flag('verify') }
  const ca = readPem(settings, 'cacertfile')
  const cert = readPem(settings, 'certfile')
  const key = readPem(settings, 'keyfile')
  const servername = serverName(settings.text('server_name_indication'), host)
  if (ca !== undefined) options.ca = ca
  if (cert !== undefined) options.cert = cert
  if (key !== undefined) options.key = key
  if (servername !== undefined) options.servername = servername
  // As in Erlang, where no name is to be sent none is compared either (manual of `ssl`, server_name_indication).
  if (settings.text('server_name_indication') === noName) options.checkServerIdentity = () => undefined
  return options
}

/** EMQX's word for sending no name at all. */
const noName = 'disable'

function serverName(indication: string, host: string | undefined): string | undefined {
  if (indication === noName) return undefined
  if (indication !== '') return indication
  return host === undefined || isIP(host) !== 0 ? undefined : host
}

function readPem(settings: Settings, parameter: string): string | undefined {
  const path = settings.text(parameter)
  if (path === '') return undefined
  try {
    return readPemFile(path)
  } catch (error) {
    throw new AppError('store_certificate', { parameter, path }, { cause: error })
  }
}
