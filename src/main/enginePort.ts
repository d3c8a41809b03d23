import type { CallResult, Push } from '../shared/contract.js'
import type { ErrorInfo } from '../shared/errors.js'

/** What the main process and the engine's process say to each other. */

export type Secrets = Record<string, string>

export type ToEngine =
  | { readonly type: 'start'; readonly dataDir: string; readonly version: string }
  | { readonly type: 'call'; readonly id: number; readonly name: string; readonly input: unknown }
  | { readonly type: 'secrets'; readonly id: number; readonly all: Secrets }
  | { readonly type: 'stop' }

export type FromEngine =
  | { readonly type: 'ready' }
  | { readonly type: 'failed'; readonly error: ErrorInfo }
  | { readonly type: 'result'; readonly id: number; readonly result: CallResult<unknown> }
  | { readonly type: 'pushes'; readonly pushes: readonly Push[] }
  | { readonly type: 'loadSecrets'; readonly id: number }
  | { readonly type: 'saveSecrets'; readonly id: number; readonly all: Secrets }
