import { parseJson } from '../json.js'
import { encodeJson } from '../jsonText.js'
import { identical } from '../order.js'
import { type Term, type TermMap, fail, isList, isMap, isNumber } from '../term.js'
import { entriesInOrder } from '../termMap.js'
import { type Builtin, descendants, run } from './run.js'
import { parseProgram, type Filter } from './syntax.js'
import { arithmetic, compareValues, isTrue, typeOf, whole } from './values.js'

function list(value: Term): readonly Term[] {
  return isList(value) ? value : fail(`jq: ${typeOf(value)} is no array`)
}

function text(value: Term): string {
  return typeof value === 'string' ? value : fail(`jq: ${typeOf(value)} is no string`)
}

function object(value: Term): TermMap {
  return isMap(value) ? value : fail(`jq: ${typeOf(value)} is no object`)
}

function number(value: Term): number {
  return isNumber(value) ? Number(value) : fail(`jq: ${typeOf(value)} is no number`)
}

/** A function of its input alone. */
function plain(of: (input: Term) => Term): Builtin {
  return (input) => [of(input)]
}

/** A function of its input and each result of one parameter. */
function with1(of: (input: Term, value: Term) => Term): Builtin {
  return function* (input, [parameter], scope) {
    if (parameter !== undefined) for (const value of run(parameter, input, scope)) yield of(input, value)
  }
}

/** A function of a list and what a parameter makes of each element. */
function by(of: (pairs: readonly (readonly [Term, Term])[]) => Term): Builtin {
  return (input, [parameter], scope) => {
    if (parameter === undefined) return []
    return [of(list(input).map((item) => [[...run(parameter, item, scope)], item] as const))]
  }
}

function length(value: Term): Term {
  if (value === null || value === undefined) return 0n
  if (typeof value === 'string') return BigInt(Array.from(value).length)
  if (isList(value)) return BigInt(value.length)
  if (isMap(value)) return BigInt(value.size)
  return isNumber(value) ? (value < 0 ? arithmetic('-', 0n, value) : value) : fail('jq: boolean has no length')
}

function keys(value: Term): Term {
  if (isList(value)) return value.map((_, at) => BigInt(at))
  return entriesInOrder(object(value)).map(([key]) => key)
}

function has(value: Term, key: Term): boolean {
  if (isList(value)) return number(key) >= 0 && number(key) < value.length
  return object(value).has(text(key))
}

function contained(value: Term, part: Term): boolean {
  if (isList(value) && isList(part)) return part.every((each) => value.some((item) => contained(item, each)))
  if (isMap(value) && isMap(part))
    return [...part].every(([key, each]) => value.has(key) && contained(value.get(key), each))
  if (typeof value === 'string' && typeof part === 'string') return value.includes(part)
  return compareValues(value, part) === 0
}

function unique(pairs: readonly (readonly [Term, Term])[]): Term {
  const sorted = [...pairs].sort(([a], [b]) => compareValues(a, b))
  return sorted.filter(([key], at) => at === 0 || compareValues(sorted[at - 1]?.[0], key) !== 0).map(([, item]) => item)
}

function grouped(pairs: readonly (readonly [Term, Term])[]): Term {
  const groups: [Term, Term[]][] = []
  for (const [key, item] of [...pairs].sort(([a], [b]) => compareValues(a, b))) {
    const last = groups.at(-1)
    if (last !== undefined && compareValues(last[0], key) === 0) last[1].push(item)
    else groups.push([key, [item]])
  }
  return groups.map(([, items]) => items)
}

function extreme(pairs: readonly (readonly [Term, Term])[], sign: 1 | -1): Term {
  const [first, ...rest] = pairs
  if (first === undefined) return null
  return rest.reduce(
    (best, pair) => (compareValues(pair[0], best[0]) * sign >= (sign === 1 ? 0 : 1) ? pair : best),
    first
  )[1]
}

const asPairs = (value: Term): readonly (readonly [Term, Term])[] => list(value).map((item) => [item, item])

function flattened(value: Term, depth: number): Term[] {
  return list(value).flatMap((item) => (isList(item) && depth > 0 ? flattened(item, depth - 1) : [item]))
}

function toNumber(value: Term): Term {
  if (isNumber(value)) return value
  const parsed = parseJson(text(value).trim())
  return isNumber(parsed) ? whole(parsed) : fail('jq: cannot be parsed as a number')
}

function entry([key, value]: readonly [string, Term]): Term {
  return new Map<string, Term>([
    ['key', key],
    ['value', value]
  ])
}

function fromEntry(item: Term): readonly [string, Term] {
  const members = object(item)
  const key = members.get('key') ?? members.get('k') ?? members.get('name') ?? null
  return [typeof key === 'string' ? key : encodeJson(key), members.get('value') ?? members.get('v') ?? null]
}

function range(from: number, to: number): Iterable<Term> {
  return (function* () {
    for (let at = from; at < to; at += 1) yield whole(at)
  })()
}

function rounded(of: (value: number) => number): Builtin {
  return plain((value) => whole(of(number(value))))
}

const own: readonly (readonly [string, Builtin])[] = [
  ['length/0', plain(length)],
  ['keys/0', plain(keys)],
  ['type/0', plain(typeOf)],
  ['not/0', plain((value) => !isTrue(value))],
  ['empty/0', () => []],
  ['null/0', plain(() => null)],
  ['true/0', plain(() => true)],
  ['false/0', plain(() => false)],
  ['error/0', plain((value) => fail(`jq: ${typeof value === 'string' ? value : encodeJson(value)}`))],
  ['error/1', with1((_, value) => fail(`jq: ${typeof value === 'string' ? value : encodeJson(value)}`))],
  [
    'add/0',
    plain((value) =>
      (isMap(value) ? [...value.values()] : list(value)).reduce<Term>((all, item) => arithmetic('+', all, item), null)
    )
  ],
  ['any/0', plain((value) => list(value).some(isTrue))],
  ['all/0', plain((value) => list(value).every(isTrue))],
  ['floor/0', rounded(Math.floor)],
  ['ceil/0', rounded(Math.ceil)],
  ['round/0', rounded(Math.round)],
  ['fabs/0', rounded(Math.abs)],
  ['sqrt/0', rounded(Math.sqrt)],
  ['tostring/0', plain((value) => (typeof value === 'string' ? value : encodeJson(value)))],
  ['tojson/0', plain(encodeJson)],
  ['fromjson/0', plain((value) => parseJson(text(value)))],
  ['tonumber/0', plain(toNumber)],
  ['ascii_downcase/0', plain((value) => text(value).replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase()))],
  ['ascii_upcase/0', plain((value) => text(value).replaceAll(/[a-z]/g, (letter) => letter.toUpperCase()))],
  [
    'reverse/0',
    plain((value) =>
      typeof value === 'string' ? Array.from(value).reverse().join('') : [...list(value ?? [])].reverse()
    )
  ],
  ['sort/0', plain((value) => [...list(value)].sort(compareValues))],
  ['unique/0', plain((value) => unique(asPairs(value)))],
  ['min/0', plain((value) => extreme(asPairs(value), -1))],
  ['max/0', plain((value) => extreme(asPairs(value), 1))],
  ['flatten/0', plain((value) => flattened(value, Number.POSITIVE_INFINITY))],
  ['flatten/1', with1((value, depth) => flattened(value, number(depth)))],
  ['to_entries/0', plain((value) => entriesInOrder(object(value)).map(entry))],
  ['from_entries/0', plain((value) => new Map(list(value).map(fromEntry)))],
  ['recurse/0', (input) => descendants(input)],
  ['has/1', with1(has)],
  ['contains/1', with1(contained)],
  ['inside/1', with1((value, whole_) => contained(whole_, value))],
  ['index/1', with1((value, part) => indexOf(value, part))],
  [
    'join/1',
    with1((value, separator) =>
      list(value)
        .map((item) => (item === null ? '' : typeof item === 'string' ? item : encodeJson(item)))
        .join(text(separator))
    )
  ],
  ['split/1', with1((value, separator) => (value === '' ? [] : text(value).split(text(separator))))],
  ['startswith/1', with1((value, start) => text(value).startsWith(text(start)))],
  ['endswith/1', with1((value, end) => text(value).endsWith(text(end)))],
  [
    'ltrimstr/1',
    with1((value, start) =>
      typeof value === 'string' && typeof start === 'string' && value.startsWith(start)
        ? value.slice(start.length)
        : value
    )
  ],
  [
    'rtrimstr/1',
    with1((value, end) =>
      typeof value === 'string' && typeof end === 'string' && end !== '' && value.endsWith(end)
        ? value.slice(0, -end.length)
        : value
    )
  ],
  [
    'range/1',
    (input, [to], scope) =>
      [...run(to ?? { kind: 'identity' }, input, scope)].flatMap((value) => [...range(0, Math.min(number(value), 1e6))])
  ],
  ['sort_by/1', by((pairs) => [...pairs].sort(([a], [b]) => compareValues(a, b)).map(([, item]) => item))],
  ['group_by/1', by(grouped)],
  ['unique_by/1', by(unique)],
  ['min_by/1', by((pairs) => extreme(pairs, -1))],
  ['max_by/1', by((pairs) => extreme(pairs, 1))]
]

function indexOf(value: Term, part: Term): Term {
  const at = isList(value) ? value.findIndex((item) => identical(item, part)) : text(value).indexOf(text(part))
  return at === -1 ? null : BigInt(at)
}

/** Functions that jq defines in its own language. */
const derived: Readonly<Record<string, string>> = {
  'map/1': 'def map(f): [.[] | f]; map',
  'select/1': 'def select(f): if f then . else empty end; select',
  'map_values/1':
    'def map_values(f): if type == "array" then [.[] | f] else with_entries({key, value: (.value | f)}) end; map_values',
  'with_entries/1': 'def with_entries(f): to_entries | map(f) | from_entries; with_entries',
  'recurse/1': 'def recurse(f): def r: ., (f | r); r; recurse',
  'while/2': 'def while(c; u): def w: if c then ., (u | w) else empty end; w; while',
  'until/2': 'def until(c; u): def w: if c then . else (u | w) end; w; until',
  'repeat/1': 'def repeat(f): def r: ., (f | r); r; repeat',
  'first/0': '.[0]',
  'last/0': '.[-1]',
  'values/0': 'if . == null then empty else . end',
  'nulls/0': 'if . == null then . else empty end',
  'strings/0': 'if type == "string" then . else empty end',
  'numbers/0': 'if type == "number" then . else empty end',
  'arrays/0': 'if type == "array" then . else empty end',
  'objects/0': 'if type == "object" then . else empty end',
  'any/1': 'def any(f): [.[] | f] | any; any',
  'all/1': 'def all(f): [.[] | f] | all; all'
}

const programs = new Map<string, Filter>()

function derivedBuiltin(key: string, source: string): Builtin {
  return (input, parameters, scope) => {
    const program = programs.get(key) ?? parseProgram(source)
    programs.set(key, program)
    return run(applied(program, parameters), input, scope)
  }
}

/** A definition that ends with its own name, called with what a call was given. */
function applied(program: Filter, parameters: readonly Filter[]): Filter {
  if (program.kind !== 'define') return program
  return { ...program, body: { kind: 'call', name: program.definition.name, parameters } }
}

export const builtins: ReadonlyMap<string, Builtin> = new Map([
  ...own,
  ...Object.entries(derived).map(([key, source]): readonly [string, Builtin] => [key, derivedBuiltin(key, source)])
])
