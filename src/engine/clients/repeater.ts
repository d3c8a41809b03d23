import type { RepeatState } from '../../shared/contract.js'
import { AppError } from '../../shared/errors.js'
import { fillPlaceholders } from '../../shared/placeholders.js'
import type { Publication } from './publisher.js'

export interface Repetition {
  readonly publication: Publication
  /** Whether placeholders in the payload are filled; in a topic they always are. */
  readonly isTemplate: boolean
  /** Least time, ms, from one message to the next. */
  readonly interval: number
  readonly count: number
}

/** Publishes again and again, each message after the one before was acknowledged; one repetition at a time. */
export class Repeater {
  private state: RepeatState | undefined
  private stopping: AbortController | undefined
  private running: Promise<void> = Promise.resolve()

  constructor(
    private readonly publish: (publication: Publication) => Promise<number>,
    private readonly changed: () => void
  ) {}

  view(): RepeatState | undefined {
    return this.state === undefined ? undefined : { ...this.state }
  }

  /** Ends the one before, if any. The first message goes out at once. */
  async start(repetition: Repetition): Promise<void> {
    await this.stop()
    const stopping = new AbortController()
    this.stopping = stopping
    this.change({ running: true, sent: 0, count: repetition.count })
    this.running = this.run(repetition, stopping.signal)
  }

  /** What is under way is still acknowledged. */
  async stop(): Promise<void> {
    this.stopping?.abort()
    await this.running
  }

  private async run({ publication, isTemplate, interval, count }: Repetition, signal: AbortSignal): Promise<void> {
    const { topic, payload } = publication
    const template = isTemplate ? Buffer.from(payload).toString() : undefined
    let due = performance.now()
    let sent = 0
    try {
      while (sent < count) {
        await pause(due - performance.now(), signal)
        if (signal.aborted) break
        // What took longer than the interval is not caught up with.
        due = performance.now() + interval
        const now = Date.now()
        await this.publish({
          ...publication,
          topic: fillPlaceholders(topic, sent + 1, now),
          payload: template === undefined ? payload : Buffer.from(fillPlaceholders(template, sent + 1, now))
        })
        sent += 1
        this.change({ running: true, sent, count })
      }
      this.change({ running: false, sent, count })
    } catch (error) {
      const { data, ...info } = AppError.from(error).toInfo()
      this.change({ running: false, sent, count, error: { ...info, data: { ...data } } })
    }
  }

  private change(state: RepeatState): void {
    this.state = state
    this.changed()
  }
}

/** Ends early when the signal comes. Gives way to other work even where there is nothing to wait for. */
function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve()
    const done = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, Math.max(0, milliseconds))
    signal.addEventListener('abort', done)
  })
}
