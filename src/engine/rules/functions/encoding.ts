import { createHash } from 'node:crypto'
import { deflateRawSync, deflateSync, gunzipSync, gzipSync, inflateRawSync, inflateSync } from 'node:zlib'
import { binaryOf, bytesOfBinary, chardata } from '../binary.js'
import { encodeJson } from '../jsonText.js'
import { decodeJson } from '../payload.js'
import { type Term, fail } from '../term.js'
import { decodeTerm, encodeTerm } from '../termFormat.js'
import { type Implementation, binary, takes, text } from './define.js'

/** What unpacks to more is refused: a few bytes could fill the memory. */
const largestUnpacked = 64 * 1024 * 1024

function hash(algorithm: string, data: Term): string {
  return createHash(algorithm)
    .update(bytesOfBinary(binary(data)))
    .digest('hex')
}

/** Names as Erlang's crypto knows them. */
const algorithms: ReadonlyMap<string, string> = new Map(
  Object.entries({
    md5: 'md5',
    sha: 'sha1',
    sha1: 'sha1',
    sha224: 'sha224',
    sha256: 'sha256',
    sha384: 'sha384',
    sha512: 'sha512',
    sha3_224: 'sha3-224',
    sha3_256: 'sha3-256',
    sha3_384: 'sha3-384',
    sha3_512: 'sha3-512',
    blake2b: 'blake2b512',
    blake2s: 'blake2s256'
  })
)

function packed(pack: (data: Buffer) => Buffer): Implementation {
  return takes(1, (data) => binaryOf(pack(bytesOfBinary(binary(data)))))
}

function unpacked(unpack: (data: Buffer, limit: { maxOutputLength: number }) => Buffer): Implementation {
  return takes(1, (data) => {
    const bytes = bytesOfBinary(binary(data))
    try {
      return binaryOf(unpack(bytes, { maxOutputLength: largestUnpacked }))
    } catch {
      return fail('data_error')
    }
  })
}

/** White space is skipped, padding needed, as in Erlang. */
function fromBase64(data: Term): Term {
  const digits = text(data).replaceAll(/[\t\n\r ]/g, '')
  const isWhole = digits.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(digits)
  return isWhole ? binaryOf(Buffer.from(digits, 'base64')) : fail('function_clause')
}

export const encodingFunctions = {
  md5: takes(1, (data) => hash('md5', data)),
  sha: takes(1, (data) => hash('sha1', data)),
  sha256: takes(1, (data) => hash('sha256', data)),
  hash: takes(2, (name, data) => hash(algorithms.get(text(name)) ?? fail('badarg'), data)),
  gzip: packed((data) => gzipSync(data)),
  gunzip: unpacked(gunzipSync),
  zip: packed((data) => deflateRawSync(data)),
  unzip: unpacked(inflateRawSync),
  zip_compress: packed((data) => deflateSync(data)),
  zip_uncompress: unpacked(inflateSync),
  base64_encode: takes(1, (data) => bytesOfBinary(binary(data)).toString('base64')),
  base64_decode: takes(1, fromBase64),
  json_encode: takes(1, encodeJson),
  json_decode: takes(1, (data) => decodeJson(binary(data))),
  term_encode: takes(1, (value) => binaryOf(encodeTerm(value))),
  term_decode: takes(1, (data) => decodeTerm(bytesOfBinary(binary(data)))),
  bytesize: takes(1, (data) => BigInt(bytesOfBinary(chardata(data)).length))
}
