import { execFile } from 'node:child_process'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Paths of PEM files. */
export interface Certificate {
  readonly cert: string
  readonly key: string
}

export interface Certificates {
  readonly folder: string
  readonly authority: Certificate
  /** For `store.test` and 127.0.0.1, from the authority, as is the client's. */
  readonly server: Certificate
  readonly client: Certificate
  /** An authority that has signed nothing. */
  readonly stranger: Certificate
}

const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']

/** Made by openssl in a folder of their own, which the caller removes. */
export async function makeCertificates(): Promise<Certificates> {
  const folder = await mkdtemp(join(tmpdir(), 'certificates-'))
  const files = (name: string): Certificate => ({ cert: join(folder, `${name}.pem`), key: join(folder, `${name}.key`) })
  const authority = files('authority')
  const makeAuthority = async (name: string): Promise<Certificate> => {
    const { cert, key } = files(name)
    await run('openssl', [
      'req',
      '-x509',
      ...newKey,
      '-keyout',
      key,
      '-out',
      cert,
      '-subj',
      `/CN=${name}`,
      '-days',
      '2'
    ])
    return files(name)
  }
  const sign = async (name: string, names: string): Promise<Certificate> => {
    const { cert, key } = files(name)
    const [request, extensions] = [join(folder, `${name}.csr`), join(folder, `${name}.ext`)]
    await writeFile(extensions, `subjectAltName=${names}\n`)
    await run('openssl', ['req', ...newKey, '-keyout', key, '-out', request, '-subj', `/CN=${name}`])
    const by = ['-CA', authority.cert, '-CAkey', authority.key, '-CAcreateserial', '-days', '2']
    await run('openssl', ['x509', '-req', '-in', request, ...by, '-extfile', extensions, '-out', cert])
    return { cert, key }
  }
  await makeAuthority('authority')
  return {
    folder,
    authority,
    server: await sign('server', 'DNS:store.test,IP:127.0.0.1'),
    client: await sign('client', 'DNS:client.test'),
    stranger: await makeAuthority('stranger')
  }
}
