import type { ErrorData } from '../shared/errors.js'
import type { LogEntry } from '../shared/contract.js'

/** Where the engine tells what happens. Entries are codes and data; sentences are made where they are read. */
export interface Log {
  write(level: LogEntry['level'], source: LogEntry['source'], code: string, data?: ErrorData, detail?: string): void
}

/** Keeps the newest entries and hands each on as it comes. */
export class RingLog implements Log {
  private readonly kept: LogEntry[] = []
  private sequence = 0

  constructor(
    private readonly size: number,
    private readonly listener?: (entry: LogEntry) => void
  ) {}

  get entries(): readonly LogEntry[] {
    return this.kept
  }

  write(
    level: LogEntry['level'],
    source: LogEntry['source'],
    code: string,
    data: ErrorData = {},
    detail?: string
  ): void {
    this.sequence += 1
    const entry: LogEntry = { sequence: this.sequence, at: Date.now(), level, source, code, data: { ...data } }
    if (detail !== undefined) entry.detail = detail
    this.kept.push(entry)
    // Cut in pieces: removing one by one from the front of a long array costs each time.
    if (this.kept.length >= this.size * 2) this.kept.splice(0, this.kept.length - this.size)
    this.listener?.(entry)
  }

  clear(): void {
    this.kept.length = 0
  }
}
