import { type Term, fail } from '../term.js'

export type Unit = 'second' | 'millisecond' | 'microsecond' | 'nanosecond'

const perSecond: Readonly<Record<Unit, bigint>> = {
  second: 1n,
  millisecond: 1000n,
  microsecond: 1_000_000n,
  nanosecond: 1_000_000_000n
}

/** The unit that a word names. */
export function unitOf(word: Term): Unit {
  return typeof word === 'string' && Object.hasOwn(perSecond, word) ? (word as Unit) : fail('function_clause')
}

/** How many of a unit make a second. */
export function factorOf(unit: Unit): bigint {
  return perSecond[unit]
}

/** From one unit to another, rounding down. */
export function convertUnit(time: bigint, from: Unit, to: Unit): bigint {
  const scaled = time * perSecond[to]
  const quotient = scaled / perSecond[from]
  return scaled % perSecond[from] < 0n ? quotient - 1n : quotient
}

/** Time since 1970 in a unit, as fine as this machine tells it. */
export function now(unit: Unit): bigint {
  const microseconds = BigInt(Math.floor((performance.timeOrigin + performance.now()) * 1000))
  return convertUnit(microseconds, 'microsecond', unit)
}
