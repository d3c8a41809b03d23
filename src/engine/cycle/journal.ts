import type { Life, Step } from '../../shared/life.js'
import type { Message } from '../message.js'

/** How much of a payload the timeline keeps. */
export const previewBytes = 256
/** How many messages, and how many steps of one, the timeline keeps. */
const mostLives = 2000
const mostSteps = 40

/** Keeps the lives of the newest messages, and tells which have changed. */
export class Journal {
  private readonly lives = new Map<string, Life>()
  private changed = new Set<Life>()

  constructor(private readonly onChange: () => void = () => undefined) {}

  step(message: Message, step: Omit<Step, 'at'>): void {
    const life = this.lives.get(message.id) ?? this.begin(message)
    if (life.steps.length >= mostSteps) return
    life.steps.push({ ...step, at: now() })
    if (this.changed.size === 0) this.onChange()
    this.changed.add(life)
  }

  /** The newest messages, oldest first. */
  all(): readonly Life[] {
    return [...this.lives.values()]
  }

  find(id: string): Life | undefined {
    return this.lives.get(id)
  }

  /** What has changed since the last call, at most `most` (the newest), and how many were left out. */
  takeChanged(most: number): { readonly lives: readonly Life[]; readonly omitted: number } {
    const lives = [...this.changed]
    this.changed = new Set()
    return { lives: lives.slice(-most), omitted: Math.max(0, lives.length - most) }
  }

  clear(): void {
    this.lives.clear()
    this.changed.clear()
  }

  private begin(message: Message): Life {
    const { id, topic, from, qos, retain, payload, timestamp } = message
    const preview = Uint8Array.prototype.slice.call(payload, 0, previewBytes)
    const life: Life = { id, topic, from, qos, retain, preview, size: payload.length, at: timestamp, steps: [] }
    this.lives.set(id, life)
    if (this.lives.size > mostLives) {
      const oldest = this.lives.keys().next()
      if (oldest.done !== true) this.lives.delete(oldest.value)
    }
    return life
  }
}

/** Milliseconds since the epoch with fractions: the steps of one message lie closer together than a millisecond. */
export function now(): number {
  return performance.timeOrigin + performance.now()
}
