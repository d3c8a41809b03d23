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
    const candidates = deliveries.get(keyOf(message.topic, message.size)) ?? []
    const index = nearest(candidates, message)
    const [delivery] = index === undefined ? [] : candidates.splice(index, 1)
    if (delivery !== undefined) ids.set(message.sequence, delivery.life.id)
  }
  return ids
}

/** Deliveries to a client in the order of time, by topic and size. */
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
  for (const list of deliveries.values()) list.sort((a, b) => a.at - b.at)
  return deliveries
}

/** Looks outward from the message's time, so that of many alike only a few are compared. */
function nearest(candidates: readonly Delivery[], message: ReceivedMessage): number | undefined {
  let after = placeIn(candidates, message.at)
  let before = after - 1
  while (before >= 0 || after < candidates.length) {
    const earlier = candidates[before]
    const later = candidates[after]
    const takeEarlier =
      later === undefined || (earlier !== undefined && message.at - earlier.at <= later.at - message.at)
    const candidate = takeEarlier ? earlier : later
    if (candidate !== undefined && beginsWith(message.payload, candidate.life.preview)) {
      return takeEarlier ? before : after
    }
    if (takeEarlier) before--
    else after++
  }
  return undefined
}

/** The index of the first candidate that is later than a time. */
function placeIn(candidates: readonly Delivery[], at: number): number {
  let low = 0
  let high = candidates.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((candidates[middle]?.at ?? 0) <= at) low = middle + 1
    else high = middle
  }
  return low
}

function keyOf(topic: string, size: number): string {
  return `${size} ${topic}`
}

function beginsWith(bytes: Uint8Array, start: Uint8Array): boolean {
  return start.every((byte, index) => byte === bytes[index])
}
