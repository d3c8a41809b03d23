import { calculate } from '../arithmetic.js'
import { compareText, compareTerms, identical } from '../order.js'
import { type Term, type TermMap, fail, isList, isMap, isNumber } from '../term.js'

/** Everything but null and false. */
export function isTrue(value: Term): boolean {
  return value !== null && value !== false && value !== undefined
}

export function typeOf(value: Term): string {
  if (value === null || value === undefined) return 'null'
  if (typeof value === 'boolean') return 'boolean'
  if (isNumber(value)) return 'number'
  if (isList(value)) return 'array'
  return isMap(value) ? 'object' : 'string'
}

/** `+ - * / %` of jq: lists and text are joined, objects merged, a whole quotient is an integer. */
export function arithmetic(operator: string, a: Term, b: Term): Term {
  if (isNumber(a) && isNumber(b)) return ofNumbers(operator, a, b)
  switch (operator) {
    case '+':
      return sum(a, b)
    case '-':
      if (isList(a) && isList(b)) return a.filter((item) => !b.some((other) => identical(item, other)))
      break
    case '*':
      if (isMap(a) && isMap(b)) return merged(a, b)
      if (typeof a === 'string' && isNumber(b))
        return Number(b) > 0 && a.length * Number(b) < 1e7 ? a.repeat(Number(b)) : null
      break
    case '/':
      if (typeof a === 'string' && typeof b === 'string') return a.split(b)
  }
  return fail(`jq: ${typeOf(a)} and ${typeOf(b)} cannot be combined with ${operator}`)
}

/** Objects within objects are merged as well. */
function merged(a: TermMap, b: TermMap): TermMap {
  const result = new Map(a)
  for (const [key, value] of b) {
    const own = result.get(key)
    result.set(key, isMap(own) && isMap(value) ? merged(own, value) : value)
  }
  return result
}

function sum(a: Term, b: Term): Term {
  if (a === null) return b
  if (b === null) return a
  if (typeof a === 'string' && typeof b === 'string') return a + b
  if (isList(a) && isList(b)) return [...a, ...b]
  return isMap(a) && isMap(b) ? new Map([...a, ...b]) : fail(`jq: ${typeOf(a)} and ${typeOf(b)} cannot be added`)
}

function ofNumbers(operator: string, a: bigint | number, b: bigint | number): Term {
  switch (operator) {
    case '%':
      return calculate('mod', BigInt(Math.trunc(Number(a))), BigInt(Math.trunc(Number(b))))
    case '/':
      return whole(calculate('/', a, b))
    case '+':
    case '-':
    case '*':
      return whole(calculate(operator, a, b))
    default:
      return fail(`jq: unknown operator ${operator}`)
  }
}

/** Whether jq prints a float without a point and an exponent: EMQX reads that as an integer again. */
export function whole(value: Term): Term {
  return typeof value === 'number' && Number.isInteger(value) && !/[.e]/.test(numberText(value)) ? BigInt(value) : value
}

/** A number as jq 1.6 prints it: 0.0001, 1e-05, 100, 1e+17. */
function numberText(value: number): string {
  const [mantissa = '', power = ''] = Math.abs(value).toExponential().split('e')
  const sign = value < 0 ? '-' : ''
  const digits = mantissa.replace('.', '')
  const point = Number(power) + 1
  if (point <= -4 || point > digits.length + 15) {
    return `${sign}${mantissa}e${point < 1 ? '-' : '+'}${String(Math.abs(point - 1)).padStart(2, '0')}`
  }
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`
  const all = digits.padEnd(point, '0')
  return sign + (all.length > point ? `${all.slice(0, point)}.${all.slice(point)}` : all)
}

/** A value as JSON, its members in their own order. */
export function textOfValue(value: Term): string {
  if (typeof value === 'number') return numberText(value)
  if (isList(value)) return `[${value.map(textOfValue).join(',')}]`
  if (typeof value === 'bigint') return String(value)
  if (!isMap(value)) return JSON.stringify(value ?? null)
  return `{${Array.from(value, ([key, member]) => `${JSON.stringify(key)}:${textOfValue(member)}`).join(',')}}`
}

/** The members of an object by their names. */
export function sortedMembers(value: TermMap): readonly (readonly [string, Term])[] {
  return [...value].sort(([a], [b]) => compareText(a, b))
}

const ranks = ['null', 'boolean', 'number', 'string', 'array', 'object']

/** jq's own order: null, false, true, numbers, text, lists, objects. */
export function compareValues(a: Term, b: Term): number {
  const difference = ranks.indexOf(typeOf(a)) - ranks.indexOf(typeOf(b))
  if (difference !== 0) return difference
  if (typeof a === 'string' && typeof b === 'string') return compareText(a, b)
  if (isList(a) && isList(b)) return compareLists(a, b)
  if (!isMap(a) || !isMap(b)) return compareTerms(a, b)
  const left = sortedMembers(a)
  const right = sortedMembers(b)
  const keys = compareLists(
    left.map(([key]) => key),
    right.map(([key]) => key)
  )
  if (keys !== 0) return keys
  return compareLists(
    left.map(([, value]) => value),
    right.map(([, value]) => value)
  )
}

function compareLists(a: readonly Term[], b: readonly Term[]): number {
  for (const [at, item] of a.entries()) {
    if (at >= b.length) return 1
    const order = compareValues(item, b[at])
    if (order !== 0) return order
  }
  return a.length - b.length
}
