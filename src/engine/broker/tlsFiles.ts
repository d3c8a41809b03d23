import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto'
import { createSecureContext } from 'node:tls'
import { AppError } from '../../shared/errors.js'
import type { TlsFiles } from '../../shared/workspace.js'
import { readPemFile } from '../pemFile.js'

/** PEM, as it is in the files. */
export interface TlsContents {
  readonly certificate: string
  readonly key: string
  readonly ca: string | undefined
}

/**
 * Reads what a TLS listener shows and checks it as far as a client would, so that a listener that nobody could use says
 * so. Throws `listener_file_unreadable`, `listener_certificate_invalid`, `listener_certificate_expired`,
 * `listener_key_invalid` or `listener_key_mismatch`.
 */
export function readTlsFiles({ certificate, key, ca }: TlsFiles): TlsContents {
  const contents = {
    certificate: read(certificate),
    key: read(key),
    ca: ca === undefined ? undefined : read(ca)
  }
  const parsed = parseCertificate(contents.certificate, certificate)
  refuseOutOfDate(parsed, certificate)
  if (!parsed.checkPrivateKey(parseKey(contents.key, key))) {
    throw new AppError('listener_key_mismatch', { certificate, key })
  }
  if (ca !== undefined) parseCertificate(contents.ca ?? '', ca)
  useBoth(contents, certificate)
  return contents
}

function read(file: string): string {
  try {
    return readPemFile(file)
  } catch (error) {
    throw new AppError('listener_file_unreadable', { file }, { cause: error })
  }
}

function parseCertificate(pem: string, file: string): X509Certificate {
  try {
    return new X509Certificate(pem)
  } catch (error) {
    throw new AppError('listener_certificate_invalid', { file }, { cause: error })
  }
}

function parseKey(pem: string, file: string): KeyObject {
  try {
    return createPrivateKey(pem)
  } catch (error) {
    throw new AppError('listener_key_invalid', { file }, { cause: error })
  }
}

function refuseOutOfDate({ validFrom, validTo }: X509Certificate, file: string): void {
  const [from, to] = [new Date(validFrom), new Date(validTo)]
  const now = new Date()
  if (from <= now && now <= to) return
  throw new AppError('listener_certificate_expired', { file, from: dayOf(from), to: dayOf(to) })
}

function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10)
}

/** What TLS itself refuses: a key that is too short, a broken certificate further down the chain. */
function useBoth({ certificate, key }: TlsContents, file: string): void {
  try {
    createSecureContext({ cert: certificate, key })
  } catch (error) {
    throw new AppError('listener_certificate_invalid', { file }, { cause: error })
  }
}
