import type { HeldStep } from '../../shared/bench.js'

/** Most steps that the window is told of. */
const mostShown = 50

/**
 * Step mode: what is about to be done waits until a person lets it. While it is off, asking costs one comparison.
 * What waits is bounded by who asks: one save and one delete a store, one delivery a client.
 */
export class Steps {
  private isOn = false
  private number = 0
  private readonly held = new Map<number, { readonly step: HeldStep; readonly go: () => void }>()
  private lastHeld = -Infinity

  constructor(private readonly onChange: () => void) {}

  get on(): boolean {
    return this.isOn
  }

  /** What waits, the first first. */
  get waiting(): readonly HeldStep[] {
    return [...this.held.values()].slice(0, mostShown).map(({ step }) => step)
  }

  /** When a step was last held, on the clock of `performance.now()`. */
  get heldUntil(): number {
    return this.held.size > 0 ? performance.now() : this.lastHeld
  }

  /** Switching it off lets everything go. */
  switch(on: boolean): void {
    this.isOn = on
    if (!on) for (const { go } of [...this.held.values()]) go()
    this.onChange()
  }

  /** Lets the one go that has waited longest. */
  next(): void {
    const first = this.held.values().next()
    if (first.done !== true) first.value.go()
  }

  /** Undefined when the step may be made now, else resolves when it may: let go, or no longer wanted. */
  wait(step: Omit<HeldStep, 'number'>, signal?: AbortSignal): Promise<void> | undefined {
    if (!this.isOn || signal?.aborted === true) return undefined
    const number = ++this.number
    return new Promise((resolve) => {
      const go = (): void => {
        signal?.removeEventListener('abort', go)
        this.held.delete(number)
        this.lastHeld = performance.now()
        this.onChange()
        resolve()
      }
      signal?.addEventListener('abort', go)
      this.held.set(number, { step: { ...step, number }, go })
      this.onChange()
    })
  }
}
