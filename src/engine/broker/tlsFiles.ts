import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { createSecureContext } from 'node:tls'
import { AppError } from '../../shared/errors.js'
import type { TlsFiles } from '../../shared/workspace.js'

/** PEM, as it is in the files. */
export interface TlsContents {
  readonly certificate: string
  readonly key: string
  readonly ca: string | undefined
}

/** A chain of certificates is some KB; what is longer, or is no file at all (a pipe, a device), is never read. */
const mostBytes = 1024 ** 2

/**
 * Reads what a TLS listener shows and checks it as far as a client would, so that a listener that nobody could use says
 * so. Throws `listener_file_unreadable`, `listener_certificate_invalid`, `listener_certificate_expired`,
 * `listener_key_invalid` or `listener_key_mismatch`.
 */
export async function readTlsFiles({ certificate, key, ca }: TlsFiles): Promise<TlsContents> {
  const contents = {
    certificate: await read(certificate),
    key: await read(key),
    ca: ca === undefined ? undefined : await read(ca)
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

async function read(file: string): Promise<string> {
  try {
    const { size } = await stat(file).then((found) =>
      found.isFile() ? found : Promise.reject(new Error('not a file'))
    )
    if (size > mostBytes) throw new Error(`${size} bytes`)
    return await readFile(file, 'utf8')
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
