import { longestInteger } from './bounds.js'
import { fail } from './term.js'

/*
 * Erlang's numbers: integers are bigint and unbounded, floats are finite.
 */

/** A float, or the error that Erlang raises where the result would be infinite or no number. */
export function finite(result: number): number {
  return Number.isFinite(result) ? result : fail('badarith')
}

/** The nearest float; an integer too large for one is an error, as in Erlang. */
export function toFloat(value: bigint | number): number {
  return typeof value === 'bigint' ? finite(Number(value)) : value
}

const integerText = /^[+-]?[0-9]+$/
/** Erlang takes a comma for the point, too. */
const floatText = /^[+-]?[0-9]+[.,][0-9]+(?:[eE][+-]?[0-9]+)?$/

/** More digits are refused: reading them would take too long. */
const mostDigits = 100_000

/** An integer with an optional sign, of digits that have been looked at. */
export function integerOfDigits(digits: string): bigint {
  return digits.length > mostDigits ? fail('system_limit') : BigInt(digits)
}

const largest = 1n << BigInt(longestInteger)

/** An integer that has been computed; none may grow for ever. */
export function bounded(value: bigint): bigint {
  return value > largest || value < -largest ? fail('system_limit') : value
}

/** Text that is all an integer; undefined otherwise. */
export function integerOfText(text: string): bigint | undefined {
  if (!integerText.test(text)) return undefined
  return integerOfDigits(text.startsWith('+') ? text.slice(1) : text)
}

/** Text that is all a float: digits on both sides of a point. */
export function floatOfText(text: string): number | undefined {
  if (!floatText.test(text)) return undefined
  const value = Number(text.replace(',', '.'))
  return Number.isFinite(value) ? value : undefined
}

/** Text in a comparison with a number. */
export function numberOfText(text: string): bigint | number {
  return integerOfText(text) ?? floatOfText(text) ?? fail('badarg')
}
