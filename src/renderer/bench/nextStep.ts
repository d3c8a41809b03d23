import { callEngine } from '../app/engine.js'

/** Lets the step go that has waited longest in step mode. */
export function nextStep(): void {
  void callEngine('bench.next', undefined).catch(() => undefined)
}
