import type { CallInput, CallName, CallOutput, CancellableName } from '../../shared/contract.js'
import { AppError } from '../../shared/errors.js'
import type { Bridges, HostCallInput, HostCallName, HostCallOutput } from '../../shared/host.js'

declare global {
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- merges with the DOM's own interface
  interface Window extends Bridges {}
}

/** Asks the engine. Throws an AppError, also where the call did not get through. */
export async function callEngine<Name extends CallName>(name: Name, input: CallInput<Name>): Promise<CallOutput<Name>> {
  const result = await window.inspector.call(name, input)
  if (!result.ok) throw AppError.fromInfo(result.error)
  return result.value
}

/**
 * Asks the engine to keep what the window shows already. While the engine starts anew nobody keeps it, which is no error:
 * the window says what ails the engine. Throws any other AppError.
 */
export async function keepInEngine<Name extends CallName>(name: Name, input: CallInput<Name>): Promise<void> {
  try {
    await callEngine(name, input)
  } catch (error) {
    if (AppError.from(error).code !== 'call_refused') throw error
  }
}

/** Asks the engine for what may take long. When the signal comes it is ended there; then it throws `call_cancelled`. */
export async function callCancellable<Name extends CancellableName>(
  name: Name,
  input: CallInput<Name>,
  signal: AbortSignal
): Promise<CallOutput<Name>> {
  const call = crypto.randomUUID()
  const cancel = (): void => void callEngine('call.cancel', { call }).catch(() => undefined)
  signal.addEventListener('abort', cancel)
  try {
    return await callEngine(name, { ...input, ticket: call })
  } finally {
    signal.removeEventListener('abort', cancel)
  }
}

/** Asks the program around the window (clipboard, dialogs). Throws an AppError. */
export async function callHost<Name extends HostCallName>(
  name: Name,
  input: HostCallInput<Name>
): Promise<HostCallOutput<Name>> {
  const result = await window.host.call(name, input)
  if (!result.ok) throw AppError.fromInfo(result.error)
  return result.value
}
