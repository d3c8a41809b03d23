import { AppError } from '../../shared/errors.js'
import { PublishOrder } from '../broker/publishOrder.js'
import { Message } from '../message.js'
import type { Output, RuleEvent } from '../rules/types.js'
import { integerOf } from '../rules/value.js'
import type { Settle } from './actions.js'
import type { LiveAction } from './liveRule.js'
import type { Occasion } from './occasion.js'
import { renderRepublish } from './republishTemplates.js'

/**
 * Publishes a message that no client sent, after those before it in its order; `done` is called when subscribers have
 * it, or with why they have not.
 */
export type PublishOwn = (message: Message, order: PublishOrder, done: (error?: Error | null) => void) => void

/** Most republished messages that wait for their turn or for a store. */
const mostWaiting = 10_000
/** Most messages that one message of a client may become: what goes round through many rules ends there. */
const largestFamily = 1000

/** The action `republish`: makes a message of a rule's output and publishes it, as any message, to rules as well. */
export class Republisher {
  private waiting = 0
  /**
   * The messages of one action reach the subscribers in the order in which they were made, those by as many actions
   * among themselves: a message waits for what is made of it, so one order for all could wait for itself.
   */
  private readonly orders = new WeakMap<LiveAction, PublishOrder[]>()

  constructor(
    private readonly publish: PublishOwn,
    private readonly newId: () => string
  ) {}

  perform(action: LiveAction, output: Output, occasion: Occasion, settle: Settle): void {
    let message: Message
    try {
      message = this.messageOf(action, output, occasion)
    } catch (error) {
      return settle(AppError.from(error))
    }
    const release = occasion.hold()
    this.waiting += 1
    // In a turn of its own: rules that republish for each other would fill the stack.
    setImmediate(() => {
      this.publish(message, this.orderOf(action, message), (error) => {
        this.waiting -= 1
        settle(error instanceof Error ? AppError.from(error) : undefined)
        release()
      })
    })
  }

  /** Throws `republish_loop`, `republish_overflow`, and what `renderRepublish` throws. */
  private messageOf(action: LiveAction, output: Output, { event, message: source }: Occasion): Message {
    const before = source?.republishedBy ?? []
    // EMQX looks at the last action alone; two rules that republish for each other never end there.
    if (before.includes(action.id)) throw new AppError('republish_loop', { topic: source?.topic ?? '' })
    if (action.templates === undefined) throw new AppError('internal', { reason: 'republish without templates' })
    const original = source === undefined ? 0 : qosOf(event)
    const { topic, qos, retain, payload } = renderRepublish(action.templates, output, original)
    const family = source?.family ?? { size: 0 }
    if (family.size >= largestFamily || this.waiting >= mostWaiting) throw new AppError('republish_overflow', { topic })
    family.size += 1
    if (source !== undefined) source.family = family
    const at = integerOf(event.get('timestamp')) ?? Date.now()
    // The action is the sender, as in EMQX.
    const message = new Message(this.newId(), topic, action.id, undefined, undefined, qos, retain, payload, at)
    message.republishedBy = [...before, action.id]
    message.family = family
    return message
  }

  private orderOf(action: LiveAction, message: Message): PublishOrder {
    const orders = this.orders.get(action) ?? []
    this.orders.set(action, orders)
    const depth = message.republishedBy.length
    const order = orders[depth] ?? new PublishOrder()
    orders[depth] = order
    return order
  }
}

function qosOf(event: RuleEvent): 0 | 1 | 2 {
  const qos = integerOf(event.get('qos'))
  return qos === 1 || qos === 2 ? qos : 0
}
