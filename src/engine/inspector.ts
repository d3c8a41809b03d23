import { join } from 'node:path'
import { z } from 'zod'
import { type CallName, type CallOutput, type CallResult, calls, type Push } from '../shared/contract.js'
import { AppError } from '../shared/errors.js'
import { handlers } from './inspectorCalls.js'
import { type InspectorParts, openParts } from './inspectorParts.js'
import { PushQueue } from './pushQueue.js'

/** Where the window keeps what must not lie in a file. Keys and values are plain text; the host encrypts. */
export interface SecretKeeper {
  load(): Promise<Readonly<Record<string, string>>>
  save(all: Readonly<Record<string, string>>): Promise<void>
}

export interface InspectorOptions {
  /** The folder of the workspace file and the built-in database. */
  readonly dataDir: string
  /** The product's version, for the window to show. */
  readonly version: string
  readonly secrets: SecretKeeper
}

/** The engine as the window uses it: the contract, and nothing else. */
export interface Inspector {
  call(name: string, input: unknown): Promise<CallResult<unknown>>
  /** Returns the function that ends it. */
  onPush(listener: (pushes: readonly Push[]) => void): () => void
  stop(): Promise<void>
}

export async function startInspector(options: InspectorOptions): Promise<Inspector> {
  const pushes = new PushQueue()
  const parts = await openParts(options, join(options.dataDir, 'workspace.json'), pushes)
  return {
    call: (name, input) => answer(parts, name, input),
    onPush: (listener) => pushes.onPush(listener),
    stop: async () => {
      pushes.stop()
      await parts.stop()
    }
  }
}

/** Every call is checked at this border, whatever carried it here. */
async function answer(parts: InspectorParts, name: string, input: unknown): Promise<CallResult<unknown>> {
  try {
    if (!isCallName(name)) throw new AppError('call_invalid', { call: name.slice(0, 80) })
    const parsed = calls[name].input.safeParse(input)
    if (!parsed.success) {
      throw new AppError('call_invalid', { call: name }, { cause: z.prettifyError(parsed.error) })
    }
    return { ok: true, value: await runCall(parts, name, parsed.data) }
  } catch (error) {
    const info = AppError.from(error).toInfo()
    if (info.code === 'internal') parts.log.write('error', 'app', info.code, info.data, (error as Error).stack)
    return { ok: false, error: { ...info, data: { ...info.data } } }
  }
}

async function runCall(parts: InspectorParts, name: CallName, input: unknown): Promise<unknown> {
  const ending = new AbortController()
  const ticket = ticketOf(input)
  if (ticket !== undefined) parts.cancellable.set(ticket, ending)
  try {
    return await handlers[name](parts, input as never, ending.signal)
  } finally {
    if (ticket !== undefined) parts.cancellable.delete(ticket)
  }
}

function ticketOf(input: unknown): string | undefined {
  return typeof input === 'object' && input !== null && 'ticket' in input ? (input.ticket as string) : undefined
}

function isCallName(name: string): name is CallName {
  return Object.hasOwn(calls, name)
}

export type Handlers = {
  readonly [Name in CallName]: (
    parts: InspectorParts,
    input: z.output<(typeof calls)[Name]['input']>,
    /** Comes when the call is cancelled, with `call_cancelled` as its reason. */
    signal: AbortSignal
  ) => CallOutput<Name> | Promise<CallOutput<Name>>
}
