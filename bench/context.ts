import type { Options } from './options.js'
import type { Outcome } from './figure.js'
import type { Servers } from './servers.js'
import type { Windows } from './window/windows.js'

/** What a measurement is given. */
export interface Context {
  readonly options: Options
  readonly servers: Servers
  readonly windows: Windows
  /** Tells on standard error how far it is. */
  readonly say: (line: string) => void
  readonly report: (...outcomes: Outcome[]) => void
}

/** The measurements of one row or of some that belong together. */
export interface Measurement {
  readonly rows: readonly number[]
  run(context: Context): Promise<void>
}
