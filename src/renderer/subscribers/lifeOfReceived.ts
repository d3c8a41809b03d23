import type { ReceivedMessage } from '../../shared/contract.js'
import type { Life } from '../../shared/life.js'

/**
 * The life that a received message is a part of. On the wire there is no message id (MQTT has none), so it is the one
 * with the same topic and payload whose delivery to this client is nearest in time.
 */
export function lifeOfReceived(message: ReceivedMessage, clientId: string, lives: readonly Life[]): Life | undefined {
  let best: { readonly life: Life; readonly distance: number } | undefined
  for (const life of lives) {
    if (life.topic !== message.topic || life.size !== message.payload.length) continue
    if (!life.preview.every((byte, index) => byte === message.payload[index])) continue
    for (const { step, by, at } of life.steps) {
      if (step !== 'delivered' || by !== clientId) continue
      const distance = Math.abs(at - message.at)
      if (best === undefined || distance < best.distance) best = { life, distance }
    }
  }
  return best?.life
}
