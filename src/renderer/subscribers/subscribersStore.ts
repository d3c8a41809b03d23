import { create } from 'zustand'
import type { ReceivedMessage, SubscriberView } from '../../shared/contract.js'

/** Most received messages that the view keeps for each subscriber. */
const mostMessages = 500

interface SubscribersSlice {
  readonly subscribers: readonly SubscriberView[]
  readonly messages: Readonly<Record<string, readonly ReceivedMessage[]>>
  /** How many had been received when the end of the list was last in view. */
  readonly seen: Readonly<Record<string, number>>
  readonly restart: (subscribers: readonly SubscriberView[]) => void
  readonly show: (subscribers: readonly SubscriberView[]) => void
  readonly receive: (id: string, changed: readonly ReceivedMessage[]) => void
  /** Replaces a list by all that the engine hands over. */
  readonly list: (id: string, messages: readonly ReceivedMessage[]) => void
  readonly clear: (id: string) => void
  readonly see: (id: string, received: number) => void
}

export const subscribersStore = create<SubscribersSlice>((set, get) => ({
  subscribers: [],
  messages: {},
  seen: {},
  restart: (subscribers) => set({ subscribers, messages: {}, seen: {} }),
  show: (subscribers) => set({ subscribers }),
  receive: (id, changed) => get().list(id, mergeReceived(get().messages[id] ?? [], changed).slice(-mostMessages)),
  list: (id, messages) => set({ messages: { ...get().messages, [id]: messages } }),
  clear: (id) => {
    get().list(id, [])
    set({ seen: { ...get().seen, [id]: 0 } })
  },
  see: (id, received) => {
    const { seen } = get()
    if (seen[id] !== received) set({ seen: { ...seen, [id]: received } })
  }
}))

/** Received since the end of a subscriber's list was last in view. */
export function unreadOf({ subscriber, received }: SubscriberView, seen: Readonly<Record<string, number>>): number {
  return Math.max(0, received - (seen[subscriber.id] ?? 0))
}

/** A message is told again when it is acknowledged: the later telling replaces the earlier one. */
export function mergeReceived(
  known: readonly ReceivedMessage[],
  changed: readonly ReceivedMessage[]
): readonly ReceivedMessage[] {
  const bySequence = new Map([...known, ...changed].map((message) => [message.sequence, message]))
  return [...bySequence.values()].sort((a, b) => a.sequence - b.sequence)
}
