import type { Life, Step } from '../../shared/life.js'
import type { Message } from '../message.js'

/** How much of a payload the timeline keeps. */
const previewBytes = 256
/** How many messages, and how many steps of one, the timeline keeps. */
const mostLives = 2000
const mostSteps = 40

/** Keeps the lives of the newest messages, and tells which have changed. */
export class Journal {
  private readonly lives = new Map<string, Life>()
  /** Message ids in the order of their first step; a ring, because taking the oldest key of a Map costs more. */
  private readonly ids: string[] = []
  private next = 0
  private changed = new Set<Life>()
  /** Changed too, when there was too much to tell: told when it is calm again. */
  private readonly late = new Set<Life>()
  /** Of which somebody was told. */
  private readonly known = new WeakSet<Life>()
  private omitted = 0

  constructor(private readonly onChange: () => void = () => undefined) {}

  step(message: Message, step: Omit<Step, 'at'>): void {
    const known = this.lives.get(message.id)
    // Of a message that was forgotten for newer ones the end alone says nothing, and would push out another.
    if (known === undefined && this.isFull && isEnd(step.step)) return
    const life = known ?? this.begin(message)
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

  /**
   * What has changed since the last call, at most `most` (the newest) of all `changes`, and how many messages went without
   * being told. Where there is room what was left out before comes after all, so that in the end every life is told as it
   * is.
   */
  takeChanged(most: number): { readonly lives: readonly Life[]; readonly omitted: number; readonly changes: number } {
    const { omitted } = this
    const changed = [...this.changed]
    this.changed = new Set()
    this.omitted = 0
    const lives = changed.slice(-most)
    for (const life of lives) this.late.delete(life)
    for (const life of changed.slice(0, -most)) this.late.add(life)
    const late = lives.length < most ? [...this.late].slice(lives.length - most) : []
    for (const life of late) this.late.delete(life)
    const told = [...late, ...lives]
    for (const life of told) this.known.add(life)
    if (this.late.size > 0) this.onChange()
    return { lives: told, omitted, changes: changed.length }
  }

  clear(): void {
    this.lives.clear()
    this.changed.clear()
    this.late.clear()
    this.ids.length = 0
    this.next = 0
    this.omitted = 0
  }

  private get isFull(): boolean {
    return this.lives.size >= mostLives
  }

  private begin(message: Message): Life {
    const { id, topic, from, qos, retain, payload, timestamp } = message
    const preview = Uint8Array.prototype.slice.call(payload, 0, previewBytes)
    const life: Life = { id, topic, from, qos, retain, preview, size: payload.length, at: timestamp, steps: [] }
    this.lives.set(id, life)
    this.forgetOldest()
    this.ids[this.next] = id
    this.next = (this.next + 1) % mostLives
    return life
  }

  /** Makes room: what goes before anybody was told of it counts as left out. */
  private forgetOldest(): void {
    const id = this.ids[this.next]
    const life = id === undefined ? undefined : this.lives.get(id)
    if (id === undefined || life === undefined) return
    this.lives.delete(id)
    const wasChanged = this.changed.delete(life)
    const wasLate = this.late.delete(life)
    if ((wasChanged || wasLate) && !this.known.has(life)) this.omitted += 1
  }
}

function isEnd(step: Step['step']): boolean {
  return step === 'acked' || step === 'deleted'
}

/** Milliseconds since the epoch with fractions: the steps of one message lie closer together than a millisecond. */
function now(): number {
  return performance.timeOrigin + performance.now()
}
