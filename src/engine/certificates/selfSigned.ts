import { generateKeyPairSync, randomBytes } from 'node:crypto'
import forge from 'node-forge'

/** Both as PEM. */
export interface SelfSigned {
  readonly certificate: string
  readonly key: string
}

/** The names by which a machine reaches itself: a host's name (2), and addresses (7) of both versions. */
const altNames = [
  { type: 2, value: 'localhost' },
  { type: 7, ip: '127.0.0.1' },
  { type: 7, ip: '::1' }
]

const extensions = [
  { name: 'basicConstraints', cA: false, critical: true },
  { name: 'keyUsage', digitalSignature: true, keyEncipherment: true, critical: true },
  { name: 'extKeyUsage', serverAuth: true },
  { name: 'subjectAltName', altNames },
  { name: 'subjectKeyIdentifier' }
]

/**
 * A certificate for `localhost`, 127.0.0.1 and ::1 with a new key (RSA, 2048 bits), which nobody but itself vouches for.
 * It is none of an authority: whoever trusts it trusts this server, and nothing that its key might sign.
 */
export function selfSigned(title: string, from: Date, to: Date): SelfSigned {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  // The form that forge reads.
  const pem = privateKey.export({ type: 'pkcs1', format: 'pem' }).toString()
  const signer = forge.pki.privateKeyFromPem(pem)
  const certificate = forge.pki.createCertificate()
  certificate.publicKey = forge.pki.setRsaPublicKey(signer.n, signer.e)
  // A first byte of 01 keeps the number positive and of one length.
  certificate.serialNumber = `01${randomBytes(15).toString('hex')}`
  certificate.validity.notBefore = from
  certificate.validity.notAfter = to
  const name = [{ name: 'commonName', value: title }]
  certificate.setSubject(name)
  certificate.setIssuer(name)
  certificate.setExtensions(extensions)
  certificate.sign(signer, forge.md.sha256.create())
  return {
    certificate: forge.pki.certificateToPem(certificate),
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  }
}
