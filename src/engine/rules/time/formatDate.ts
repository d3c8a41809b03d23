import { encodeJson } from '../jsonText.js'
import { type Term, fail } from '../term.js'
import { printableBytes } from '../textOf.js'
import { dateTimeOf, daysBefore, padded, secondsPerDay, secondsToYear } from './calendar.js'
import { offsetSeconds } from './offset.js'
import { type Unit, convertUnit, factorOf } from './units.js'

const parts = {
  '%Y': 'year',
  '%m': 'month',
  '%d': 'day',
  '%H': 'hour',
  '%M': 'minute',
  '%S': 'second',
  '%N': 'nanosecond',
  '%3N': 'millisecond',
  '%6N': 'microsecond',
  '%z': 'zone',
  '%:z': 'zoneWithColon',
  '%::z': 'zoneWithSeconds'
} as const
type Part = (typeof parts)[keyof typeof parts]
type DatePart = Exclude<Part, 'zone' | 'zoneWithColon' | 'zoneWithSeconds'>

/** How many bytes a part takes when a date is read. */
const sizes: Readonly<Record<Part, number>> = {
  year: 4,
  month: 2,
  day: 2,
  hour: 2,
  minute: 2,
  second: 2,
  nanosecond: 9,
  millisecond: 3,
  microsecond: 6,
  zone: 5,
  zoneWithColon: 6,
  zoneWithSeconds: 9
}

type Piece = { readonly part: Part } | { readonly literal: string }

/** A format taken apart, byte for byte; placeholders that are none stay as they are. */
function piecesOf(format: string): readonly Piece[] {
  const bytes = Buffer.from(format).toString('latin1')
  const found = bytes.split(/(%[YmdHMSNz]|%[36]N|%::?z)/).filter((piece) => piece !== '')
  return found.map((piece) =>
    Object.hasOwn(parts, piece) ? { part: parts[piece as keyof typeof parts] } : { literal: piece }
  )
}

/** `format_date`. Where the bytes of the format are not all printable Latin-1, EMQX gives them as a JSON list. */
export function formatDate(time: bigint, unit: Unit, offset: Term, format: string): Term {
  const seconds = offsetSeconds(offset)
  const factor = factorOf(unit)
  const date = dateTimeOf((time + seconds * factor) / factor)
  const nanoseconds = (time % factor) * (factorOf('nanosecond') / factor)
  const values: Readonly<Record<Part, () => string>> = {
    year: () => padded(date.year, 4),
    month: () => padded(date.month, 2),
    day: () => padded(date.day, 2),
    hour: () => padded(date.hour, 2),
    minute: () => padded(date.minute, 2),
    second: () => padded(date.second, 2),
    nanosecond: () => padded(nanoseconds, 9),
    millisecond: () => padded(nanoseconds / 1_000_000n, 3),
    microsecond: () => padded(nanoseconds / 1000n, 6),
    zone: () => zoneText(seconds, '', false),
    zoneWithColon: () => zoneText(seconds, ':', false),
    zoneWithSeconds: () => zoneText(seconds, ':', true)
  }
  const text = piecesOf(format)
    .map((piece) => ('part' in piece ? values[piece.part]() : piece.literal))
    .join('')
  const bytes = [...Buffer.from(text, 'latin1')].map(BigInt)
  return printableBytes(bytes) ?? encodeJson(bytes)
}

function zoneText(seconds: bigint, colon: string, withSeconds: boolean): string {
  const size = seconds < 0n ? -seconds : seconds
  if (size >= secondsPerDay) return fail('function_clause')
  const clock = [size / 3600n, (size / 60n) % 60n, ...(withSeconds ? [size % 60n] : [])]
  return (seconds < 0n ? '-' : '+') + clock.map((part) => padded(part, 2)).join(colon)
}

/**
 * `date_to_unix_ts`: reads as many bytes as each part has; what stands between is skipped, not compared. As EMQX since
 * 4.4.24, which knows leap years; a zone is taken off in seconds, also beside fractions of a second.
 */
export function parseDate(text: string, unit: Unit, format: string): bigint {
  const { date, offset } = readParts(Buffer.from(text).toString('latin1'), piecesOf(format))
  const precision = precisionOf(date)
  const second = factorOf(precision)
  const year = date.get('year')
  const month = date.get('month')
  // Days count from 1, so one is taken off, even where the format has no day.
  let seconds = -secondsPerDay - offset
  if (year !== undefined) seconds += secondsToYear(year)
  if (month !== undefined) seconds += daysBefore(month, year) * secondsPerDay
  seconds += (date.get('day') ?? 0n) * secondsPerDay
  seconds += (date.get('hour') ?? 0n) * 3600n + (date.get('minute') ?? 0n) * 60n + (date.get('second') ?? 0n)
  let time = seconds * second
  for (const fraction of ['millisecond', 'microsecond', 'nanosecond'] as const) {
    time += (date.get(fraction) ?? 0n) * (second / factorOf(fraction))
  }
  return convertUnit(time, precision, unit)
}

function precisionOf(date: ReadonlyMap<DatePart, bigint>): Unit {
  return (['nanosecond', 'microsecond', 'millisecond'] as const).find((unit) => date.has(unit)) ?? 'second'
}

interface Parts {
  readonly date: ReadonlyMap<DatePart, bigint>
  readonly offset: bigint
}

function readParts(bytes: string, pieces: readonly Piece[]): Parts {
  const date = new Map<DatePart, bigint>()
  let offset = 0n
  let at = 0
  for (const piece of pieces) {
    if (at === bytes.length) break
    const size = 'part' in piece ? sizes[piece.part] : piece.literal.length
    const found = bytes.slice(at, at + size)
    if (found.length < size) return fail('badmatch')
    at += size
    if ('literal' in piece) continue
    const { part } = piece
    if (part === 'zone' || part === 'zoneWithColon' || part === 'zoneWithSeconds') offset = offsetSeconds(found)
    else date.set(part, /^[+-]?[0-9]+$/.test(found) ? BigInt(found.replace(/^\+/, '')) : fail('badarg'))
  }
  return { date, offset }
}
