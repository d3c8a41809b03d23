import { integerOfText } from '../number.js'
import { type Term, fail } from '../term.js'

/**
 * Seconds east of Greenwich: `'Z'`, `'local'`, `'+08:00'`, `'+0800'`, `'-08:00:30'` or a number of seconds.
 */
export function offsetSeconds(offset: Term): bigint {
  if (typeof offset === 'bigint') return offset
  if (offset === undefined || offset === 'Z' || offset === 'z') return 0n
  if (offset === 'local') return localOffset(BigInt(Math.floor(Date.now() / 1000)))
  if (typeof offset !== 'string') return fail('function_clause')
  const sign = offset.startsWith('+') ? 1n : offset.startsWith('-') ? -1n : fail('bad_time_offset')
  const [hour, minute, second] = clockOf(offset.slice(1))
  if (hour > 23n || minute > 59n || second > 59n) return fail('bad_time_offset')
  return sign * (hour * 3600n + minute * 60n + second)
}

function clockOf(clock: string): readonly [bigint, bigint, bigint] {
  const parts = clock.split(':').filter((part) => part !== '')
  const [first = '', second, third = '0'] = parts
  if (parts.length === 1 && first.length === 4) return [digits(first.slice(0, 2)), digits(first.slice(2)), 0n]
  if (second === undefined || parts.length > 3) return fail('bad_time_offset')
  return [digits(first), digits(second), digits(third)]
}

function digits(text: string): bigint {
  return integerOfText(text) ?? fail('badarg')
}

/** This machine's offset at a time, in seconds. */
export function localOffset(seconds: bigint): bigint {
  const minutes = new Date(Number(seconds) * 1000).getTimezoneOffset()
  return Number.isNaN(minutes) ? 0n : BigInt(-minutes * 60)
}
