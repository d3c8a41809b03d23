import { AppError } from '../../shared/errors.js'
import type { Value } from './types.js'
import { decodeText } from './value.js'

/**
 * A value while a rule computes: what Erlang would hold. Event columns may be text as bytes (`normal` settles that);
 * some are atoms, which look like text outside but are not equal to it for `IN`, `CASE x WHEN` and the type tests.
 */
export type Term =
  undefined | null | boolean | bigint | number | string | Uint8Array | Atom | Bits | Tuple | readonly Term[] | TermMap
export type TermMap = ReadonlyMap<string, Term>

export interface Atom {
  readonly kind: 'atom'
  readonly name: string
}

/** Bits that are no whole number of bytes; the last byte is filled up with zeros. */
export interface Bits {
  readonly kind: 'bits'
  readonly bytes: Uint8Array
  readonly length: number
}

/** An Erlang tuple: the result of `mongo_date()`. */
export interface Tuple {
  readonly kind: 'tuple'
  readonly items: readonly Term[]
}

export function atomOf(name: string): Atom {
  return { kind: 'atom', name }
}

function hasKind(term: Term, kind: 'atom' | 'bits' | 'tuple'): boolean {
  return typeof term === 'object' && term !== null && 'kind' in term && term.kind === kind
}

export function isAtom(term: Term): term is Atom {
  return hasKind(term, 'atom')
}

export function isBits(term: Term): term is Bits {
  return hasKind(term, 'bits')
}

export function isTuple(term: Term): term is Tuple {
  return hasKind(term, 'tuple')
}

/** Throws `rule_evaluation`: where EMQX would count an exception. */
export function fail(reason: string): never {
  throw failure(reason)
}

export function failure(reason: string): AppError {
  return new AppError('rule_evaluation', { reason })
}

/** Bytes as text where they are text. */
export function normal(term: Term): Term {
  return term instanceof Uint8Array ? (decodeText(term) ?? term) : term
}

export function isMap(term: Term): term is TermMap {
  return term instanceof Map
}

export function isList(term: Term): term is readonly Term[] {
  return Array.isArray(term)
}

export function isBinary(term: Term): term is string | Uint8Array {
  return typeof term === 'string' || term instanceof Uint8Array
}

export function isNumber(term: Term): term is bigint | number {
  return typeof term === 'bigint' || typeof term === 'number'
}

/** The name of what is an atom to Erlang; undefined for anything else. */
export function atomName(term: Term): string | undefined {
  if (term === undefined) return 'undefined'
  if (term === null || typeof term === 'boolean') return String(term)
  return isAtom(term) ? term.name : undefined
}

/** What leaves the rule engine: atoms as text, tuples as lists, odd bits as their bytes. */
export function toValue(term: Term): Value {
  if (isAtom(term)) return term.name
  if (isBits(term)) return term.bytes
  if (isTuple(term)) return term.items.map(toValue)
  if (isList(term)) return term.every(isPlain) ? (term as readonly Value[]) : term.map(toValue)
  if (!isMap(term)) return term
  if ([...term.values()].every(isPlain)) return term as ReadonlyMap<string, Value>
  return new Map([...term].map(([key, value]) => [key, toValue(value)]))
}

function isPlain(term: Term): boolean {
  if (isList(term)) return term.every(isPlain)
  if (isMap(term)) return [...term.values()].every(isPlain)
  return !(isAtom(term) || isBits(term) || isTuple(term))
}
