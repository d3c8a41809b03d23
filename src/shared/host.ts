import { z } from 'zod'
import type { CallResult, EngineBridge } from './contract.js'
import { errorInfoSchema } from './errorInfo.js'
import { updateSettingsSchema, type UpdateView, updateViewSchema } from './updates.js'
import { themeNames } from './workspace.js'

/**
 * What the window may ask of the program around it: clipboard, dialogs, the engine's process. Everything about
 * messages, rules and stores goes through contract.ts instead.
 */

export const engineStatusSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('starting') }),
  z.object({ state: z.literal('ready') }),
  /** The engine came up but could not start its work. */
  z.object({ state: z.literal('failed'), error: errorInfoSchema }),
  /** The engine's process is gone. */
  z.object({ state: z.literal('stopped'), exitCode: z.number() })
])
export type EngineStatus = z.infer<typeof engineStatusSchema>

const none = z.void()

export const hostCalls = {
  info: {
    input: none,
    output: z.object({
      platform: z.string(),
      runtime: z.string(),
      /** `memory`: the system offers no safe place for passwords, so they are asked for again after a restart. */
      secrets: z.enum(['kept', 'memory']),
      /** `test`: on an Electron that is not for users; `source`: not packaged. */
      build: z.enum(['release', 'test', 'source'])
    })
  },
  'engine.status': { input: none, output: engineStatusSchema },
  'engine.restart': { input: none, output: none },
  'clipboard.write': { input: z.string().max(16 * 1024 ** 2), output: none },
  /** Opens the data folder in the system's file manager. */
  'folder.open': { input: none, output: none },
  /** Asks for a file to read; null when the dialog was cancelled. */
  'file.choose': { input: none, output: z.string().nullable() },
  /** Asks where to, and writes the text there; false when the dialog was cancelled. */
  'file.save': {
    input: z.strictObject({
      name: z.string().min(1).max(200),
      text: z.string().max(256 * 1024 ** 2)
    }),
    output: z.boolean()
  },
  /** The next file that the program was called to open; null when there is none. */
  'file.opened': { input: none, output: z.object({ name: z.string(), text: z.string() }).nullable() },
  /** Shows a notification of the system, which leads to the window. */
  notify: {
    input: z.strictObject({ title: z.string().min(1).max(200), body: z.string().max(1000) }),
    output: none
  },
  'update.view': { input: none, output: updateViewSchema },
  'update.configure': { input: updateSettingsSchema, output: updateViewSchema },
  /** Resolves when it has looked; what came of it is in the view, a failure too. */
  'update.check': { input: none, output: updateViewSchema },
  /** Ends the look or the download under way. */
  'update.cancel': { input: none, output: updateViewSchema },
  'update.download': { input: none, output: updateViewSchema },
  /** Ends the program, and starts the new one. */
  'update.install': { input: none, output: none },
  /** Opens the page of the newest version in the system's browser. */
  'update.page': { input: none, output: none },
  /** Tells the system's parts of the window (title bar, menu, dialogs) what the page has been set to. */
  'appearance.set': {
    input: z.strictObject({ theme: z.enum(themeNames), language: z.enum(['en', 'zh']) }),
    output: none
  }
} as const satisfies Record<string, { readonly input: z.ZodType; readonly output: z.ZodType }>

export type HostCallName = keyof typeof hostCalls
export type HostCallInput<Name extends HostCallName> = z.input<(typeof hostCalls)[Name]['input']>
export type HostCallOutput<Name extends HostCallName> = z.output<(typeof hostCalls)[Name]['output']>
export type HostInfo = HostCallOutput<'info'>

export interface HostBridge {
  call<Name extends HostCallName>(name: Name, input: HostCallInput<Name>): Promise<CallResult<HostCallOutput<Name>>>
  /** Returns the function that ends it. */
  onEngineStatus(listener: (status: EngineStatus) => void): () => void
  onUpdate(listener: (view: UpdateView) => void): () => void
  /** Told that `file.opened` has something. */
  onFileOpened(listener: () => void): () => void
}

/** What the preload script puts on `window`. */
export interface Bridges {
  readonly inspector: EngineBridge
  readonly host: HostBridge
}
