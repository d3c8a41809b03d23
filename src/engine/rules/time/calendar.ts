import { fail } from '../term.js'

export const secondsPerDay = 86_400n
const daysBefore1970 = 719_528n
const daysPer400Years = 146_097n

export interface DateTime {
  readonly year: bigint
  readonly month: bigint
  readonly day: bigint
  readonly hour: bigint
  readonly minute: bigint
  readonly second: bigint
}

export function isLeapYear(year: bigint): boolean {
  return (year % 4n === 0n && year % 100n !== 0n) || year % 400n === 0n
}

const daysBeforeMonth = [0n, 31n, 59n, 90n, 120n, 151n, 181n, 212n, 243n, 273n, 304n, 334n]

/** Days of a year before a month; February has 29 where the year is known and has them. */
export function daysBefore(month: bigint, year: bigint | undefined): bigint {
  const days = daysBeforeMonth[Number(month) - 1] ?? fail('function_clause')
  return month > 2n && year !== undefined && isLeapYear(year) ? days + 1n : days
}

/** Days from the year 0 to the start of a year; years below 1 count as 0. */
export function daysToYear(year: bigint): bigint {
  if (year <= 0n) return 0n
  const before = year - 1n
  return before / 4n - before / 100n + before / 400n + before * 365n + 366n
}

/** Seconds from 1970 to the start of a year. */
export function secondsToYear(year: bigint): bigint {
  return (daysToYear(year) - daysBefore1970) * secondsPerDay
}

/** The date and time of seconds since 1970. There is none before the year 0. */
export function dateTimeOf(seconds: bigint): DateTime {
  const all = seconds + daysBefore1970 * secondsPerDay
  if (all < 0n) return fail('function_clause')
  const days = all / secondsPerDay
  const rest = all % secondsPerDay
  const year = yearOf(days)
  const dayOfYear = days - daysToYear(year)
  const months = daysBeforeMonth.map((_, at) => daysBefore(BigInt(at + 1), year))
  const month = months.filter((before) => before <= dayOfYear).length
  return {
    year,
    month: BigInt(month),
    day: dayOfYear - (months[month - 1] ?? 0n) + 1n,
    hour: rest / 3600n,
    minute: (rest / 60n) % 60n,
    second: rest % 60n
  }
}

function yearOf(days: bigint): bigint {
  let year = (days * 400n) / daysPer400Years
  while (daysToYear(year + 1n) <= days) year += 1n
  while (daysToYear(year) > days) year -= 1n
  return year
}

/** A number with zeros in front. */
export function padded(value: bigint, digits: number): string {
  return String(value).padStart(digits, '0')
}
