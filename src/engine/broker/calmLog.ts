import type { LogEntry } from '../../shared/contract.js'
import type { ErrorData } from '../../shared/errors.js'
import type { Log } from '../log.js'

/** Most lines of one code in one period; what clients cause must not flood the log either. */
const most = 10
const period = 10_000

/** Passes on what is written, but of each code only so many lines in a time; the rest is counted and told in one. */
export class CalmLog implements Log {
  private readonly written = new Map<string, { since: number; lines: number }>()

  constructor(private readonly log: Log) {}

  write(
    level: LogEntry['level'],
    source: LogEntry['source'],
    code: string,
    data: ErrorData = {},
    detail?: string
  ): void {
    const now = performance.now()
    let count = this.written.get(code)
    if (count === undefined || now - count.since >= period) {
      if (count !== undefined) this.tellOmitted(code, count.lines)
      count = { since: now, lines: 0 }
      this.written.set(code, count)
    }
    count.lines += 1
    if (count.lines <= most) this.log.write(level, source, code, data, detail)
  }

  /** Tells what was left out of periods that are over. */
  flush(): void {
    const now = performance.now()
    for (const [code, { since, lines }] of this.written) {
      if (now - since < period) continue
      this.tellOmitted(code, lines)
      this.written.delete(code)
    }
  }

  private tellOmitted(code: string, lines: number): void {
    if (lines > most) this.log.write('warn', 'broker', 'lines_omitted', { count: lines - most, code })
  }
}
