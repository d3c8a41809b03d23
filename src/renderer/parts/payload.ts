import type { Lens } from '../../shared/workspace.js'
import { formatJson } from './formatJson.js'

/** Payloads are bytes; text, JSON, hex and Base64 are lenses on them that never change them. */

const decoder = new TextDecoder('utf-8', { fatal: true })
const encoder = new TextEncoder()

/** The bytes as UTF-8, or undefined where they are none. */
export function utf8(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes)
  } catch {
    return undefined
  }
}

/** Bytes on one line: text where it is text, else hex. */
export function previewOf(bytes: Uint8Array, size = bytes.length): string {
  // A preview may end in the middle of a character: up to three bytes are left off to find its end.
  for (let cut = 0; cut <= (size > bytes.length ? 3 : 0); cut++) {
    const text = utf8(bytes.subarray(0, bytes.length - cut))
    if (text !== undefined) return text.replace(/\s+/g, ' ') + (size > bytes.length ? '…' : '')
  }
  return hexOf(bytes.subarray(0, 64)) + (size > 64 ? ' …' : '')
}

export function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ')
}

export function base64Of(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
}

/** What a lens shows; undefined where the bytes cannot be seen that way. */
export function throughLens(bytes: Uint8Array, lens: Lens): string | undefined {
  switch (lens) {
    case 'text':
      return utf8(bytes)
    case 'json': {
      const text = utf8(bytes)
      return text === undefined || !isJson(text) ? undefined : formatJson(text)
    }
    case 'hex':
      return hexOf(bytes)
    case 'base64':
      return base64Of(bytes)
  }
}

/** The lens for bytes that nobody chose one for: what they are. */
export function fittingLens(bytes: Uint8Array): Lens {
  const text = utf8(bytes)
  if (text === undefined) return 'hex'
  return isJson(text) ? 'json' : 'text'
}

/** Bytes on one line, as they are seen through a lens. */
export function lineOf(bytes: Uint8Array, size: number, lens: Lens | undefined): string {
  if (lens !== 'hex' && lens !== 'base64') return previewOf(bytes, size)
  const shown = lens === 'hex' ? hexOf(bytes) : base64Of(bytes)
  return shown + (size > bytes.length ? ' …' : '')
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

export type Encoded = { readonly ok: true; readonly bytes: Uint8Array<ArrayBuffer> } | { readonly ok: false }

/** What is typed, as bytes; not ok where the text is none in that format. */
export function encodePayload(text: string, format: Lens): Encoded {
  switch (format) {
    case 'text':
      return { ok: true, bytes: encoder.encode(text) }
    case 'json':
      return isJson(text) ? { ok: true, bytes: encoder.encode(text) } : { ok: false }
    case 'hex': {
      const digits = text.replace(/\s+/g, '')
      if (digits.length % 2 !== 0 || /[^0-9a-fA-F]/.test(digits)) return { ok: false }
      return { ok: true, bytes: Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16)) }
    }
    case 'base64':
      try {
        return { ok: true, bytes: Uint8Array.from(atob(text.replace(/\s+/g, '')), (letter) => letter.charCodeAt(0)) }
      } catch {
        return { ok: false }
      }
  }
}
