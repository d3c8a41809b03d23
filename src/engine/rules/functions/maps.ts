import { atMost, deepest } from '../bounds.js'
import { type PathStep, readPath, writePath } from '../paths.js'
import { fixedFloat } from '../floatText.js'
import { decodeJson, tryDecodeJson } from '../payload.js'
import { type Term, type TermMap, atomName, atomOf, fail, isBinary, isList, isMap, isNumber } from '../term.js'
import { entriesInOrder } from '../termMap.js'
import { map, takes, takesAny, text } from './define.js'

/** A map, also from its JSON text; an empty list is an empty map. */
export function jsonMap(value: Term): TermMap {
  if (isMap(value)) return value
  if (isBinary(value)) {
    const decoded = decodeJson(value)
    return isMap(decoded) ? decoded : fail('invalid_map')
  }
  return Array.isArray(value) && value.length === 0 ? new Map() : fail('invalid_map')
}

/** `a.b` as the path to b in a. */
function pathOf(key: Term): readonly PathStep[] {
  const parts = text(key).split('.', deepest + 1)
  atMost(deepest, parts.length)
  return parts.map((part) => ({ kind: 'key', key: part }))
}

function mapGet(key: Term, from: Term, otherwise?: Term): Term {
  // A list may be text to Erlang, but it is the key of nothing; nor are bytes that are no text.
  if (isList(key) || key instanceof Uint8Array) return otherwise
  const value = readPath(pathOf(key), from)
  return value === undefined ? otherwise : value
}

function mapPut(key: Term, value: Term, into: Term): Term {
  const root = isMap(into) ? into : new Map<string, Term>()
  return writePath(pathOf(key), value, root, root)
}

/** A key as it is, dots and all. */
function keyOf(key: Term): string | undefined {
  return typeof key === 'string' ? key : atomName(key)
}

function flatGet(key: Term, from: Term, otherwise?: Term): Term {
  const entries = map(from)
  const name = keyOf(key)
  return name !== undefined && entries.has(name) ? entries.get(name) : otherwise
}

/** A key that is a number is put as its text, the nearest that an object here can hold. */
function flatPut(key: Term, value: Term, into: Term): Term {
  const name = keyOf(key) ?? (isNumber(key) ? String(key) : fail('invalid_key'))
  return new Map(map(into)).set(name, value)
}

function entry([key, value]: readonly [string, Term]): Term {
  return new Map<string, Term>([
    ['key', key],
    ['value', value]
  ])
}

/** A marker, then keys and values as text; what has no text is left out. */
function hsetArguments(value: Term): Term {
  const marker = atomOf('map_to_redis_hset_args')
  const decoded = isBinary(value) ? tryDecodeJson(value) : value
  if (!isMap(decoded)) return [marker]
  const pairs = entriesInOrder(decoded).map(([key, member]) => [key, hsetValue(member)])
  return [marker, ...pairs.filter(([, member]) => member !== undefined).flat()]
}

function hsetValue(value: Term): Term {
  if (typeof value === 'number') return fixedFloat(value, 6)
  const hasText = isBinary(value) || typeof value === 'bigint' || typeof value === 'boolean'
  return hasText ? (isBinary(value) ? value : String(value)) : undefined
}

export const mapFunctions = {
  map_to_redis_hset_args: takes(1, hsetArguments),
  map_new: takes(0, () => new Map()),
  map_get: takesAny(2, mapGet, 3),
  map_put: takes(3, mapPut),
  mget: takesAny(2, flatGet, 3),
  mput: takes(3, flatPut),
  map_keys: takes(1, (value) => entriesInOrder(jsonMap(value)).map(([key]) => key)),
  map_values: takes(1, (value) => entriesInOrder(jsonMap(value)).map(([, member]) => member)),
  map_to_entries: takes(1, (value) => entriesInOrder(jsonMap(value)).map(entry)),
  map_size: takes(1, (value) => BigInt(jsonMap(value).size))
}
