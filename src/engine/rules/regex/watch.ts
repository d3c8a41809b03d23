import { createContext, Script } from 'node:vm'

const watch: { job: () => void } = { job: () => undefined }
let script: { readonly run: (timeout: number) => void } | undefined

const timedOut = Symbol('timed out')

/** The engine's own interrupt stops a match that backtracks, which nothing in JavaScript could. Time in ms. */
export function withinTime<R>(timeout: number, job: () => R): R | typeof timedOut {
  if (script === undefined) {
    const context = createContext(watch)
    const call = new Script('job()')
    script = { run: (most) => void call.runInContext(context, { timeout: most }) }
  }
  let result: R | typeof timedOut = timedOut
  watch.job = () => {
    result = job()
  }
  try {
    script.run(timeout)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error
    return timedOut
  }
  return result
}

export function isTimedOut(result: unknown): result is typeof timedOut {
  return result === timedOut
}
