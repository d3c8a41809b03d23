import { binaryOf, bytesOfBinary } from './binary.js'
import { deepest } from './bounds.js'
import { type Term, type TermMap, atomName, atomOf, fail, isBits, isList, isMap, isTuple } from './term.js'
import { entriesInOrder } from './termMap.js'

/*
 * Erlang's external term format, version 131, as term_to_binary of OTP 24 and 25 writes it.
 */

const version = 131
const tags = {
  newFloat: 70,
  bitBinary: 77,
  smallInteger: 97,
  integer: 98,
  atom: 100,
  smallTuple: 104,
  nil: 106,
  string: 107,
  list: 108,
  binary: 109,
  smallBig: 110,
  largeBig: 111,
  smallAtom: 115,
  map: 116,
  utf8Atom: 118,
  smallUtf8Atom: 119
} as const

export function encodeTerm(term: Term): Buffer {
  return Buffer.concat([Buffer.of(version), encode(term)])
}

function encode(term: Term): Buffer {
  const name = atomName(term)
  if (name !== undefined) return Buffer.concat([Buffer.of(tags.atom, 0, name.length), Buffer.from(name, 'latin1')])
  if (typeof term === 'bigint') return encodeInteger(term)
  if (typeof term === 'number') return encodeFloat(term)
  if (typeof term === 'string' || term instanceof Uint8Array) {
    const bytes = bytesOfBinary(term)
    return Buffer.concat([header(tags.binary, bytes.length), bytes])
  }
  if (isList(term)) return encodeList(term)
  if (isMap(term)) return encodeMap(term)
  if (isBits(term)) {
    return Buffer.concat([header(tags.bitBinary, term.bytes.length), Buffer.of(term.length % 8), term.bytes])
  }
  return isTuple(term)
    ? Buffer.concat([Buffer.of(tags.smallTuple, term.items.length), ...term.items.map(encode)])
    : fail('badarg')
}

function header(tag: number, length: number): Buffer {
  const bytes = Buffer.alloc(5)
  bytes.writeUInt8(tag)
  bytes.writeUInt32BE(length, 1)
  return bytes
}

function encodeFloat(value: number): Buffer {
  const bytes = Buffer.alloc(9)
  bytes.writeUInt8(tags.newFloat)
  bytes.writeDoubleBE(value, 1)
  return bytes
}

function encodeInteger(value: bigint): Buffer {
  if (value >= 0n && value < 256n) return Buffer.of(tags.smallInteger, Number(value))
  if (value >= -(2n ** 31n) && value < 2n ** 31n) {
    const bytes = Buffer.alloc(5)
    bytes.writeUInt8(tags.integer)
    bytes.writeInt32BE(Number(value), 1)
    return bytes
  }
  const digits = (value < 0n ? -value : value).toString(16)
  const magnitude = Buffer.from(digits.length % 2 === 0 ? digits : `0${digits}`, 'hex').reverse()
  const sign = Buffer.of(value < 0n ? 1 : 0)
  const small = magnitude.length < 256
  const start = small ? Buffer.of(tags.smallBig, magnitude.length) : header(tags.largeBig, magnitude.length)
  return Buffer.concat([start, sign, magnitude])
}

function isByte(term: Term): boolean {
  return typeof term === 'bigint' && term >= 0n && term < 256n
}

function encodeList(list: readonly Term[]): Buffer {
  if (list.length === 0) return Buffer.of(tags.nil)
  if (list.length < 65_536 && list.every(isByte)) {
    const start = Buffer.of(tags.string, list.length >> 8, list.length & 255)
    return Buffer.concat([start, Buffer.from(list.map(Number))])
  }
  return Buffer.concat([header(tags.list, list.length), ...list.map(encode), Buffer.of(tags.nil)])
}

function encodeMap(map: TermMap): Buffer {
  const pairs = entriesInOrder(map).flatMap(([key, value]) => [encode(key), encode(value)])
  return Buffer.concat([header(tags.map, map.size), ...pairs])
}

/** Throws `rule_evaluation` for what is no term, or one that rules cannot hold. */
export function decodeTerm(bytes: Buffer): Term {
  const reader = new Reader(bytes)
  if (reader.byte() !== version) return fail('badarg')
  return reader.term()
}

const constants: ReadonlyMap<string, Term> = new Map<string, Term>([
  ['true', true],
  ['false', false],
  ['null', null],
  ['undefined', undefined]
])

class Reader {
  private at = 0
  private depth = 0
  constructor(private readonly bytes: Buffer) {}

  byte(): number {
    return this.take(1).readUInt8()
  }

  private take(length: number): Buffer {
    if (length > this.bytes.length - this.at) return fail('badarg')
    this.at += length
    return this.bytes.subarray(this.at - length, this.at)
  }

  private long(): number {
    return this.take(4).readUInt32BE()
  }

  term(): Term {
    this.depth += 1
    if (this.depth > deepest) return fail('system_limit')
    const term = this.tagged(this.byte())
    this.depth -= 1
    return term
  }

  private tagged(tag: number): Term {
    switch (tag) {
      case tags.smallInteger:
        return BigInt(this.byte())
      case tags.integer:
        return BigInt(this.take(4).readInt32BE())
      case tags.smallBig:
        return this.big(this.byte())
      case tags.largeBig:
        return this.big(this.long())
      case tags.newFloat:
        return this.take(8).readDoubleBE()
      case tags.binary:
        return binaryOf(Buffer.from(this.take(this.long())))
      case tags.bitBinary:
        return this.bits()
      case tags.nil:
        return []
      case tags.string:
        return [...this.take(this.take(2).readUInt16BE())].map(BigInt)
      case tags.list:
        return this.list(this.long())
      case tags.smallTuple:
        return { kind: 'tuple', items: this.terms(this.byte()) }
      case tags.map:
        return this.map(this.long())
      case tags.atom:
      case tags.utf8Atom:
        return this.atom(this.take(2).readUInt16BE())
      case tags.smallAtom:
      case tags.smallUtf8Atom:
        return this.atom(this.byte())
      default:
        return fail('badarg')
    }
  }

  private big(length: number): bigint {
    const isNegative = this.byte() === 1
    const digits = Buffer.from(this.take(length)).reverse().toString('hex')
    const value = BigInt(`0x${digits === '' ? '0' : digits}`)
    return isNegative ? -value : value
  }

  private bits(): Term {
    const length = this.long()
    const last = this.byte()
    return { kind: 'bits', bytes: Buffer.from(this.take(length)), length: (length - 1) * 8 + last }
  }

  private terms(count: number): Term[] {
    const terms: Term[] = []
    for (let at = 0; at < count; at += 1) terms.push(this.term())
    return terms
  }

  private list(count: number): Term {
    const items = this.terms(count)
    return this.byte() === tags.nil ? items : fail('badarg')
  }

  private map(count: number): Term {
    const map = new Map<string, Term>()
    for (let at = 0; at < count; at += 1) {
      const key = this.term()
      map.set(typeof key === 'string' ? key : (atomName(key) ?? fail('badarg')), this.term())
    }
    return map
  }

  private atom(length: number): Term {
    const name = this.take(length).toString('utf8')
    return constants.has(name) ? constants.get(name) : atomOf(name)
  }
}
