import { atMost, mostRounds } from './bounds.js'
import { type Term, fail, isList } from './term.js'

/** `[1..3]`: empty for `[1..0]`, an error for anything shorter. */
export function rangeOf(first: bigint, last: bigint): readonly bigint[] {
  const length = last - first + 1n
  if (length < 0n) fail('function_clause')
  atMost(mostRounds, length)
  return Array.from({ length: Number(length) }, (_, at) => first + BigInt(at))
}

/** `a[2..-1]`: places from 1, or from the end with a minus sign; the end may lie beyond the list. */
export function sliceOf(list: Term, first: bigint, last: bigint): readonly Term[] {
  if (!isList(list)) return fail('range_get,non_list_data')
  const begin = placeOf(first, list.length)
  return sublist(list, begin, placeOf(last, list.length) - begin + 1n)
}

function placeOf(index: bigint, length: number): bigint {
  if (index === 0n) return fail('invalid_index,0')
  return index > 0n ? index : BigInt(length) + index + 1n
}

/** Erlang's `lists:sublist`: nothing beyond the end, an error for a start below 1 or a negative length. */
export function sublist(list: readonly Term[], start: bigint, length: bigint): readonly Term[] {
  if (start < 1n) return fail('function_clause')
  if (start - 1n > BigInt(list.length)) return []
  if (length < 0n) return fail('function_clause')
  const begin = Number(start - 1n)
  return list.slice(begin, length > BigInt(list.length) ? undefined : begin + Number(length))
}
