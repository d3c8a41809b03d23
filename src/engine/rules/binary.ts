import { fail } from './term.js'
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
