import { integerOfText } from '../number.js'
import { fail } from '../term.js'
import { dateTimeOf, daysBefore, isLeapYear, padded, secondsPerDay, secondsToYear } from './calendar.js'
import { localOffset } from './offset.js'
import { type Unit, factorOf } from './units.js'

const fractionDigits: Readonly<Record<Unit, number>> = { second: 0, millisecond: 3, microsecond: 6, nanosecond: 9 }
const lastSecond = 253_402_300_799n

/** A time since 1970 as RFC 3339 in this machine's zone, up to the year 9999. */
export function toRfc3339(time: bigint, unit: Unit): string {
  const factor = factorOf(unit)
  const seconds = time / factor
  if (seconds > lastSecond) return fail('badarg')
  const offset = localOffset(seconds)
  const date = dateTimeOf(seconds + offset)
  const rest = time % factor
  const digits = fractionDigits[unit]
  const fraction = digits === 0 ? '' : `.${padded(rest < 0n ? -rest : rest, digits)}`
  const day = [padded(date.year, 4), padded(date.month, 2), padded(date.day, 2)].join('-')
  const clock = [date.hour, date.minute, date.second].map((part) => padded(part, 2)).join(':')
  return `${day}T${clock}${fraction}${zoneText(offset)}`
}

function zoneText(offset: bigint): string {
  const size = offset < 0n ? -offset : offset
  return `${offset < 0n ? '-' : '+'}${padded(size / 3600n, 2)}:${padded((size / 60n) % 60n, 2)}`
}

const pattern = /^(....)-(..)-(..)[^](..):(..):(..)((?:\.[0-9]*)?)(?:[zZ]|([+-])([0-9]{2}):([0-9]{2}))$/

/** RFC 3339 as time since 1970. As Erlang: any character between date and time, clock digits not limited. */
export function fromRfc3339(text: string, unit: Unit): bigint {
  const found = pattern.exec(text)
  if (found === null) return fail('badarg')
  const [, year = '', month = '', day = '', hour = '', minute = '', second = '', fraction = ''] = found
  const date = dateSeconds(digits(year), digits(month), digits(day))
  const clock = digits(hour) * 3600n + digits(minute) * 60n + digits(second)
  const [sign, hours = '0', minutes = '0'] = found.slice(8)
  const offset = (digits(hours) * 3600n + digits(minutes) * 60n) * (sign === '-' ? -1n : 1n)
  const factor = factorOf(unit)
  const time = (date + clock - offset) * factor
  if (unit === 'second' || fraction === '') return time
  if (fraction === '.') return fail('badarg')
  const part = BigInt(Math.round(Number(factor) * Number(`0${fraction}`)))
  return time < 0n ? time - part : time + part
}

function dateSeconds(year: bigint, month: bigint, day: bigint): bigint {
  if (year < 0n || month < 1n || month > 12n) return fail('function_clause')
  const next = month === 12n ? (isLeapYear(year) ? 366n : 365n) : daysBefore(month + 1n, year)
  if (day < 1n || day > next - daysBefore(month, year)) return fail('if_clause')
  return secondsToYear(year) + (daysBefore(month, year) + day - 1n) * secondsPerDay
}

function digits(text: string): bigint {
  return integerOfText(text) ?? fail('badarg')
}
