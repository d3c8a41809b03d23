import type { CallInput, CallName, CallOutput } from '../../shared/contract.js'
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

/** Asks the program around the window (clipboard, dialogs). Throws an AppError. */
export async function callHost<Name extends HostCallName>(
  name: Name,
  input: HostCallInput<Name>
): Promise<HostCallOutput<Name>> {
  const result = await window.host.call(name, input)
  if (!result.ok) throw AppError.fromInfo(result.error)
  return result.value
}
