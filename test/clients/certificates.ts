import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Files of an authority, and of a server (for 127.0.0.1 and localhost) and a client that it vouches for. */
export interface Certificates {
  readonly ca: string
  readonly server: Pair
  readonly client: Pair
}

interface Pair {
  readonly certificate: string
  readonly key: string
}

/** Makes them with the system's openssl, valid for a day. */
export async function makeCertificates(folder: string): Promise<Certificates> {
  const file = (name: string): string => join(folder, name)
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  const authority = { certificate: file('ca.pem'), key: file('ca.key') }
  const authorityFiles = ['-keyout', authority.key, '-out', authority.certificate]
  await run('openssl', ['req', '-x509', ...newKey, '-days', '1', '-subj', '/CN=Test CA', ...authorityFiles])
  const extensions = file('extensions')
  await writeFile(extensions, 'subjectAltName=IP:127.0.0.1,DNS:localhost\n')
  const signed = async (name: string): Promise<Pair> => {
    const request = file(`${name}.csr`)
    const pair = { certificate: file(`${name}.pem`), key: file(`${name}.key`) }
    await run('openssl', ['req', '-new', ...newKey, '-subj', `/CN=${name}`, '-keyout', pair.key, '-out', request])
    const signer = ['-CA', authority.certificate, '-CAkey', authority.key, '-CAcreateserial', '-days', '1']
    await run('openssl', ['x509', '-req', '-in', request, ...signer, '-extfile', extensions, '-out', pair.certificate])
    return pair
  }
  return { ca: authority.certificate, server: await signed('server'), client: await signed('client') }
}
