import { create } from 'zustand'
import { AppError } from '../../shared/errors.js'
import { hasWildcard } from '../../shared/topics.js'
import { callEngine } from '../app/engine.js'
import { encodePayload } from '../parts/payload.js'
import { publisherStore } from './publisherStore.js'

interface PublishSlice {
  readonly busy: boolean
  readonly error: AppError | undefined
  /** The last publication that went through. */
  readonly last: { readonly topic: string; readonly qos: number; readonly ms: number; readonly at: number } | undefined
}

export const publishStore = create<PublishSlice>(() => ({ busy: false, error: undefined, last: undefined }))

const longestHistory = 20

/** Whether a text can be published to: not empty, no wildcards [MQTT-3.3.2-2]. */
export function isTopicName(topic: string): boolean {
  return topic !== '' && !hasWildcard(topic) && !/[+#]/.test(topic)
}

/** Publishes what the pane holds; does nothing while it cannot be published or the last one is under way. */
export async function publishDraft(): Promise<void> {
  const { draft, change } = publisherStore.getState()
  const payload = encodePayload(draft.payload, draft.format)
  if (publishStore.getState().busy || !payload.ok || !isTopicName(draft.topic) || draft.clientId === '') return
  publishStore.setState({ busy: true, error: undefined })
  const { clientId, topic, qos, retain } = draft
  try {
    const { ms } = await callEngine('publisher.publish', { clientId, topic, payload: payload.bytes, qos, retain })
    publishStore.setState({ last: { topic, qos, ms, at: Date.now() } })
    const { history } = publisherStore.getState().draft
    change({ history: [topic, ...history.filter((known) => known !== topic)].slice(0, longestHistory) })
  } catch (error) {
    publishStore.setState({ error: AppError.from(error) })
  } finally {
    publishStore.setState({ busy: false })
  }
}
