import { tryDecodeJson } from './payload.js'
import type { Row } from './row.js'
import { type Term, isBinary, isList, isMap } from './term.js'

/** One step of a path, ready to run; a place is counted from 1, or from the end with a minus sign. */
export type PathStep =
  | { readonly kind: 'key'; readonly key: string }
  | { readonly kind: 'place'; readonly place: Place }
  /** The place is what another variable or path holds, looked up in the same root. */
  | { readonly kind: 'lookup'; readonly steps: readonly PathStep[] }
/** Before the first and after the last element; other than integers are no place. */
export type Place = bigint | 'head' | 'tail' | 'nowhere'

/** What a path is read from or written to: the columns of a rule, or a value. */
export type Root = Row | Term

/** A step on the way finds nothing in undefined, JSON null and scalars; text on the way is decoded as JSON. */
export function readPath(steps: readonly PathStep[], root: Root, start: Root = root): Term {
  let value: Root = start
  for (const step of steps) {
    value = readStep(step, value, root)
    if (value === undefined) return undefined
  }
  return value as Term
}

function isRow(value: Root): value is Row {
  return typeof value === 'object' && value !== null && 'overEvent' in value
}

function readStep(step: PathStep, from: Root, root: Root): Term {
  if (isRow(from)) return step.kind === 'key' ? from.lookup(step.key) : undefined
  const value = isBinary(from) ? tryDecodeJson(from) : from
  if (step.kind === 'key') return isMap(value) ? value.get(step.key) : undefined
  if (!isList(value)) return undefined
  return elementAt(value, placeOf(step, root))
}

function placeOf(step: Exclude<PathStep, { kind: 'key' }>, root: Root): Place {
  if (step.kind === 'place') return step.place
  const place = readPath(step.steps, root)
  return typeof place === 'bigint' ? place : 'nowhere'
}

export function elementAt(list: readonly Term[], place: Place): Term {
  if (typeof place !== 'bigint' || place === 0n) return undefined
  return place > 0n ? list[Number(place - 1n)] : list[list.length + Number(place)]
}

/** A value with another put at a path inside it; what is on the way and fits not is replaced. */
export function writePath(steps: readonly PathStep[], value: Term, into: Term, root: Root): Term {
  const [step, ...rest] = steps
  if (step === undefined) return value
  const inner = rest.length === 0 ? undefined : readStep(step, into, root)
  return writeStep(step, writePath(rest, value, inner, root), into, root)
}

function writeStep(step: PathStep, value: Term, into: Term, root: Root): Term {
  if (step.kind === 'key') return new Map(isMap(into) ? into : []).set(step.key, value)
  if (!isList(into)) return [value]
  const place = placeOf(step, root)
  if (place === 'head') return [value, ...into]
  if (place === 'tail') return [...into, value]
  if (place === 'nowhere') return into
  const at = place > 0n ? Number(place - 1n) : into.length + Number(place)
  return place === 0n || at < 0 || at >= into.length ? into : into.with(at, value)
}
