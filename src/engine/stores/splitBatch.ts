import { AppError } from '../../shared/errors.js'

export type Refuse = (index: number, error: AppError) => void

/**
 * Sends a batch; where the server refuses it for what one message holds, halves it until that message stands alone, so
 * that it is refused and the others are stored. Keeps the order: the first half is sent before the second.
 * @param send Rejects with a code that begins with `message_` where the content is at fault, with another where it is not.
 */
export async function sendSplitting<Entry extends { readonly index: number }>(
  entries: readonly Entry[],
  send: (part: readonly Entry[]) => Promise<void>,
  refuse: Refuse
): Promise<void> {
  if (entries.length === 0) return
  try {
    await send(entries)
  } catch (error) {
    if (!(error instanceof AppError) || !error.code.startsWith('message_')) throw error
    const [only] = entries
    if (entries.length === 1 && only !== undefined) {
      refuse(only.index, error)
      return
    }
    const middle = Math.ceil(entries.length / 2)
    await sendSplitting(entries.slice(0, middle), send, refuse)
    await sendSplitting(entries.slice(middle), send, refuse)
  }
}
