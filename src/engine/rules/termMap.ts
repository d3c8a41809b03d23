import { compareText } from './order.js'
import type { Term, TermMap } from './term.js'

/** Up to this size Erlang's maps are in the order of their keys; larger ones have no order that can be told. */
const largestSorted = 32

/** The members of a map in the order in which Erlang goes through them. */
export function entriesInOrder(map: TermMap): readonly (readonly [string, Term])[] {
  const entries = [...map]
  return map.size > largestSorted ? entries : entries.sort(([a], [b]) => compareText(a, b))
}
