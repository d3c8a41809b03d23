import { AppError } from '../../../shared/errors.js'
import { equal } from '../order.js'
import { type Term, type TermMap, fail, isList, isMap } from '../term.js'
import { formatted } from './formats.js'
import { getPath, member, setPath, sliceOf } from './paths.js'
import type { Definition, Filter, Member, Pattern } from './syntax.js'
import { arithmetic, compareValues, isTrue, textOfValue, typeOf } from './values.js'

/** What names stand for in a part of a program. */
export interface Scope {
  readonly variables: ReadonlyMap<string, Term>
  readonly functions: ReadonlyMap<string, Closure>
  readonly labels: ReadonlyMap<string, symbol>
  readonly builtins: (key: string) => Builtin | undefined
  readonly budget: Budget
}

/** A value, and the way to it from where a path began; undefined where nobody asks for paths. */
export interface Place {
  readonly value: Term
  readonly path: readonly Term[] | undefined
}

export type Builtin = (input: Place, parameters: readonly Filter[], scope: Scope) => Iterable<Place>

export interface Closure {
  readonly definition: Definition
  /** Where it was defined; itself included, which it may call. */
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

/** Leaves the label of that name. */
class Break extends Error {
  constructor(readonly label: symbol) {
    super('break')
  }
}

/** An error that a program made, with the value that `catch` gets. */
export class Raised extends Error {
  constructor(readonly value: Term) {
    super('raised')
  }
}

/** All results of a program on a value. */
export function* run(filter: Filter, input: Term, scope: Scope): Generator<Term> {
  for (const { value } of places(filter, { value: input, path: undefined }, scope)) yield value
}

/** The same with the paths to them; throws for what has no path. */
export function* places(filter: Filter, input: Place, scope: Scope): Generator<Place> {
  scope.budget.step()
  const { value } = input
  switch (filter.kind) {
    case 'identity':
      yield input
      return
    case 'index':
      for (const of of places(filter.of, input, scope))
        for (const key of run(filter.key, value, scope)) yield step(of, key)
      return
    case 'slice':
      yield* slices(filter, input, scope)
      return
    case 'iterate':
      for (const of of places(filter.of, input, scope)) yield* elements(of)
      return
    case 'try':
      yield* attempted(filter.body, filter.handler, input, scope)
      return
    case 'if':
      for (const test of run(filter.test, value, scope))
        yield* places(isTrue(test) ? filter.consequence : filter.otherwise, input, scope)
      return
    case 'bind':
      for (const of of run(filter.of, value, scope))
        for (const inner of bound(filter.pattern, of, scope)) yield* places(filter.body, input, inner)
      return
    case 'fold':
      yield* folded(filter, input, scope)
      return
    case 'label':
      yield* labelled(filter.name, filter.body, input, scope)
      return
    case 'break':
      throw new Break(scope.labels.get(filter.name) ?? fail(`jq: ${filter.name} is not defined`))
    case 'define':
      yield* places(filter.body, input, withFunction(scope, filter.definition))
      return
    case 'call':
      yield* called(filter.name, filter.parameters, input, scope)
      return
    case 'binary':
      yield* binary(filter, input, scope)
      return
    default:
      for (const result of values(filter, value, scope)) yield made(input, result)
  }
}

/** What a program makes anew is at no place. */
export function made(input: Place, value: Term): Place {
  if (input.path !== undefined && value !== null) fail('jq: invalid path expression')
  return { value, path: input.path }
}

function* values(filter: Filter, input: Term, scope: Scope): Generator<Term> {
  switch (filter.kind) {
    case 'literal':
      yield filter.value
      return
    case 'format':
      yield formatted(filter.format, input)
      return
    case 'text':
      yield* texts(filter.pieces, filter.format, input, scope)
      return
    case 'variable':
      yield scope.variables.has(filter.name)
        ? scope.variables.get(filter.name)
        : filter.name === '$ENV'
          ? new Map()
          : fail(`jq: ${filter.name} is not defined`)
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
    default:
      fail('jq: no value')
  }
}

function* texts(pieces: readonly (string | Filter)[], format: string, input: Term, scope: Scope): Generator<string> {
  const last = pieces.at(-1)
  if (last === undefined) yield ''
  else if (typeof last === 'string')
    for (const start of texts(pieces.slice(0, -1), format, input, scope)) yield start + last
  else
    for (const value of run(last, input, scope))
      for (const start of texts(pieces.slice(0, -1), format, input, scope)) yield start + formatted(format, value)
}

function step({ value, path }: Place, key: Term): Place {
  return { value: member(value, key), path: path && [...path, key] }
}

export function* elements({ value, path }: Place): Generator<Place> {
  const keys = isList(value) ? Array.from(value.keys(), BigInt) : isMap(value) ? value.keys() : noKeys(value)
  for (const key of keys) yield { value: member(value, key), path: path && [...path, key] }
}

function noKeys(value: Term): never {
  return fail(`jq: Cannot iterate over ${typeOf(value)}`)
}

function* slices(filter: Filter & { kind: 'slice' }, input: Place, scope: Scope): Generator<Place> {
  const ends = (end: Filter | undefined): Iterable<Term> => (end === undefined ? [null] : run(end, input.value, scope))
  for (const { value, path } of places(filter.of, input, scope)) {
    for (const to of ends(filter.to)) {
      for (const from of ends(filter.from)) {
        const key = new Map([
          ['start', from],
          ['end', to]
        ])
        yield { value: sliceOf(value, from, to), path: path && [...path, key] }
      }
    }
  }
}

function* attempted(body: Filter, handler: Filter | undefined, input: Place, scope: Scope): Generator<Place> {
  try {
    yield* places(body, input, scope)
  } catch (error) {
    if (handler !== undefined) yield* places(handler, { value: messageOf(error), path: input.path }, scope)
    else messageOf(error)
  }
}

/** What `catch` gets; what no program can catch is thrown again. */
function messageOf(error: unknown): Term {
  if (error instanceof Raised) return error.value
  if (!(error instanceof AppError) || error.data['reason'] === 'jq: timeout') throw error
  return String(error.data['reason']).replace(/^jq: /, '')
}

function* labelled(name: string, body: Filter, input: Place, scope: Scope): Generator<Place> {
  const label = Symbol(name)
  try {
    yield* places(body, input, { ...scope, labels: new Map(scope.labels).set(name, label) })
  } catch (error) {
    if (!(error instanceof Break) || error.label !== label) throw error
  }
}

export function withVariable(scope: Scope, name: string, value: Term): Scope {
  return { ...scope, variables: new Map(scope.variables).set(name, value) }
}

/** A scope for each way in which a value can be taken apart. */
function* bound(pattern: Pattern, value: Term, scope: Scope): Generator<Scope> {
  if (pattern.kind === 'name') yield withVariable(scope, pattern.name, value)
  else yield* boundParts(pattern.parts, value, scope)
}

function* boundParts(
  [first, ...rest]: readonly { readonly key: Filter; readonly pattern: Pattern }[],
  value: Term,
  scope: Scope
): Generator<Scope> {
  if (first === undefined) yield scope
  else
    for (const key of run(first.key, value, scope))
      for (const inner of bound(first.pattern, member(value, key), scope)) yield* boundParts(rest, value, inner)
}

function withFunction(scope: Scope, definition: Definition): Scope {
  const functions = new Map(scope.functions)
  const inner: Scope = { ...scope, functions }
  functions.set(`${definition.name}/${definition.parameters.length}`, { definition, scope: () => inner })
  return inner
}

function* called(name: string, parameters: readonly Filter[], input: Place, scope: Scope): Generator<Place> {
  const key = `${name}/${parameters.length}`
  const closure = scope.functions.get(key)
  const builtin = closure === undefined ? scope.builtins(key) : undefined
  if (closure !== undefined) yield* entered(closure, parameters, input, scope)
  else if (builtin !== undefined) yield* builtin(input, parameters, scope)
  else fail(`jq: ${key} is not defined`)
}

/** Runs a function; a parameter with `$` is each of its values in turn. */
export function* entered(
  { definition, scope: own }: Closure,
  parameters: readonly Filter[],
  input: Place,
  scope: Scope
): Generator<Place> {
  const functions = new Map(own().functions)
  const valued: { name: string; filter: Filter }[] = []
  for (const [at, parameter] of definition.parameters.entries()) {
    const body = parameters[at] ?? fail('jq: no parameter')
    const name = parameter.replace('$', '')
    if (name !== parameter) valued.push({ name: parameter, filter: body })
    functions.set(`${name}/0`, { definition: { name, parameters: [], body }, scope: () => scope })
  }
  for (const inner of valuesOf(valued, input.value, scope, { ...own(), functions }))
    yield* places(definition.body, input, inner)
}

function* valuesOf(
  [first, ...rest]: readonly { readonly name: string; readonly filter: Filter }[],
  input: Term,
  outer: Scope,
  inner: Scope
): Generator<Scope> {
  if (first === undefined) yield inner
  else
    for (const value of run(first.filter, input, outer))
      yield* valuesOf(rest, input, outer, withVariable(inner, first.name, value))
}

function* binary(filter: Filter & { kind: 'binary' }, input: Place, scope: Scope): Generator<Place> {
  const { operator, left, right } = filter
  switch (operator) {
    case '|':
      for (const place of places(left, input, scope)) yield* places(right, place, scope)
      return
    case ',':
      yield* places(left, input, scope)
      yield* places(right, input, scope)
      return
    case '//': {
      const found = [...attempted(left, undefined, input, scope)].filter(({ value }) => isTrue(value))
      yield* found.length === 0 ? places(right, input, scope) : found
      return
    }
    default:
      for (const result of operated(operator, left, right, input.value, scope)) yield made(input, result)
  }
}

function* operated(operator: string, left: Filter, right: Filter, input: Term, scope: Scope): Generator<Term> {
  switch (operator) {
    case 'and':
    case 'or':
      for (const value of run(left, input, scope)) {
        if (isTrue(value) === (operator === 'or')) yield operator === 'or'
        else for (const other of run(right, input, scope)) yield isTrue(other)
      }
      return
    case '|=':
      yield updated(left, input, scope, (value) => {
        for (const result of run(right, value, scope)) return result
        return null
      })
      return
    case '=':
      for (const value of run(right, input, scope)) yield updated(left, input, scope, () => value)
      return
    case '==':
    case '!=':
    case '<':
    case '<=':
    case '>':
    case '>=':
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
      for (const b of run(right, input, scope)) for (const a of run(left, input, scope)) yield combined(operator, a, b)
      return
    default: {
      const own = operator.slice(0, -1)
      for (const b of run(right, input, scope))
        yield updated(left, input, scope, (a) => (own !== '//' ? combined(own, a, b) : isTrue(a) ? a : b))
    }
  }
}

function updated(paths: Filter, input: Term, scope: Scope, change: (value: Term) => Term): Term {
  let result = input
  for (const { path = [] } of places(paths, { value: input, path: [] }, scope)) {
    result = setPath(result, path, change(getPath(result, path)))
  }
  return result
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
    if (typeof key !== 'string') return fail(`jq: Object keys must be strings, not ${textOfValue(key)}`)
    for (const value of run(first.value, input, scope)) {
      for (const others of objects(rest, input, scope)) yield new Map([[key, value], ...others])
    }
  }
}

function* folded(filter: Filter & { kind: 'fold' }, input: Place, scope: Scope): Generator<Place> {
  const { of, pattern, start, update, extract } = filter
  for (const first of places(start, input, scope)) {
    let state = first
    for (const value of run(of, input.value, scope)) {
      for (const inner of bound(pattern, value, scope)) {
        let next: Place | undefined
        for (const result of places(update, state, inner)) {
          next = result
          if (extract !== undefined) yield* places(extract, result, inner)
        }
        state = next ?? (extract === undefined ? { value: null, path: state.path } : state)
      }
    }
    if (extract === undefined) yield state
  }
}
