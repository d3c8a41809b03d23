/** What the page is given to measure itself. Each function is sent as its text, so it uses nothing from around it. */

interface InputEvent {
  readonly timeStamp: number
}

// The DOM, as far as it is needed here.
declare function requestAnimationFrame(callback: (at: number) => void): void
declare function addEventListener(type: string, listener: (event: InputEvent) => void, capture: true): void
declare function removeEventListener(type: string, listener: (event: InputEvent) => void, capture: true): void

export interface Watched {
  readonly seconds: number
  readonly frames: number
  /** Between two frames, ms. */
  readonly longest: number
  /** From each key and click to the next picture, ms. */
  readonly delays: readonly number[]
}

interface Page {
  endWatch?: () => Promise<Watched>
}

/** Counts the page's frames, and times what a person does. */
export function beginWatch(): void {
  /** What the browser does not tell of was shown within this, ms. */
  const untold = 16
  /** The parts of a key press and a click in which the page acts. */
  const parts = ['keydown', 'keypress', 'beforeinput', 'input', 'pointerup', 'mouseup', 'click']
  const inputs: { readonly at: number; delay: number }[] = []
  const begins = ({ timeStamp }: InputEvent): void => {
    inputs.push({ at: timeStamp, delay: untold })
  }
  for (const type of ['keydown', 'pointerup']) addEventListener(type, begins, true)
  // `duration`: to when the next picture was on the screen, in steps of 8 ms.
  const observer = new PerformanceObserver((list) => {
    for (const { name, startTime, duration } of list.getEntries()) {
      const input = parts.includes(name) ? inputs.findLast(({ at }) => at <= startTime + 1) : undefined
      if (input !== undefined) input.delay = Math.max(input.delay, startTime + duration - input.at)
    }
  })
  observer.observe({ type: 'event', durationThreshold: untold } as never)

  const began = performance.now()
  let last = began
  let frames = 0
  let longest = 0
  let ended = false
  const onFrame = (): void => {
    if (ended) return
    const now = performance.now()
    longest = Math.max(longest, now - last)
    last = now
    frames += 1
    requestAnimationFrame(onFrame)
  }
  requestAnimationFrame(onFrame)

  const page = globalThis as Page
  page.endWatch = async () => {
    ended = true
    const seconds = (performance.now() - began) / 1000
    // The last are told when they have been shown.
    await new Promise((resolve) => setTimeout(resolve, 1000))
    for (const type of ['keydown', 'pointerup']) removeEventListener(type, begins, true)
    observer.disconnect()
    return { seconds, frames, longest, delays: inputs.map(({ delay }) => delay) }
  }
}

export function endWatch(): Promise<Watched> {
  const { endWatch: end } = globalThis as Page
  if (end === undefined) throw new Error('nothing is watched')
  return end()
}
