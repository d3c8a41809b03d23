import { callEngine } from '../app/engine.js'
import { subscribersStore } from './subscribersStore.js'

/** How long, ms, no push may have left anything out: twice the time between two pushes of a burst. */
const calm = 1000

const waiting = new Map<string, ReturnType<typeof setTimeout>>()

/** Takes the list of a subscriber from the engine, which knows what became of each message. */
export async function loadReceived(id: string): Promise<void> {
  subscribersStore.getState().list(id, await callEngine('subscriber.messages', { id }))
}

/** A push left something out, perhaps the acknowledgement of a row: once the burst is over, the engine is asked. */
export function loadAfterBurst(id: string): void {
  clearTimeout(waiting.get(id))
  const load = (): void => {
    waiting.delete(id)
    // A subscriber that was removed, or an engine that ended: when it comes back, its list is loaded anyway.
    refreshListed(id).catch(() => undefined)
  }
  waiting.set(id, setTimeout(load, calm))
}

/** Brings the rows that are listed up to date; no other comes in between, for it would move them under a person. */
async function refreshListed(id: string): Promise<void> {
  const messages = await callEngine('subscriber.messages', { id })
  const listed = new Set(subscribersStore.getState().messages[id]?.map(({ sequence }) => sequence))
  subscribersStore.getState().receive(
    id,
    messages.filter(({ sequence }) => listed.has(sequence))
  )
}
