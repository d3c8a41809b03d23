import { fillPlaceholders, hasPlaceholder } from '../../shared/placeholders.js'
import { hasWildcard } from '../../shared/topics.js'
import type { TypedMessage } from '../../shared/workspace.js'
import { type Encoded, encodePayload } from '../parts/payload.js'

type Payload = Pick<TypedMessage, 'payload' | 'format'>

/** Hex and Base64 are bytes: braces have no place in them. */
function isText({ format }: Payload): boolean {
  return format === 'text' || format === 'json'
}

/** The bytes of a message that is published once: its placeholders are filled as those of the first of many. */
export function bytesOf(message: Payload): Encoded {
  const { payload, format } = message
  return encodePayload(isText(message) ? fillPlaceholders(payload, 1, Date.now()) : payload, format)
}

/** The bytes of a message that is published many times, with its placeholders as they stand. */
export function templateOf(message: Payload): { readonly encoded: Encoded; readonly isTemplate: boolean } {
  const isTemplate = isText(message) && hasPlaceholder(message.payload)
  return { isTemplate, encoded: isTemplate ? encodePayload(message.payload, 'text') : bytesOf(message) }
}

/** Whether a text can be published to: not empty, no wildcards [MQTT-3.3.2-2]. */
export function isTopicName(topic: string): boolean {
  return topic !== '' && !hasWildcard(topic) && !/[+#]/.test(topic)
}

export function canPublish(draft: TypedMessage & { readonly clientId: string }): boolean {
  return bytesOf(draft).ok && isTopicName(draft.topic) && draft.clientId !== ''
}
