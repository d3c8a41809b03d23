import { type Term, fail, isBinary, isList } from './term.js'
import { bytesOf, decodeText } from './value.js'

/** Bytes as the rule engine holds them: text where they are text. */
export function binaryOf(bytes: Uint8Array): string | Uint8Array {
  return decodeText(bytes) ?? bytes
}

/** The bytes of text or binary. */
export function bytesOfBinary(binary: string | Uint8Array): Buffer {
  return bytesOf(binary) ?? Buffer.alloc(0)
}

export function joinBinaries(left: string | Uint8Array, right: string | Uint8Array): string | Uint8Array {
  if (typeof left === 'string' && typeof right === 'string') return left + right
  return binaryOf(Buffer.concat([bytesOfBinary(left), bytesOfBinary(right)]))
}

/** Text put together. Bytes that make no text fail, where EMQX gives back a value that nothing can use. */
export function joinTexts(parts: readonly (string | Uint8Array)[]): string {
  const joined = parts.reduce(joinBinaries, '')
  return typeof joined === 'string' ? joined : fail('invalid_utf8')
}

/** Binaries, bytes as numbers, and lists of them are as good as text to some of Erlang's functions. */
export function chardata(value: Term): string | Uint8Array {
  if (isBinary(value)) return value
  return isList(value) ? binaryOf(Buffer.concat(value.map(bytesOfItem))) : fail('badarg')
}

function bytesOfItem(item: Term): Uint8Array {
  if (typeof item !== 'bigint') return bytesOfBinary(chardata(item))
  return item >= 0n && item < 256n ? Uint8Array.of(Number(item)) : fail('badarg')
}
