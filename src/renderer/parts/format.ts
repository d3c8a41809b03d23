/** Times, spans and sizes as people read them; the same in every view. */

const two = (value: number) => String(value).padStart(2, '0')

/** 19:02:11.204 in the person's own time zone; `at` in ms since the epoch. */
export function clockTime(at: number, withMilliseconds = true): string {
  const date = new Date(at)
  const time = `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`
  return withMilliseconds ? `${time}.${String(date.getMilliseconds()).padStart(3, '0')}` : time
}

/** 0.4 ms, 12 ms, 3.1 s, 4 min, 2 h. */
export function span(milliseconds: number): string {
  const ms = Math.max(0, milliseconds)
  if (ms < 10) return `${ms < 0.05 ? '0' : ms.toFixed(1)} ms`
  if (ms < 1000) return `${Math.round(ms)} ms`
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`
  if (ms < 3_600_000) return `${Math.round(ms / 60_000)} min`
  return `${Math.round(ms / 3_600_000)} h`
}

/** 17 B, 4.0 KiB, 2.5 MiB. */
export function byteSize(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`
  if (bytes < 1024 ** 2) return `${(bytes / 1024).toFixed(1)} KiB`
  return `${(bytes / 1024 ** 2).toFixed(1)} MiB`
}

/** 0.4, 12, 12,431: one place where it says something. */
export function decimal(value: number): string {
  return value > 0 && value < 10 ? value.toFixed(1) : count(Math.round(value))
}

/** 12,431 */
export function count(value: number): string {
  return value.toLocaleString('en-US')
}
