import { fillPlaceholders, hasPlaceholder } from '../../shared/placeholders.js'
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

/** Bytes of a topic's length [MQTT-1.5.3]. */
const longestTopic = 65_535

/** Whether a text can be published to: not empty, no wildcards [MQTT-3.3.2-2], no NUL [MQTT-1.5.3-2]. */
export function isTopicName(topic: string): boolean {
  if (topic === '' || topic.length > longestTopic || /[+#\0]/.test(topic)) return false
  return new TextEncoder().encode(topic).length <= longestTopic
}

export function canPublish(draft: TypedMessage & { readonly clientId: string }): boolean {
  return bytesOf(draft).ok && isTopicName(draft.topic) && draft.clientId !== ''
}
