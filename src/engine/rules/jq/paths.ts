import { type Term, type TermMap, fail, isList, isMap, isNumber } from '../term.js'
import { compareValues, typeOf } from './values.js'

/** Longer lists are not made by writing far beyond the end of one. */
const longestList = 1_000_000

export function member(value: Term, key: Term): Term {
  if (isMap(key)) return sliceOf(value, key.get('start'), key.get('end'))
  if (value === null && (typeof key === 'string' || isNumber(key))) return null
  if (isMap(value) && typeof key === 'string') return value.get(key) ?? null
  if (isList(value) && isNumber(key)) return value.at(Math.floor(Number(key))) ?? null
  return fail(`jq: Cannot index ${typeOf(value)} with ${typeof key === 'string' ? `"${key}"` : typeOf(key)}`)
}

/** A part of a list, or of a text by characters; places may be counted from the end. */
export function sliceOf(value: Term, from: Term, to: Term): Term {
  if (value === null) return null
  if (typeof value === 'string') {
    const characters = Array.from(value)
    return characters.slice(...bounds(characters.length, from, to)).join('')
  }
  return isList(value)
    ? value.slice(...bounds(value.length, from, to))
    : fail(`jq: Cannot index ${typeOf(value)} with object`)
}

function bounds(length: number, from: Term, to: Term): [number, number] {
  const place = (end: Term, otherwise: number, round: (x: number) => number): number => {
    if (end === null || end === undefined) return otherwise
    const at = isNumber(end) ? round(Number(end)) : fail('jq: Start and end indices of an array slice must be numbers')
    return Math.min(Math.max(at < 0 ? at + length : at, 0), length)
  }
  return [place(from, 0, Math.floor), place(to, length, Math.ceil)]
}

export function getPath(value: Term, path: readonly Term[]): Term {
  let result = value
  for (const key of path) {
    if (result === null) return null
    result = member(result, key)
  }
  return result
}

export function setPath(value: Term, path: readonly Term[], to: Term): Term {
  const [key, ...rest] = path
  if (path.length === 0) return to
  if (isMap(key)) return spliced(value, key, (part) => setPath(part, rest, to))
  const inner = setPath(member(value, key), rest, to)
  if (typeof key === 'string') return new Map(isMap(value) ? value : []).set(key, inner)
  if (!isNumber(key)) return fail(`jq: Cannot index ${typeOf(value)} with ${typeOf(key)}`)
  const list = isList(value) ? [...value] : []
  const at = Number(key) < 0 ? Math.floor(Number(key)) + list.length : Math.floor(Number(key))
  if (at < 0) return fail('jq: Out of bounds negative array index')
  if (at > longestList) return fail('jq: Array index too large')
  while (list.length < at) list.push(null)
  list[at] = inner
  return list
}

function spliced(value: Term, key: TermMap, change: (part: Term) => Term): Term {
  const list =
    value === null ? [] : isList(value) ? value : fail('jq: A slice of an array can only be assigned another array')
  const [from, to] = bounds(list.length, key.get('start'), key.get('end'))
  const part = change(list.slice(from, to))
  const items = isList(part) ? part : fail('jq: A slice of an array can only be assigned another array')
  return [...list.slice(0, from), ...items, ...list.slice(Math.max(from, to))]
}

/** The longest and last ones first, so that the others still lead to what they did. */
export function deletePaths(value: Term, paths: readonly (readonly Term[])[]): Term {
  return paths.toSorted((a, b) => compareValues(b, a)).reduce<Term>((result, path) => deletePath(result, path), value)
}

function deletePath(value: Term, path: readonly Term[]): Term {
  const [key, ...rest] = path
  if (path.length === 0 || value === null) return null
  if (rest.length > 0) {
    const inner = member(value, key)
    return inner === null ? value : setPath(value, [key], deletePath(inner, rest))
  }
  if (isMap(key)) return spliced(value, key, () => [])
  if (isMap(value) && typeof key === 'string') return new Map([...value].filter(([name]) => name !== key))
  if (!isList(value) || !isNumber(key)) return fail(`jq: Cannot delete field of ${typeOf(value)}`)
  const at = Number(key) < 0 ? Number(key) + value.length : Number(key)
  return value.filter((_, place) => place !== at)
}
