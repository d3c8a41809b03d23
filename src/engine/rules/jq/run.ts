import { AppError } from '../../../shared/errors.js'
import { encodeJson } from '../jsonText.js'
import { equal } from '../order.js'
import { type Term, type TermMap, fail, isList, isMap } from '../term.js'
import { entriesInOrder } from '../termMap.js'
import { arithmetic, compareValues, isTrue, typeOf } from './values.js'
import type { Definition, Filter, Member } from './syntax.js'

/** What names stand for in a part of a program. */
export interface Scope {
  readonly variables: ReadonlyMap<string, Term>
  readonly functions: ReadonlyMap<string, Closure>
  readonly builtins: ReadonlyMap<string, Builtin>
  readonly budget: Budget
}

export type Builtin = (input: Term, parameters: readonly Filter[], scope: Scope) => Iterable<Term>

export interface Closure {
  readonly definition: Definition
  /** Where it was defined; undefined for itself, which it may call. */
  readonly scope: () => Scope
}

/** Bounds a program in time. */
export class Budget {
  private steps = 0
  private readonly end: number
  constructor(milliseconds: number) {
    this.end = Date.now() + milliseconds
  }

  step(): void {
    this.steps += 1
    if (this.steps % 1000 === 0 && Date.now() > this.end) fail('jq: timeout')
  }
}

/** All results of a program on a value. */
export function* run(filter: Filter, input: Term, scope: Scope): Generator<Term> {
  scope.budget.step()
  switch (filter.kind) {
    case 'identity':
      yield input
      return
    case 'recurse':
      yield* descendants(input)
      return
    case 'literal':
      yield filter.value
      return
    case 'variable':
      yield scope.variables.has(filter.name)
        ? scope.variables.get(filter.name)
        : fail(`jq: ${filter.name} is not defined`)
      return
    case 'index':
      for (const of of run(filter.of, input, scope))
        for (const key of run(filter.key, input, scope)) yield member(of, key)
      return
    case 'slice':
      yield* slices(filter, input, scope)
      return
    case 'iterate':
      for (const of of run(filter.of, input, scope)) yield* elements(of)
      return
    case 'try':
      yield* attempted(filter.body, filter.handler, input, scope)
      return
    case 'binary':
      yield* binary(filter, input, scope)
      return
    case 'negate':
      for (const value of run(filter.of, input, scope)) yield arithmetic('-', 0n, value)
      return
    case 'list':
      yield filter.of === undefined ? [] : [...run(filter.of, input, scope)]
      return
    case 'object':
      yield* objects(filter.members, input, scope)
      return
    case 'if':
      for (const test of run(filter.test, input, scope))
        yield* run(isTrue(test) ? filter.consequence : filter.otherwise, input, scope)
      return
    case 'bind':
      for (const value of run(filter.of, input, scope))
        yield* run(filter.body, input, withVariable(scope, filter.name, value))
      return
    case 'reduce':
      yield reduced(filter, input, scope)
      return
    case 'define':
      yield* run(filter.body, input, withFunction(scope, filter.definition))
      return
    case 'call':
      yield* called(filter.name, filter.parameters, input, scope)
  }
}

function withVariable(scope: Scope, name: string, value: Term): Scope {
  return { ...scope, variables: new Map(scope.variables).set(name, value) }
}

function withFunction(scope: Scope, definition: Definition): Scope {
  const functions = new Map(scope.functions)
  const inner: Scope = { ...scope, functions }
  functions.set(`${definition.name}/${definition.parameters.length}`, { definition, scope: () => inner })
  return inner
}

function* called(name: string, parameters: readonly Filter[], input: Term, scope: Scope): Generator<Term> {
  const key = `${name}/${parameters.length}`
  const closure = scope.functions.get(key)
  if (closure === undefined) {
    const builtin = scope.builtins.get(key)
    if (builtin === undefined) fail(`jq: ${key} is not defined`)
    else yield* builtin(input, parameters, scope)
    return
  }
  const functions = new Map(closure.scope().functions)
  for (const [at, parameter] of closure.definition.parameters.entries()) {
    const body = parameters[at]
    if (parameter.startsWith('$') || body === undefined) return fail('jq: parameters with $ are not supported')
    functions.set(`${parameter}/0`, { definition: { name: parameter, parameters: [], body }, scope: () => scope })
  }
  yield* run(closure.definition.body, input, { ...closure.scope(), functions })
}

/** Objects and lists and all in them. */
export function* descendants(value: Term): Generator<Term> {
  yield value
  if (isList(value)) for (const item of value) yield* descendants(item)
  else if (isMap(value)) for (const [, item] of entriesInOrder(value)) yield* descendants(item)
}

function* elements(value: Term): Generator<Term> {
  if (isList(value)) yield* value
  else if (isMap(value)) for (const [, item] of entriesInOrder(value)) yield item
  else fail(`jq: cannot iterate over ${typeOf(value)}`)
}

function member(value: Term, key: Term): Term {
  if (value === null) return null
  if (isMap(value) && typeof key === 'string') return value.get(key) ?? null
  if (isList(value) && (typeof key === 'bigint' || typeof key === 'number'))
    return value.at(Math.floor(Number(key))) ?? null
  return fail(`jq: cannot index ${typeOf(value)} with ${typeOf(key)}`)
}

function* slices(filter: Filter & { kind: 'slice' }, input: Term, scope: Scope): Generator<Term> {
  for (const of of run(filter.of, input, scope)) {
    const [from] = filter.from === undefined ? [undefined] : run(filter.from, input, scope)
    const [to] = filter.to === undefined ? [undefined] : run(filter.to, input, scope)
    const places = [from, to].map((place) => (place === undefined || place === null ? undefined : Number(place)))
    if (of === null) yield null
    else if (typeof of === 'string' || isList(of)) yield of.slice(...places)
    else fail(`jq: cannot slice ${typeOf(of)}`)
  }
}

function* attempted(body: Filter, handler: Filter | undefined, input: Term, scope: Scope): Generator<Term> {
  try {
    yield* run(body, input, scope)
  } catch (error) {
    if (!(error instanceof AppError) || error.data['reason'] === 'jq: timeout') throw error
    if (handler !== undefined) yield* run(handler, String(error.data['reason']).replace(/^jq: /, ''), scope)
  }
}

function* binary(filter: Filter & { kind: 'binary' }, input: Term, scope: Scope): Generator<Term> {
  const { operator, left, right } = filter
  switch (operator) {
    case '|':
      for (const value of run(left, input, scope)) yield* run(right, value, scope)
      return
    case ',':
      yield* run(left, input, scope)
      yield* run(right, input, scope)
      return
    case '//': {
      const values = [...attempted(left, undefined, input, scope)].filter(isTrue)
      yield* values.length === 0 ? run(right, input, scope) : values
      return
    }
    case 'and':
    case 'or':
      for (const value of run(left, input, scope)) {
        if (isTrue(value) === (operator === 'or')) yield operator === 'or'
        else for (const other of run(right, input, scope)) yield isTrue(other)
      }
      return
    default:
      for (const b of run(right, input, scope)) for (const a of run(left, input, scope)) yield combined(operator, a, b)
  }
}

function combined(operator: string, a: Term, b: Term): Term {
  switch (operator) {
    case '==':
      return equal(a, b)
    case '!=':
      return !equal(a, b)
    case '<':
      return compareValues(a, b) < 0
    case '<=':
      return compareValues(a, b) <= 0
    case '>':
      return compareValues(a, b) > 0
    case '>=':
      return compareValues(a, b) >= 0
    default:
      return arithmetic(operator, a, b)
  }
}

function* objects(members: readonly Member[], input: Term, scope: Scope): Generator<TermMap> {
  const [first, ...rest] = members
  if (first === undefined) {
    yield new Map()
    return
  }
  for (const key of run(first.key, input, scope)) {
    if (typeof key !== 'string') return fail(`jq: object keys must be strings, not ${encodeJson(key)}`)
    for (const value of run(first.value, input, scope)) {
      for (const others of objects(rest, input, scope)) yield new Map([[key, value], ...others])
    }
  }
}

function reduced(filter: Filter & { kind: 'reduce' }, input: Term, scope: Scope): Term {
  let result: Term = [...run(filter.start, input, scope)].at(-1) ?? null
  for (const value of run(filter.of, input, scope)) {
    result = [...run(filter.update, result, withVariable(scope, filter.name, value))].at(-1) ?? null
  }
  return result
}
