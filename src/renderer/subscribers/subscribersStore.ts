import { create } from 'zustand'
import type { ReceivedMessage, SubscriberView } from '../../shared/contract.js'

/** Most received messages that the view keeps for each subscriber. */
const mostMessages = 500

interface SubscribersSlice {
  readonly subscribers: readonly SubscriberView[]
  readonly messages: Readonly<Record<string, readonly ReceivedMessage[]>>
  /** Received but not shown, because there were too many at once. */
  readonly omitted: Readonly<Record<string, number>>
  readonly restart: (subscribers: readonly SubscriberView[]) => void
  readonly show: (subscribers: readonly SubscriberView[]) => void
  readonly receive: (id: string, messages: readonly ReceivedMessage[], omitted: number) => void
  readonly clear: (id: string) => void
}

export const subscribersStore = create<SubscribersSlice>((set, get) => ({
  subscribers: [],
  messages: {},
  omitted: {},
  restart: (subscribers) => set({ subscribers, messages: {}, omitted: {} }),
  show: (subscribers) => set({ subscribers }),
  receive: (id, changed, omitted) => {
    const { messages, omitted: before } = get()
    set({
      messages: { ...messages, [id]: mergeReceived(messages[id] ?? [], changed).slice(-mostMessages) },
      omitted: { ...before, [id]: (before[id] ?? 0) + omitted }
    })
  },
  clear: (id) => {
    const { messages, omitted } = get()
    set({ messages: { ...messages, [id]: [] }, omitted: { ...omitted, [id]: 0 } })
  }
}))

/** A message is told again when it is acknowledged: the later telling replaces the earlier one. */
export function mergeReceived(
  known: readonly ReceivedMessage[],
  changed: readonly ReceivedMessage[]
): readonly ReceivedMessage[] {
  const bySequence = new Map([...known, ...changed].map((message) => [message.sequence, message]))
  return [...bySequence.values()].sort((a, b) => a.sequence - b.sequence)
}
