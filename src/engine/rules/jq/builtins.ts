import { parseJson } from '../json.js'
import { type Term, type TermMap, fail, isList, isMap, isNumber } from '../term.js'
import { brokenDown, printed, read, secondsOf } from './dates.js'
import { plainText } from './formats.js'
import { libraryBuiltin } from './library.js'
import { matchesOf } from './matches.js'
import { deletePaths, getPath, setPath } from './paths.js'
import { type Builtin, Raised, made, places, run } from './run.js'
import { compareValues, isTrue, sortedMembers, textOfValue, typeOf, whole } from './values.js'

function list(value: Term): readonly Term[] {
  return isList(value) ? value : fail(`jq: ${typeOf(value)} is no array`)
}

function text(value: Term): string {
  return typeof value === 'string' ? value : fail(`jq: ${typeOf(value)} is no string`)
}

function object(value: Term): TermMap {
  return isMap(value) ? value : fail(`jq: ${typeOf(value)} has no keys`)
}

function number(value: Term): number {
  return isNumber(value) ? Number(value) : fail(`jq: ${typeOf(value)} number required`)
}

/** A function of its input alone. */
function plain(of: (input: Term) => Term): Builtin {
  return (input) => [made(input, of(input.value))]
}

/** A function of its input and each result of its parameters. */
function valued(of: (input: Term, ...values: readonly Term[]) => Term): Builtin {
  return function* (input, parameters, scope) {
    for (const values of combinations(parameters.map((each) => [...run(each, input.value, scope)])))
      yield made(input, of(input.value, ...values))
  }
}

function* combinations([first, ...rest]: readonly (readonly Term[])[]): Generator<readonly Term[]> {
  if (first === undefined) yield []
  else for (const others of combinations(rest)) for (const value of first) yield [value, ...others]
}

/** A function of a list and what a parameter makes of each element. */
function by(of: (pairs: Pairs) => Term): Builtin {
  return function* (input, [parameter], scope) {
    if (parameter === undefined) return
    yield made(input, of(list(input.value).map((item) => [[...run(parameter, item, scope)], item] as const)))
  }
}

type Pairs = readonly (readonly [Term, Term])[]

function length(value: Term): Term {
  if (value === null || value === undefined) return 0n
  if (typeof value === 'string') return BigInt(Array.from(value).length)
  if (isList(value)) return BigInt(value.length)
  if (isMap(value)) return BigInt(value.size)
  return isNumber(value) ? whole(Math.abs(Number(value))) : fail('jq: boolean has no length')
}

function keys(value: Term): Term {
  return isList(value) ? value.map((_, at) => BigInt(at)) : sortedMembers(object(value)).map(([key]) => key)
}

function has(value: Term, key: Term): boolean {
  return isList(value) ? number(key) >= 0 && number(key) < value.length : object(value).has(text(key))
}

function contained(value: Term, part: Term): boolean {
  if (isList(value) && isList(part)) return part.every((each) => value.some((item) => contained(item, each)))
  if (isMap(value) && isMap(part))
    return [...part].every(([key, each]) => value.has(key) && contained(value.get(key), each))
  if (typeof value === 'string' && typeof part === 'string') return value.includes(part)
  if (typeOf(value) !== typeOf(part))
    return fail(`jq: ${typeOf(value)} and ${typeOf(part)} cannot have their containment checked`)
  return compareValues(value, part) === 0
}

const sorted = (pairs: Pairs): Pairs => pairs.toSorted(([a], [b]) => compareValues(a, b))

function grouped(pairs: Pairs): Term[][] {
  const groups: [Term, Term[]][] = []
  for (const [key, item] of sorted(pairs)) {
    const last = groups.at(-1)
    if (last !== undefined && compareValues(last[0], key) === 0) last[1].push(item)
    else groups.push([key, [item]])
  }
  return groups.map(([, items]) => items)
}

/** Of equal ones the first is the least, the last the greatest. */
function extreme(pairs: Pairs, sign: 1 | -1): Term {
  const ordered = sorted(pairs)
  return (sign === -1 ? ordered[0] : ordered.at(-1))?.[1] ?? null
}

const asPairs = (value: Term): Pairs => list(value).map((item) => [item, item])

function toNumber(value: Term): Term {
  if (isNumber(value)) return value
  const parsed = parseJson(text(value).trim())
  return isNumber(parsed) ? whole(parsed) : fail('jq: cannot be parsed as a number')
}

/** Places of a piece in a text, in bytes as in jq 1.6, or of a list or value in a list. */
function indices(value: Term, part: Term): Term {
  if (value === null) return null
  if (typeof value === 'string') {
    const [bytes, piece] = [Buffer.from(value), Buffer.from(text(part))]
    const found: bigint[] = []
    for (let at = bytes.indexOf(piece); at !== -1 && piece.length > 0; at = bytes.indexOf(piece, at + 1))
      found.push(BigInt(at))
    return found
  }
  const wanted = isList(part) ? part : [part]
  if (wanted.length === 0) return null
  const items = list(value)
  const fits = (at: number): boolean =>
    wanted.every((item, place) => at + place < items.length && compareValues(items[at + place], item) === 0)
  return items.flatMap((_, at) => (fits(at) ? [BigInt(at)] : []))
}

function implode(value: Term): string {
  return list(value)
    .map((code) => String.fromCodePoint(number(code)))
    .join('')
}

function search(value: Term, wanted: Term): Term {
  const items = list(value)
  const at = items.findIndex((item) => compareValues(item, wanted) >= 0)
  const found = at !== -1 && compareValues(items[at], wanted) === 0
  return BigInt(found ? at : -1 - (at === -1 ? items.length : at))
}

function joined(value: Term, separator: Term): string {
  const cell = (item: Term): string =>
    item === null ? '' : isList(item) || isMap(item) ? noText(item) : plainText(item)
  return list(value).map(cell).join(text(separator))
}

function noText(item: Term): never {
  return fail(`jq: string and ${typeOf(item)} cannot be added`)
}

/** As jq raises it: `catch` gets the value itself. */
function raised(value: Term): never {
  throw new Raised(value)
}

const withoutEnd = (value: Term, end: Term): Term =>
  typeof value === 'string' && typeof end === 'string' && end !== '' && value.endsWith(end)
    ? value.slice(0, -end.length)
    : value
const withoutStart = (value: Term, start: Term): Term =>
  typeof value === 'string' && typeof start === 'string' && value.startsWith(start) ? value.slice(start.length) : value

const roundHalfAway = (value: number): number => Math.sign(value) * Math.round(Math.abs(value))

const mathematics: Readonly<Record<string, (value: number) => number>> = {
  floor: (value) => Math.floor(value),
  ceil: (value) => Math.ceil(value),
  trunc: (value) => Math.trunc(value),
  round: roundHalfAway,
  fabs: (value) => Math.abs(value),
  sqrt: (value) => Math.sqrt(value),
  cbrt: (value) => Math.cbrt(value),
  exp: (value) => Math.exp(value),
  exp2: (value) => 2 ** value,
  exp10: (value) => 10 ** value,
  log: (value) => Math.log(value),
  log2: (value) => Math.log2(value),
  log10: (value) => Math.log10(value),
  sin: (value) => Math.sin(value),
  cos: (value) => Math.cos(value),
  tan: (value) => Math.tan(value),
  asin: (value) => Math.asin(value),
  acos: (value) => Math.acos(value),
  atan: (value) => Math.atan(value)
}

const own: ReadonlyMap<string, Builtin> = new Map<string, Builtin>([
  ...Object.entries(mathematics).map(([name, of]): [string, Builtin] => [
    `${name}/0`,
    plain((value) => whole(of(number(value))))
  ]),
  ['pow/2', valued((_, base, exponent) => whole(number(base) ** number(exponent)))],
  ['infinite/0', plain(() => Number.MAX_VALUE)],
  ['nan/0', plain(() => Number.NaN)],
  ['isnan/0', plain((value) => Number.isNaN(number(value)))],
  ['isinfinite/0', plain((value) => Math.abs(number(value)) === Number.MAX_VALUE)],
  ['isnormal/0', plain((value) => Math.abs(number(value)) >= 2.2250738585072014e-308)],
  ['empty/0', () => []],
  ['not/0', plain((value) => !isTrue(value))],
  ['null/0', plain(() => null)],
  ['true/0', plain(() => true)],
  ['false/0', plain(() => false)],
  ['error/0', plain(raised)],
  ['error/1', valued((_, value) => raised(value))],
  ['type/0', plain(typeOf)],
  ['length/0', plain(length)],
  ['utf8bytelength/0', plain((value) => BigInt(Buffer.byteLength(text(value))))],
  ['keys/0', plain(keys)],
  ['keys_unsorted/0', plain((value) => (isMap(value) ? [...value.keys()] : keys(value)))],
  ['has/1', valued(has)],
  ['contains/1', valued(contained)],
  [
    'path/1',
    function* (input, [parameter], scope) {
      if (parameter === undefined) return
      for (const { path = [] } of places(parameter, { value: input.value, path: [] }, scope)) yield made(input, path)
    }
  ],
  [
    'getpath/1',
    function* ({ value, path }, [parameter], scope) {
      if (parameter !== undefined)
        for (const inner of run(parameter, value, scope))
          yield { value: getPath(value, list(inner)), path: path && [...path, ...list(inner)] }
    }
  ],
  ['setpath/2', valued((value, path, to) => setPath(value, list(path), to))],
  ['delpaths/1', valued((value, paths) => deletePaths(value, list(paths).map(list)))],
  ['tostring/0', plain(plainText)],
  ['tojson/0', plain(textOfValue)],
  ['fromjson/0', plain((value) => parseJson(text(value)))],
  ['tonumber/0', plain(toNumber)],
  ['ascii_downcase/0', plain((value) => text(value).replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase()))],
  ['ascii_upcase/0', plain((value) => text(value).replaceAll(/[a-z]/g, (letter) => letter.toUpperCase()))],
  ['explode/0', plain((value) => Array.from(text(value), (letter) => BigInt(letter.codePointAt(0) ?? 0)))],
  ['implode/0', plain(implode)],
  [
    'reverse/0',
    plain((value) =>
      typeof value === 'string' ? Array.from(value).reverse().join('') : [...list(value ?? [])].reverse()
    )
  ],
  ['sort/0', plain((value) => list(value).toSorted(compareValues))],
  ['unique/0', plain((value) => grouped(asPairs(value)).map(([first]) => first))],
  ['min/0', plain((value) => extreme(asPairs(value), -1))],
  ['max/0', plain((value) => extreme(asPairs(value), 1))],
  ['sort_by/1', by((pairs) => sorted(pairs).map(([, item]) => item))],
  ['group_by/1', by(grouped)],
  ['unique_by/1', by((pairs) => grouped(pairs).map(([first]) => first))],
  ['min_by/1', by((pairs) => extreme(pairs, -1))],
  ['max_by/1', by((pairs) => extreme(pairs, 1))],
  ['indices/1', valued(indices)],
  ['index/1', valued((value, part) => list(indices(value, part) ?? []).at(0) ?? null)],
  ['rindex/1', valued((value, part) => list(indices(value, part) ?? []).at(-1) ?? null)],
  ['bsearch/1', valued(search)],
  ['join/1', valued(joined)],
  ['split/1', valued((value, separator) => (value === '' ? [] : text(value).split(text(separator))))],
  ['startswith/1', valued((value, start) => text(value).startsWith(text(start)))],
  ['endswith/1', valued((value, end) => text(value).endsWith(text(end)))],
  ['ltrimstr/1', valued(withoutStart)],
  ['rtrimstr/1', valued(withoutEnd)],
  [
    'match/2',
    function* (input, [pattern, flags], scope) {
      if (pattern === undefined || flags === undefined) return
      for (const own_ of run(flags, input.value, scope))
        for (const source of run(pattern, input.value, scope))
          for (const match of matchesOf(text(input.value), text(source), own_ === null ? '' : text(own_)))
            yield made(input, match)
    }
  ],
  [
    'range/2',
    function* (input, [from, to], scope) {
      if (from === undefined || to === undefined) return
      for (const first of run(from, input.value, scope))
        for (const end of run(to, input.value, scope))
          for (let at = number(first); at < number(end); at += 1) {
            scope.budget.step()
            yield made(input, whole(at))
          }
    }
  ],
  ['now/0', plain(() => Date.now() / 1000)],
  ['gmtime/0', plain((value) => brokenDown(number(value)))],
  ['mktime/0', plain((value) => whole(secondsOf(value)))],
  ['strftime/1', valued((value, format) => printed(value, text(format)))],
  ['strptime/1', valued((value, format) => read(text(value), text(format)))]
])

/** A function by its name and the number of its parameters. */
export function builtinOf(key: string): Builtin | undefined {
  return own.get(key) ?? libraryBuiltin(key)
}
