import { execFileSync } from 'node:child_process'
import { createPrivateKey, X509Certificate } from 'node:crypto'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ownCertificate } from '../../src/engine/certificates/ownCertificate.js'
import { selfSigned } from '../../src/engine/certificates/selfSigned.js'
import { findProgram } from '../../src/engine/servers/find.js'

const openssl = await findProgram(['openssl'])
const day = 86_400_000

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'inspector-certificate-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('a certificate of its own', () => {
  const from = new Date('2031-02-03T04:05:06Z')
  const made = selfSigned('A title', from, new Date('2050-01-02T03:04:05Z'))
  const certificate = new X509Certificate(made.certificate)

  it('is for this machine, for the time that was said, with the key that belongs to it', () => {
    expect(certificate.subject).toBe('CN=A title')
    expect(certificate.issuer).toBe('CN=A title')
    expect(certificate.subjectAltName).toBe('DNS:localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1')
    expect(new Date(certificate.validFrom)).toEqual(from)
    expect(new Date(certificate.validTo)).toEqual(new Date('2050-01-02T03:04:05Z'))
    expect(certificate.ca).toBe(false)
    expect(certificate.checkPrivateKey(createPrivateKey(made.key))).toBe(true)
    expect(certificate.verify(certificate.publicKey)).toBe(true)
  })

  it('has a serial number and a key that no other has', () => {
    const many = Array.from({ length: 5 }, () => selfSigned('x', from, from).certificate)
    const serials = many.map((pem) => new X509Certificate(pem).serialNumber)
    expect(new Set(serials).size).toBe(5)
    expect(serials.every((serial) => !serial.startsWith('-'))).toBe(true)
  })

  it.skipIf(openssl === undefined)('is one that openssl takes at its strictest', async () => {
    const file = join(folder, 'strict.pem')
    await writeFile(file, selfSigned('x', new Date(Date.now() - day), new Date(Date.now() + day)).certificate)
    const strictly = ['-x509_strict', '-purpose', 'sslserver', '-verify_hostname', 'localhost']
    expect(execFileSync(openssl ?? '', ['verify', ...strictly, '-CAfile', file, file]).toString()).toContain('OK')
  })
})

describe("this machine's certificate", () => {
  it('is made once, with a key that only its user may read, and made anew when it cannot be used', async () => {
    const files = await ownCertificate(join(folder, 'own'))
    const first = await readFile(files.certificate, 'utf8')
    if (process.platform !== 'win32') expect((await stat(files.key)).mode & 0o777).toBe(0o600)
    await ownCertificate(join(folder, 'own'))
    expect(await readFile(files.certificate, 'utf8')).toBe(first)
    const expired = selfSigned('x', new Date(Date.now() - 2 * day), new Date(Date.now() - day))
    await writeFile(files.certificate, expired.certificate)
    await writeFile(files.key, expired.key)
    await ownCertificate(join(folder, 'own'))
    const second = new X509Certificate(await readFile(files.certificate, 'utf8'))
    expect(new Date(second.validTo).getTime()).toBeGreaterThan(Date.now() + 729 * day)
  })

  it('says where it could not be written', async () => {
    await writeFile(join(folder, 'taken'), '')
    await expect(ownCertificate(join(folder, 'taken'))).rejects.toMatchObject({
      code: 'certificate_unwritable',
      data: { folder: join(folder, 'taken') }
    })
  })
})
