import { generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import {
  bitString,
  integer,
  objectIdentifier,
  octetString,
  sequence,
  set,
  tagged,
  time,
  utf8String,
  yes
} from './der.js'

/** Both as PEM. */
export interface SelfSigned {
  readonly certificate: string
  readonly key: string
}

const ecdsaWithSha256 = sequence(objectIdentifier('1.2.840.10045.4.3.2'))
const commonName = objectIdentifier('2.5.4.3')

/** The names by which a machine reaches itself: a host's name, and addresses of both versions. */
const alternativeNames = sequence(
  tagged(2, false, Buffer.from('localhost')),
  tagged(7, false, Buffer.from([127, 0, 0, 1])),
  tagged(7, false, Buffer.from([...Array<number>(15).fill(0), 1]))
)

/**
 * A certificate for `localhost`, 127.0.0.1 and ::1 with a new key (P-256), which nobody but itself vouches for. It is
 * none of an authority: whoever trusts it trusts this server, and nothing that its key might sign.
 */
export function selfSigned(title: string, from: Date, to: Date): SelfSigned {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  const name = sequence(set(sequence(commonName, utf8String(title))))
  const toBeSigned = sequence(
    // Version 3, the one with extensions.
    tagged(0, true, integer(Buffer.from([2]))),
    integer(randomBytes(16)),
    ecdsaWithSha256,
    name,
    sequence(time(from), time(to)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    tagged(3, true, sequence(...extensions()))
  )
  const signature = sign('sha256', toBeSigned, privateKey)
  return {
    certificate: pem(sequence(toBeSigned, ecdsaWithSha256, bitString(signature))),
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  }
}

function extensions(): Buffer[] {
  const [digitalSignature, serverAuth] = [Buffer.from([0x80]), objectIdentifier('1.3.6.1.5.5.7.3.1')]
  return [
    // Basic constraints: no authority.
    sequence(objectIdentifier('2.5.29.19'), yes, octetString(sequence())),
    sequence(objectIdentifier('2.5.29.15'), yes, octetString(bitString(digitalSignature, 7))),
    sequence(objectIdentifier('2.5.29.37'), octetString(sequence(serverAuth))),
    sequence(objectIdentifier('2.5.29.17'), octetString(alternativeNames))
  ]
}

function pem(der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? []
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n')
}
