import { parse } from 'lossless-json'

/** A value read from JSON with integers (bigint) apart from floats (number). */
export type Json = null | boolean | bigint | number | string | readonly Json[] | { readonly [key: string]: Json }

export function readJson(text: string): Json {
  return parse(text, undefined, (digits) => (/^-?\d+$/.test(digits) ? BigInt(digits) : Number(digits))) as Json
}

export function isObject(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value)
}

function numbersMatch(expected: bigint | number, actual: bigint | number, tolerance: number): boolean {
  const difference = Math.abs(Number(expected) - Number(actual))
  return difference <= tolerance * Math.max(Math.abs(Number(expected)), Math.abs(Number(actual)))
}

/** Equal as the cases mean it: `null` is undefined or null, an integer is no float unless a tolerance is given. */
export function matches(expected: Json, actual: Json | undefined, tolerance?: number): boolean {
  if (expected === null) return actual === null || actual === undefined
  if (tolerance !== undefined && isNumber(expected) && isNumber(actual))
    return numbersMatch(expected, actual, tolerance)
  if (isList(expected)) {
    return (
      isList(actual) &&
      actual.length === expected.length &&
      expected.every((item, at) => matches(item, actual[at], tolerance))
    )
  }
  if (!isObject(expected)) return expected === actual
  if (!isObject(actual) || Object.keys(actual).length !== Object.keys(expected).length) return false
  return Object.entries(expected).every(([key, value]) => key in actual && matches(value, actual[key], tolerance))
}

function isNumber(value: Json | undefined): value is bigint | number {
  return typeof value === 'bigint' || typeof value === 'number'
}

/** Whether all of `expected` is in `actual`. */
export function contains(expected: Json, actual: Json | undefined): boolean {
  if (isList(expected)) {
    return (
      isList(actual) && actual.length === expected.length && expected.every((item, at) => contains(item, actual[at]))
    )
  }
  if (!isObject(expected)) return matches(expected, actual)
  return (
    isObject(actual) && Object.entries(expected).every(([key, value]) => key in actual && contains(value, actual[key]))
  )
}

/** Whether an answer is what a case expects. */
export function agrees(line: Json, answer: Json): boolean {
  if (!isObject(line) || !isObject(answer) || line['expect'] === undefined) return false
  const expect = line['expect']
  if (line['parse'] === true) return isObject(expect) && answer['parse'] === expect['parse']
  if (isObject(expect) && expect['error'] === true) return answer['error'] !== undefined
  if (line['sql'] !== undefined) return isObject(expect) && statementAgrees(line, expect, answer)
  if (line['template'] !== undefined) return templateAgrees(expect, answer)
  const tolerance = line['tolerance']
  return 'value' in answer && matches(expect, answer['value'], tolerance === undefined ? undefined : Number(tolerance))
}

type JsonObject = { readonly [key: string]: Json }

function statementAgrees(line: JsonObject, expect: JsonObject, answer: JsonObject): boolean {
  if (expect['match'] !== true) return answer['match'] === false
  if (answer['match'] !== true) return false
  const output = answer['output']
  switch (expect['compare']) {
    case 'exact':
      return matches(expect['output'] ?? null, output)
    case 'subset':
      return contains(expect['output'] ?? null, output)
    case 'any_value':
      return isObject(output) && Object.values(output).some((value) => matches(line['any_value'] ?? null, value))
    default:
      return false
  }
}

function templateAgrees(expect: Json, answer: JsonObject): boolean {
  if (isList(expect)) return matches(expect, answer['values'])
  if (!isObject(expect)) return matches(expect, answer['text'])
  return matches(expect['statement'] ?? null, answer['text']) && matches(expect['params'] ?? null, answer['values'])
}
