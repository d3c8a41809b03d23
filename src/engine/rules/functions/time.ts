import { formatDate, parseDate } from '../time/formatDate.js'
import { offsetSeconds } from '../time/offset.js'
import { fromRfc3339, toRfc3339 } from '../time/rfc3339.js'
import { convertUnit, factorOf, now, unitOf } from '../time/units.js'
import type { Term } from '../term.js'
import { integer, takes, text } from './define.js'

function toTimestamp(date: Term, unit: Term = 'second'): bigint {
  return fromRfc3339(text(date), unitOf(unit))
}

function format(unit: Term, offset: Term, form: Term, time?: Term): Term {
  const scale = unitOf(unit)
  return formatDate(time === undefined ? now(scale) : integer(time), scale, offset, text(form))
}

function parse(...values: readonly Term[]): bigint {
  const scale = unitOf(values[0])
  if (values.length === 3) return parseDate(text(values[2]), scale, text(values[1]))
  const offset = offsetSeconds(values[1]) * factorOf(scale)
  return parseDate(text(values[3]), scale, text(values[2])) - offset
}

/** Erlang's timestamp: millions of seconds, seconds, microseconds. */
function mongoDate(time?: Term, unit: Term = 'millisecond'): Term {
  const microseconds =
    time === undefined ? now('microsecond') : convertUnit(integer(time), unitOf(unit), 'millisecond') * 1000n
  const million = 1_000_000n
  const mega = microseconds / (million * million)
  return { kind: 'tuple', items: [mega, microseconds / million - mega * million, microseconds % million] }
}

export const timeFunctions = {
  now_timestamp: takes(0, (unit = 'second') => now(unitOf(unit)), 1),
  now_rfc3339: takes(0, (unit = 'second') => toRfc3339(now(unitOf(unit)), unitOf(unit)), 1),
  unix_ts_to_rfc3339: takes(1, (time, unit = 'second') => toRfc3339(integer(time), unitOf(unit)), 2),
  rfc3339_to_unix_ts: takes(1, toTimestamp, 2),
  format_date: takes(3, format, 4),
  date_to_unix_ts: takes(3, parse, 4),
  timezone_to_second: takes(1, offsetSeconds),
  timezone_to_offset_seconds: takes(1, offsetSeconds),
  mongo_date: takes(0, mongoDate, 2)
}
