/** As much of DER (X.690) as a certificate needs: each function makes one value, with its tag and its length. */

export function sequence(...parts: readonly Buffer[]): Buffer {
  return value(0x30, ...parts)
}

export function set(...parts: readonly Buffer[]): Buffer {
  return value(0x31, ...parts)
}

export const yes = value(0x01, Buffer.from([0xff]))

/** Of an unsigned number, the highest byte first. */
export function integer(bytes: Buffer): Buffer {
  const first = bytes.findIndex((byte) => byte !== 0)
  const shortest = first < 0 ? Buffer.from([0]) : bytes.subarray(first)
  // A first bit that is set would mean a negative number.
  return value(0x02, (shortest[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.from([0]), shortest]) : shortest)
}

/** @param unused How many of the last byte's bits do not count. */
export function bitString(bytes: Buffer, unused = 0): Buffer {
  return value(0x03, Buffer.from([unused]), bytes)
}

export function octetString(bytes: Buffer): Buffer {
  return value(0x04, bytes)
}

/** @param name As in `1.2.840.10045.4.3.2`. */
export function objectIdentifier(name: string): Buffer {
  const [first = 0, second = 0, ...rest] = name.split('.').map(Number)
  return value(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(inSevens)]))
}

export function utf8String(text: string): Buffer {
  return value(0x0c, Buffer.from(text))
}

/** To the second, as certificates have it; with two digits of the year up to 2049 (RFC 5280 §4.1.2.5). */
export function time(date: Date): Buffer {
  const digits = `${date.toISOString().replaceAll(/[-:T]|\..*/g, '')}Z`
  return date.getUTCFullYear() < 2050 ? value(0x17, Buffer.from(digits.slice(2))) : value(0x18, Buffer.from(digits))
}

/** A value whose tag the context gives. */
export function tagged(number: number, isConstructed: boolean, ...parts: readonly Buffer[]): Buffer {
  return value(0x80 + (isConstructed ? 0x20 : 0) + number, ...parts)
}

function value(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts)
  return Buffer.concat([Buffer.from([tag, ...lengthOf(content.length)]), content])
}

function lengthOf(length: number): number[] {
  if (length < 0x80) return [length]
  const bytes = []
  for (let rest = length; rest > 0; rest >>= 8) bytes.unshift(rest & 0xff)
  return [0x80 + bytes.length, ...bytes]
}

/** Seven bits a byte, with the eighth set in all but the last. */
function inSevens(number: number): number[] {
  const bytes = [number & 0x7f]
  for (let rest = number >> 7; rest > 0; rest >>= 7) bytes.unshift((rest & 0x7f) + 0x80)
  return bytes
}
