import {
  type Bits,
  type Term,
  atomName,
  isAtom,
  isBinary,
  isBits,
  isList,
  isMap,
  isNumber,
  isTuple,
  normal
} from './term.js'

/*
 * Erlang's order of terms: number < atom < tuple < map < list < binary. `1 == 1.0` in it, but not for `identical`.
 */

/** `=:=`, what `IN`, `contains` and `CASE x WHEN` ask: 1 and 1.0 differ. */
export function identical(left: Term, right: Term): boolean {
  return same(normal(left), normal(right), (a, b) => typeof a === typeof b && a === b)
}

/** `==`: numbers are equal by value. */
export function equal(left: Term, right: Term): boolean {
  return same(normal(left), normal(right), (a, b) => !(a < b) && !(a > b))
}

type SameNumber = (left: bigint | number, right: bigint | number) => boolean

function same(left: Term, right: Term, sameNumber: SameNumber): boolean {
  if (isNumber(left)) return isNumber(right) && sameNumber(left, right)
  if (left === right) return true
  if (isList(left)) {
    return isList(right) && left.length === right.length && left.every((item, at) => same(item, right[at], sameNumber))
  }
  if (isMap(left)) {
    if (!isMap(right) || left.size !== right.size) return false
    for (const [key, value] of left) if (!right.has(key) || !same(value, right.get(key), sameNumber)) return false
    return true
  }
  if (left instanceof Uint8Array) return right instanceof Uint8Array && Buffer.compare(left, right) === 0
  if (isAtom(left)) return isAtom(right) && left.name === right.name
  if (isTuple(left)) return isTuple(right) && same(left.items, right.items, sameNumber)
  if (isBits(left)) return isBits(right) && compareBits(left, right) === 0
  return false
}

/** Negative, zero or positive, as `left` sorts before, with or after `right`. */
export function compareTerms(left: Term, right: Term): number {
  const a = normal(left)
  const b = normal(right)
  const difference = rank(a) - rank(b)
  if (difference !== 0) return difference
  if (isNumber(a) && isNumber(b)) return a < b ? -1 : a > b ? 1 : 0
  if (isBinary(a) || isBits(a)) return compareBits(bitsOf(a), bitsOf(b))
  if (isList(a) && isList(b)) return compareLists(a, b)
  if (isMap(a) && isMap(b)) return compareMaps(a, b)
  if (isTuple(a) && isTuple(b)) return a.items.length - b.items.length || compareLists(a.items, b.items)
  return compareText(atomName(a) ?? '', atomName(b) ?? '')
}

function rank(term: Term): number {
  if (isNumber(term)) return 0
  if (isTuple(term)) return 2
  if (isMap(term)) return 3
  if (isList(term)) return 4
  return isBinary(term) || isBits(term) ? 5 : 1
}

function compareLists(left: readonly Term[], right: readonly Term[]): number {
  for (const [at, item] of left.entries()) {
    if (at >= right.length) return 1
    const order = compareTerms(item, right[at])
    if (order !== 0) return order
  }
  return left.length - right.length
}

/** By size, then by keys, then by values in the order of the keys. */
function compareMaps(left: ReadonlyMap<string, Term>, right: ReadonlyMap<string, Term>): number {
  if (left.size !== right.size) return left.size - right.size
  const leftKeys = [...left.keys()].sort(compareText)
  const rightKeys = [...right.keys()].sort(compareText)
  const byKeys = compareLists(leftKeys, rightKeys)
  if (byKeys !== 0) return byKeys
  return compareLists(
    leftKeys.map((key) => left.get(key)),
    rightKeys.map((key) => right.get(key))
  )
}

/** By UTF-8 bytes: what UTF-16 units say, but for characters beyond the first 65,536. */
export function compareText(left: string, right: string): number {
  const shorter = Math.min(left.length, right.length)
  for (let at = 0; at < shorter; at += 1) {
    const a = left.charCodeAt(at)
    const b = right.charCodeAt(at)
    if (a !== b) return weight(a) - weight(b)
  }
  return left.length - right.length
}

/** Surrogates, which stand for the characters beyond, sort after all others. */
function weight(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit
}

function bitsOf(term: Term): Bits {
  if (isBits(term)) return term
  const bytes = typeof term === 'string' ? Buffer.from(term) : term instanceof Uint8Array ? term : new Uint8Array()
  return { kind: 'bits', bytes, length: bytes.length * 8 }
}

function compareBits(left: Bits, right: Bits): number {
  return Buffer.compare(left.bytes, right.bytes) || left.length - right.length
}
