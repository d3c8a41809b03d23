import { create } from 'zustand'
import { AppError } from '../../shared/errors.js'
import { fillPlaceholders } from '../../shared/placeholders.js'
import { longestKeptPayload, type PublisherDraft, type TypedMessage } from '../../shared/workspace.js'
import { callEngine } from '../app/engine.js'
import { publisherStore } from './publisherStore.js'
import { bytesOf, canPublish, templateOf } from './typedMessage.js'

interface PublishSlice {
  readonly busy: boolean
  readonly error: AppError | undefined
  /** The last publication that went through. */
  readonly last: { readonly topic: string; readonly qos: number; readonly ms: number; readonly at: number } | undefined
}

export const publishStore = create<PublishSlice>(() => ({ busy: false, error: undefined, last: undefined }))

const longestHistory = 20

/** Publishes what the pane holds; does nothing while it cannot be published or the last one is under way. */
export async function publishDraft(): Promise<void> {
  const { draft, change } = publisherStore.getState()
  const payload = bytesOf(draft)
  if (publishStore.getState().busy || !payload.ok || !canPublish(draft)) return
  publishStore.setState({ busy: true, error: undefined })
  const { clientId, connection, qos, retain } = draft
  const topic = fillPlaceholders(draft.topic, 1, Date.now())
  try {
    const publication = { clientId, connection, topic, payload: payload.bytes, qos, retain }
    const { ms } = await callEngine('publisher.publish', publication)
    publishStore.setState({ last: { topic, qos, ms, at: Date.now() } })
    change(remembered(publisherStore.getState().draft, messageOf(draft)))
  } catch (error) {
    publishStore.setState({ error: AppError.from(error) })
  } finally {
    publishStore.setState({ busy: false })
  }
}

/** Has the engine publish what the pane holds again and again. Throws an AppError. */
export async function repeatDraft(): Promise<void> {
  const { draft, change } = publisherStore.getState()
  const { encoded, isTemplate } = templateOf(draft)
  if (!encoded.ok || !canPublish(draft)) return
  const { clientId, connection, topic, qos, retain, repeat } = draft
  const publication = { clientId, connection, topic, payload: encoded.bytes, qos, retain }
  publishStore.setState({ error: undefined })
  await callEngine('publisher.repeat', { publication, isTemplate, ...repeat })
  change(remembered(publisherStore.getState().draft, messageOf(draft)))
}

export function messageOf({ topic, payload, format, qos, retain }: TypedMessage): TypedMessage {
  return { topic, payload, format, qos, retain }
}

/** The draft's memory with a message that was published now; one with a long payload leaves only its topic. */
function remembered(draft: PublisherDraft, message: TypedMessage): Pick<PublisherDraft, 'history' | 'sent'> {
  const text = JSON.stringify(message)
  const others = draft.sent.filter((each) => JSON.stringify(messageOf(each)) !== text)
  const isKept = message.payload.length <= longestKeptPayload
  return {
    history: [message.topic, ...draft.history.filter((known) => known !== message.topic)].slice(0, longestHistory),
    sent: (isKept ? [message, ...others] : draft.sent).slice(0, longestHistory)
  }
}
