import { isAtomKeyed } from '../atomKeyed.js'
import { equal } from '../order.js'
import { readPath } from '../paths.js'
import type { Row } from '../row.js'
import { type Term, type TermMap, fail, isBinary, isList, isMap, normal } from '../term.js'
import { topicMatcher } from '../topicFilter.js'
import { type Implementation, binary, integer, reads, takes, text } from './define.js'

function column(name: string): Implementation {
  return reads(0, (row) => row.column(name))
}

/** The whole topic, or one level of it, from 1. */
function topic(row: Row, level: Term): Term {
  const levels = text(normal(row.column('topic'))).split('/')
  const place = integer(level)
  return place >= 1n && place <= BigInt(levels.length) ? levels[Number(place - 1n)] : fail('function_clause')
}

function flag(row: Row, name: Term): Term {
  const flags = row.column('flags')
  return isMap(flags) && typeof name === 'string' ? flags.get(name) : undefined
}

/** Looks only into a payload that is an object already; text is not decoded. */
function payload(row: Row, path: Term): Term {
  const value = row.column('payload')
  if (!isMap(value)) return undefined
  const steps = text(path).split('.')
  return readPath(
    steps.map((key) => ({ kind: 'key', key })),
    value
  )
}

/** Only objects of the event itself have the keys that EMQX looks for; those from JSON are never found. */
function hasTopic(filters: Term, matches: (topic: Term) => boolean): boolean {
  if (!isList(filters)) return fail('bad_generator')
  return filters.filter(isFilterEntry).some((entry) => matches(entry.get('topic')))
}

function isFilterEntry(entry: Term): entry is TermMap {
  return isMap(entry) && isAtomKeyed(entry) && entry.has('topic')
}

function matchesFilter(name: Term, filter: Term): boolean {
  return isBinary(name) ? topicMatcher(text(filter))(text(name)) : fail('function_clause')
}

/** With a QoS EMQX looks for a shape that no entry has. */
function never(filters: Term, matches: (topic: Term) => boolean): boolean {
  hasTopic(filters, matches)
  return false
}

export const eventFunctions = {
  msgid: column('id'),
  qos: column('qos'),
  topic: {
    least: 0,
    most: 1,
    run: (values: readonly Term[], row: Row) => (values.length === 0 ? row.column('topic') : topic(row, values[0]))
  },
  flags: reads(0, (row) => (row.hasColumn('flags') ? row.column('flags') : new Map())),
  flag: reads(1, flag),
  // EMQX reads a column that its events do not have.
  clientid: column('from'),
  username: column('username'),
  clientip: column('peerhost'),
  peerhost: column('peerhost'),
  payload: {
    least: 0,
    most: 1,
    run: (values: readonly Term[], row: Row) => (values.length === 0 ? row.column('payload') : payload(row, values[0]))
  },
  contains_topic: {
    least: 2,
    most: 3,
    run: (values: readonly Term[]) => {
      const [filters, wanted] = values
      return (values.length === 3 ? never : hasTopic)(filters, (name) => equal(name, wanted))
    }
  },
  contains_topic_match: {
    least: 2,
    most: 3,
    run: (values: readonly Term[]) => {
      const [filters, filter] = values
      return (values.length === 3 ? never : hasTopic)(filters, (name) => matchesFilter(name, binary(filter)))
    }
  },
  null: takes(0, () => undefined)
} satisfies Readonly<Record<string, Implementation>>
