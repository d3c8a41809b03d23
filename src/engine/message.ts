import type { RowKey, StoredMessage } from './stores/store.js'

const noActions: readonly string[] = []

/**
 * A message on its way through broker, rules and stores: one object from the PUBLISH to the last acknowledgement, so
 * that what is known of it (the row it became in each store) needs no look-up.
 */
export class Message implements StoredMessage {
  /** Where it is kept, with the row key once that is known. Mostly none or one: an array beats a map. */
  readonly copies: Copy[] = []
  /** The ids of the actions that republished it, the last one sent it; none of what a client sent. */
  republishedBy: readonly string[] = noActions
  /** Whether anybody has subscribed to its topic, as far as it was forwarded. */
  hasSubscriber = false
  /** How many messages rules have made of the one that a client sent; shared by all of them. */
  family: { size: number } | undefined
  /** How many of the broker's queues hold it. */
  holders = 0

  constructor(
    readonly id: string,
    readonly topic: string,
    readonly from: string,
    readonly username: string | undefined,
    readonly peerhost: string | undefined,
    readonly qos: 0 | 1 | 2,
    readonly retain: boolean,
    readonly payload: Buffer,
    readonly timestamp: number
  ) {}

  copyIn(resourceId: string): Copy | undefined {
    for (const copy of this.copies) if (copy.resourceId === resourceId) return copy
    return undefined
  }

  /** Notes that a store has it; the first note of a store stays, its key is filled in when it comes later. */
  addCopy(resourceId: string, key: RowKey | undefined): Copy {
    const known = this.copyIn(resourceId)
    if (known !== undefined) {
      known.key ??= key
      return known
    }
    const copy = { resourceId, key }
    this.copies.push(copy)
    return copy
  }
}

export interface Copy {
  readonly resourceId: string
  key: RowKey | undefined
}

const carried = Symbol('message')
type Carrier = Buffer & { [carried]?: Message }

/**
 * Aedes copies its packets at every step but always hands on the same payload buffer, also from its retained and
 * session stores: so the buffer carries the message, without a table that would have to be kept in step.
 */
export function carry(message: Message): void {
  ;(message.payload as Carrier)[carried] = message
}

export function carriedBy(payload: unknown): Message | undefined {
  return Buffer.isBuffer(payload) ? (payload as Carrier)[carried] : undefined
}
