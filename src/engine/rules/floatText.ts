import { fail } from './term.js'

/** Erlang writes floats into a buffer of this size. */
const longest = 255

/** Up to so many decimals, and below 2^53, Erlang multiplies the fraction out; beyond, it writes the exact digits. */
const quickDecimals = 18

/**
 * `float_to_binary(Value, [{decimals, Decimals}, compact])` of Erlang/OTP, digit for digit: `20.2` with 15 decimals is
 * `20.199999999999999`, with 10 it is `20.2`.
 */
export function fixedFloat(value: number, decimals: number): string {
  if (decimals < 0 || decimals > longest) return fail('badarg')
  const size = Math.abs(value)
  const isQuick = decimals <= quickDecimals && size < 2 ** 53
  const digits = isQuick ? quickDigits(size, decimals) : exactDigits(size, decimals)
  const sign = value < 0 || Object.is(value, -0) ? '-' : ''
  if (sign.length + digits.length > longest) return fail('badarg')
  // Without decimals the exact way loses the zeros of the whole number too, as Erlang does.
  return sign + (decimals > 0 || !isQuick ? compact(digits) : digits)
}

function compact(digits: string): string {
  return digits.replace(/0+$/, '').replace(/\.$/, '.0')
}

function quickDigits(size: number, decimals: number): string {
  const scale = 10 ** decimals
  const scaled = (size - Math.trunc(size)) * scale
  const rounded = Math.floor(scaled) + (scaled - Math.floor(scaled) >= 0.5 ? 1 : 0)
  const carry = rounded >= scale ? 1 : 0
  const whole = String(Math.trunc(size) + carry)
  return decimals === 0 ? whole : `${whole}.${String(BigInt(rounded - carry * scale)).padStart(decimals, '0')}`
}

/** All digits of the binary fraction, rounded half to even, as C's `%.*f` does. */
function exactDigits(size: number, decimals: number): string {
  const view = new DataView(new ArrayBuffer(8))
  view.setFloat64(0, size)
  const bits = view.getBigUint64(0)
  const exponent = Number(bits >> 52n)
  const fraction = bits & 0xfffffffffffffn
  const mantissa = exponent === 0 ? fraction : fraction | (1n << 52n)
  const shift = Math.max(exponent, 1) - 1075
  const digits = scaledDigits(mantissa * 10n ** BigInt(decimals), shift).padStart(decimals + 1, '0')
  return decimals === 0 ? digits : `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`
}

function scaledDigits(scaled: bigint, shift: number): string {
  if (shift >= 0) return String(scaled << BigInt(shift))
  const down = BigInt(-shift)
  const whole = scaled >> down
  const rest = scaled - (whole << down)
  const half = 1n << (down - 1n)
  const isUp = rest > half || (rest === half && (whole & 1n) === 1n)
  return String(isUp ? whole + 1n : whole)
}
