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
const floatText = /^[+-]?[0-9]+\.[0-9]+(?:[eE][+-]?[0-9]+)?$/

/** Text that is all an integer; undefined otherwise. */
export function integerOfText(text: string): bigint | undefined {
  if (!integerText.test(text)) return undefined
  return BigInt(text.startsWith('+') ? text.slice(1) : text)
}

/** Text that is all a float: digits on both sides of a point. */
export function floatOfText(text: string): number | undefined {
  if (!floatText.test(text)) return undefined
  const value = Number(text)
  return Number.isFinite(value) ? value : undefined
}

/** Text in a comparison with a number. */
export function numberOfText(text: string): bigint | number {
  return integerOfText(text) ?? floatOfText(text) ?? fail('badarg')
}
