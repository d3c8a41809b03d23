import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import { AppError } from '../../shared/errors.js'
import type { TlsFiles } from '../../shared/workspace.js'
import { readTlsFiles } from '../broker/tlsFiles.js'

const day = 24 * 60 * 60 * 1000
/** Some systems take none that is valid for more than 825. */
const daysValid = 730

/**
 * A certificate for this machine, with its key readable by its user only. The one that is there stays while it can be
 * used, for clients may have been told to trust it. Throws `certificate_unwritable`.
 */
export async function ownCertificate(folder: string): Promise<TlsFiles> {
  const files = { certificate: join(folder, 'localhost.pem'), key: join(folder, 'localhost.key') }
  if (isUsable(files)) return files
  // An hour ago, for clients whose clocks are slow.
  const from = Date.now() - day / 24
  // With all that it takes to make one, which hardly anybody ever needs.
  const { selfSigned } = await import('./selfSigned.js')
  const { certificate, key } = selfSigned('MQTT Offline Inspector', new Date(from), new Date(from + daysValid * day))
  try {
    await mkdir(folder, { recursive: true })
    await writeFileAtomic(files.key, key, { mode: 0o600 })
    await writeFileAtomic(files.certificate, certificate)
  } catch (error) {
    throw new AppError('certificate_unwritable', { folder }, { cause: error })
  }
  return files
}

function isUsable(files: TlsFiles): boolean {
  try {
    readTlsFiles(files)
    return true
  } catch {
    return false
  }
}
