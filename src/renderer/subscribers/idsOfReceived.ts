import type { ReceivedMessage } from '../../shared/contract.js'
import type { Life } from '../../shared/life.js'

interface Delivery {
  readonly life: Life
  readonly at: number
}

/**
 * The message id of each received message, by its sequence number. On the wire there is no message id (MQTT has none),
 * so each is paired with the delivery of the same topic and payload to this client that is nearest in time; a delivery
 * is paired once.
 */
export function idsOfReceived(
  messages: readonly ReceivedMessage[],
  clientId: string,
  lives: readonly Life[]
): ReadonlyMap<number, string> {
  const deliveries = deliveriesTo(clientId, lives)
  const ids = new Map<number, string>()
  for (const message of messages) {
    const candidates = deliveries.get(keyOf(message.topic, message.payload.length)) ?? []
    let best: Delivery | undefined
    for (const delivery of candidates) {
      if (!beginsWith(message.payload, delivery.life.preview)) continue
      if (best === undefined || Math.abs(delivery.at - message.at) < Math.abs(best.at - message.at)) best = delivery
    }
    if (best === undefined) continue
    candidates.splice(candidates.indexOf(best), 1)
    ids.set(message.sequence, best.life.id)
  }
  return ids
}

function deliveriesTo(clientId: string, lives: readonly Life[]): ReadonlyMap<string, Delivery[]> {
  const deliveries = new Map<string, Delivery[]>()
  for (const life of lives) {
    for (const { step, by, at } of life.steps) {
      if (step !== 'delivered' || by !== clientId) continue
      const key = keyOf(life.topic, life.size)
      const known = deliveries.get(key)
      if (known === undefined) deliveries.set(key, [{ life, at }])
      else known.push({ life, at })
    }
  }
  return deliveries
}

function keyOf(topic: string, size: number): string {
  return `${size} ${topic}`
}

function beginsWith(bytes: Uint8Array, start: Uint8Array): boolean {
  return start.every((byte, index) => byte === bytes[index])
}
