import type { Connection } from '../broker/connection.js'
import type { Message } from '../message.js'
import type { RuleEvent } from '../rules/types.js'
import type { Publication } from './publication.js'
import type { Session } from './session.js'
import type { EventRecord } from './witness.js'

/** What actions are taken for: an event, and what waits until they are done. */
export type Occasion = Publication | Subscription | Acknowledgement | OtherOccasion

/** A client subscribed; what is stored goes to it. */
export interface Subscription {
  readonly kind: 'subscribed'
  readonly event: RuleEvent
  readonly message: undefined
  readonly record: EventRecord | undefined
  readonly isOver: false
  readonly connection: Connection
  readonly qos: 0 | 1 | 2
  hold(): () => void
}

/** A delivery was acknowledged; the client does not get the message again while it is being deleted. */
export class Acknowledgement {
  readonly kind = 'acknowledged'
  readonly isOver = false

  constructor(
    readonly event: RuleEvent,
    readonly message: Message,
    readonly record: EventRecord | undefined,
    readonly connection: Connection,
    private readonly session: Session | undefined
  ) {}

  hold(): () => void {
    this.session?.hold(this.message)
    return () => this.session?.release(this.message)
  }
}

/** Nothing waits for the actions of any other event. */
export interface OtherOccasion {
  readonly kind: 'other'
  readonly event: RuleEvent
  readonly message: Message | undefined
  readonly record: EventRecord | undefined
  readonly isOver: false
  hold(): () => void
}

export function holdNothing(): () => void {
  return () => undefined
}
