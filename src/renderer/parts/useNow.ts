import { useCallback, useSyncExternalStore } from 'react'

/** One clock a period for all who ask, so that they are drawn together. */
const clocks = new Map<number, Clock>()

interface Clock {
  now: number
  readonly listeners: Set<() => void>
  timer: ReturnType<typeof setInterval> | undefined
}

/** The time, ms since the epoch, told anew every `period` ms. */
export function useNow(period: number): number {
  return useByTheClock(period, (now) => now)
}

/** What is made of the time, looked at every `period` ms and drawn only where it is another. */
export function useByTheClock<Made extends string | number>(period: number, make: (now: number) => Made): Made {
  const subscribe = useCallback((listener: () => void) => follow(clockOf(period), period, listener), [period])
  return useSyncExternalStore(subscribe, () => make(clockOf(period).now))
}

function clockOf(period: number): Clock {
  const clock = clocks.get(period) ?? { now: Date.now(), listeners: new Set(), timer: undefined }
  clocks.set(period, clock)
  // One that nobody follows stands still.
  if (clock.timer === undefined && Date.now() - clock.now >= period) clock.now = Date.now()
  return clock
}

function follow(clock: Clock, period: number, listener: () => void): () => void {
  clock.listeners.add(listener)
  clock.timer ??= setInterval(() => {
    clock.now = Date.now()
    for (const each of clock.listeners) each()
  }, period)
  return () => {
    clock.listeners.delete(listener)
    if (clock.listeners.size > 0) return
    clearInterval(clock.timer)
    clock.timer = undefined
  }
}
