import { subscriberSchema, type Subscriber } from '../../shared/workspace.js'
import { callEngine } from '../app/engine.js'
import { publisherStore } from '../publisher/publisherStore.js'
import { isTopicName } from '../publisher/typedMessage.js'
import { subscriberColors } from './subscriberColors.js'
import { subscribersStore } from './subscribersStore.js'

/** Adds a subscriber that can be used as it is. Throws an AppError. */
export async function addSubscriber(): Promise<void> {
  const known = subscribersStore.getState().subscribers.map((view) => view.subscriber)
  await callEngine('subscriber.create', freshSubscriber(known))
}

/** A subscriber with a free id and client id, on the topic and broker that are being published to. */
export function freshSubscriber(known: readonly Subscriber[]): Subscriber {
  const taken = new Set(known.flatMap(({ id, clientId }) => [id, clientId]))
  let number = known.length + 1
  while (taken.has(`subscriber-${number}`)) number++
  const id = `subscriber-${number}`
  const { topic, connection } = publisherStore.getState().draft
  const color = subscriberColors[known.length % subscriberColors.length]
  return subscriberSchema.parse({ id, clientId: id, connection, topic: isTopicName(topic) ? topic : 't/1', color })
}
