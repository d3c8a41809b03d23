import type { ArithmeticOperator } from '../../rulesql/tokens.js'
import { bounded, finite, toFloat } from './number.js'
import { type Term, fail, isBinary, isNumber, normal } from './term.js'
import { joinTexts } from './binary.js'

/** Arithmetic of two values; `+` joins text too. Nothing is converted. Throws `rule_evaluation`. */
export function calculate(operator: ArithmeticOperator, left: Term, right: Term): Term {
  if (isNumber(left) && isNumber(right)) return ofNumbers(operator, left, right)
  return operator === '+' ? plus(normal(left), normal(right)) : fail('unsupported_function_operator_type')
}

function plus(left: Term, right: Term): Term {
  if (isBinary(left) && isBinary(right)) return joinTexts([left, right])
  const isMixed = (isNumber(left) && isBinary(right)) || (isBinary(left) && isNumber(right))
  return fail(isMixed ? 'unsupported_type_implicit_conversion' : 'unsupported_function_operator_type')
}

type Numeric = bigint | number

function ofNumbers(operator: ArithmeticOperator, left: Numeric, right: Numeric): Numeric {
  switch (operator) {
    case '+':
      return mixed(
        left,
        right,
        (a, b) => a + b,
        (a, b) => a + b
      )
    case '-':
      return mixed(
        left,
        right,
        (a, b) => a - b,
        (a, b) => a - b
      )
    case '*':
      return mixed(
        left,
        right,
        (a, b) => a * b,
        (a, b) => a * b
      )
    case '/': {
      const divisor = toFloat(right)
      return divisor === 0 ? fail('badarith') : finite(toFloat(left) / divisor)
    }
    case 'div':
      return ofIntegers(left, right, (a, b) => a / b)
    case 'mod':
      return ofIntegers(left, right, (a, b) => a % b)
  }
}

/** Two integers give an integer, anything else a float. */
function mixed(
  left: Numeric,
  right: Numeric,
  integers: (a: bigint, b: bigint) => bigint,
  floats: (a: number, b: number) => number
): Numeric {
  if (typeof left === 'bigint' && typeof right === 'bigint') return bounded(integers(left, right))
  return finite(floats(toFloat(left), toFloat(right)))
}

/** Truncates; the remainder has the sign of the dividend. */
function ofIntegers(left: Numeric, right: Numeric, operation: (a: bigint, b: bigint) => bigint): bigint {
  if (typeof left !== 'bigint' || typeof right !== 'bigint') return fail('unsupported_function_operator_type')
  return right === 0n ? fail('badarith') : operation(left, right)
}

/** The sign before a value: `+` changes nothing, not even text. */
export function negate(value: Term): Term {
  if (typeof value === 'bigint') return -value
  return typeof value === 'number' ? -value : fail('badarith')
}
