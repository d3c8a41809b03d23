import { randomInt } from 'node:crypto'
import { calculate } from '../arithmetic.js'
import { finite, toFloat } from '../number.js'
import { equal } from '../order.js'
import { type Term, fail } from '../term.js'
import { type Implementation, integer, number, takes } from './define.js'

/** A function of one float; infinite and undefined results are the error badarith. */
function ofFloat(operation: (x: number) => number): Implementation {
  return takes(1, (x) => finite(operation(toFloat(number(x)))))
}

/** A function to whole numbers of any size. */
function toInteger(operation: (x: number) => number): Implementation {
  return takes(1, (x) => {
    const value = number(x)
    return typeof value === 'bigint' ? value : BigInt(operation(value))
  })
}

function absolute(x: Term): bigint {
  const value = integer(x)
  return value < 0n ? -value : value
}

/** Halves go away from zero, also below it. */
function roundHalfAway(x: number): number {
  const rest = Math.abs(x) - Math.floor(Math.abs(x))
  const whole = Math.floor(Math.abs(x)) + (rest >= 0.5 ? 1 : 0)
  return x < 0 ? -whole : whole
}

function remainder(x: Term, y: Term): number {
  const divisor = toFloat(number(y))
  return divisor === 0 ? fail('badarith') : finite(toFloat(number(x)) % divisor)
}

/** The C library's log10 is exact at powers of ten; JavaScript's may be off in the last digit. */
function log10(x: number): number {
  const result = Math.log10(x)
  const whole = Math.round(result)
  return 10 ** whole === x ? whole : result
}

const steps = 2 ** 47

export const mathFunctions = {
  abs: takes(1, absolute),
  acos: ofFloat(Math.acos),
  acosh: ofFloat(Math.acosh),
  asin: ofFloat(Math.asin),
  asinh: ofFloat(Math.asinh),
  atan: ofFloat(Math.atan),
  atanh: ofFloat(Math.atanh),
  ceil: toInteger(Math.ceil),
  cos: ofFloat(Math.cos),
  cosh: ofFloat(Math.cosh),
  exp: ofFloat(Math.exp),
  floor: toInteger(Math.floor),
  fmod: takes(2, remainder),
  log: ofFloat(Math.log),
  log10: ofFloat(log10),
  log2: ofFloat(Math.log2),
  power: takes(2, (x, y) => finite(toFloat(number(x)) ** toFloat(number(y)))),
  round: toInteger(roundHalfAway),
  sin: ofFloat(Math.sin),
  sinh: ofFloat(Math.sinh),
  sqrt: ofFloat(Math.sqrt),
  tan: ofFloat(Math.tan),
  tanh: ofFloat(Math.tanh),
  random: takes(0, () => randomInt(1, steps) / steps),
  div: takes(2, (x, y) => calculate('div', x, y)),
  mod: takes(2, (x, y) => calculate('mod', x, y)),
  eq: takes(2, equal)
}
