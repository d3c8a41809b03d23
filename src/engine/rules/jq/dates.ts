import { type Term, fail, isList, isNumber } from '../term.js'
import { whole } from './values.js'

const days = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']
const months = 'January February March April May June July August September October November December'.split(' ')

/** Seconds since 1970 as jq's list: year, month from 0, day, hour, minute, second, day of the week and of the year. */
export function brokenDown(seconds: number): Term {
  const date = new Date(seconds * 1000)
  if (Number.isNaN(date.getTime())) return fail('jq: error converting number of seconds since epoch to datetime')
  const rest = seconds - Math.floor(seconds)
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()]
  const yearDay = (Date.UTC(year, month, day) - Date.UTC(year, 0, 1)) / 86_400_000
  const parts = [year, month, day, date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds() + rest]
  return [...parts, date.getUTCDay(), yearDay].map(whole)
}

/** The list as seconds since 1970. */
export function secondsOf(value: Term): number {
  if (!isList(value) || value.length < 6 || !value.every(isNumber))
    return fail('jq: mktime requires array of 6 numbers')
  const [year = 0, month = 0, day = 1, hour = 0, minute = 0, second = 0] = value.map(Number)
  return Math.floor(Date.UTC(year, month, day, hour, minute, Math.floor(second)) / 1000)
}

const two = (value: number): string => String(value).padStart(2, '0')

export function printed(value: Term, format: string): string {
  const seconds = isNumber(value) ? Number(value) : secondsOf(value)
  const date = new Date(Math.floor(seconds) * 1000)
  const month = months[date.getUTCMonth()] ?? ''
  const day = days[date.getUTCDay()] ?? ''
  const parts: Readonly<Record<string, string>> = {
    Y: String(date.getUTCFullYear()),
    y: two(date.getUTCFullYear() % 100),
    m: two(date.getUTCMonth() + 1),
    d: two(date.getUTCDate()),
    e: String(date.getUTCDate()).padStart(2, ' '),
    H: two(date.getUTCHours()),
    I: two(((date.getUTCHours() + 11) % 12) + 1),
    M: two(date.getUTCMinutes()),
    S: two(date.getUTCSeconds()),
    p: date.getUTCHours() < 12 ? 'AM' : 'PM',
    A: day,
    a: day.slice(0, 3),
    B: month,
    b: month.slice(0, 3),
    j: String(
      (Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()) - Date.UTC(date.getUTCFullYear(), 0, 1)) /
        86_400_000 +
        1
    ).padStart(3, '0'),
    s: String(Math.floor(seconds)),
    u: String(date.getUTCDay() || 7),
    w: String(date.getUTCDay()),
    z: '+0000',
    Z: 'UTC',
    '%': '%'
  }
  const long = format.replaceAll('%T', '%H:%M:%S').replaceAll('%F', '%Y-%m-%d').replaceAll('%D', '%m/%d/%y')
  return long.replaceAll(/%([a-zA-Z%])/g, (all, letter: string) => parts[letter] ?? all)
}

const patterns: Readonly<Record<string, string>> = {
  Y: '(?<Y>\\d{4})',
  m: '(?<m>\\d{1,2})',
  d: '(?<d>\\d{1,2})',
  H: '(?<H>\\d{1,2})',
  M: '(?<M>\\d{1,2})',
  S: '(?<S>\\d{1,2})',
  Z: '(?:[A-Za-z]+)',
  z: '(?:[+-]\\d{4}|Z)',
  '%': '%'
}

/** Reads a date by a format of the usual parts. */
export function read(text: string, format: string): Term {
  const long = format.replaceAll('%T', '%H:%M:%S').replaceAll('%F', '%Y-%m-%d')
  const source = long.replaceAll(/%([a-zA-Z%])|[.*+?^${}()|[\]\\]/g, (all, letter: string | undefined) =>
    letter === undefined ? `\\${all}` : (patterns[letter] ?? fail(`jq: strptime does not know ${all}`))
  )
  const groups = new RegExp(`^${source}$`).exec(text)?.groups
  if (groups === undefined) return fail(`jq: date "${text}" does not match format "${format}"`)
  const part = (name: string, otherwise: number): number => Number(groups[name] ?? otherwise)
  return brokenDown(
    Date.UTC(part('Y', 1900), part('m', 1) - 1, part('d', 1), part('H', 0), part('M', 0), part('S', 0)) / 1000
  )
}
