import { fail } from './term.js'

const escapes: Readonly<Record<string, string>> = {
  '\\': '\\',
  n: '\n',
  t: '\t',
  r: '\r',
  b: '\b',
  f: '\f',
  v: '\v',
  "'": "'",
  '"': '"',
  '?': '?',
  a: '\u0007'
}

/** Replaces escapes as in C. `\x` takes all hexadecimal digits that follow, as EMQX 5 does. */
export function unescape(text: string): string {
  return text.replaceAll(/\\(?:x([0-9a-fA-F]+)|([^])|$)/gu, (whole, digits: string | undefined, letter?: string) => {
    if (digits !== undefined) return character(Number.parseInt(digits, 16))
    // A backslash at the very end is itself.
    return letter === undefined ? whole : (escapes[letter] ?? fail('unrecognized_escape_sequence'))
  })
}

function character(code: number): string {
  const isCharacter = code <= 0x10ffff && (code < 0xd800 || code > 0xdfff)
  return isCharacter ? String.fromCodePoint(code) : fail('invalid_unicode_character')
}
