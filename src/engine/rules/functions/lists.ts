import { identical } from '../order.js'
import { sublist } from '../ranges.js'
import { type Term, fail } from '../term.js'
import { integer, list, takes } from './define.js'

function nth(index: Term, from: Term): Term {
  const place = integer(index)
  const items = list(from)
  return place >= 1n && place <= BigInt(items.length) ? items[Number(place - 1n)] : fail('function_clause')
}

function part(...values: readonly Term[]): Term {
  const [first, second, third] = values
  if (values.length === 3) return sublist(list(third), integer(first), integer(second))
  return sublist(list(second), 1n, integer(first))
}

function end(items: readonly Term[], at: 0 | -1): Term {
  return items.length === 0 ? fail('badarg') : items.at(at)
}

export const listFunctions = {
  nth: takes(2, nth),
  length: takes(1, (items) => BigInt(list(items).length)),
  sublist: takes(2, part, 3),
  first: takes(1, (items) => end(list(items), 0)),
  last: takes(1, (items) => end(list(items), -1)),
  contains: takes(2, (item, items) => list(items).some((other) => identical(item, other)))
}
