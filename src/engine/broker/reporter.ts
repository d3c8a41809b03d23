import type { Message } from '../message.js'
import type { RuleEvent } from '../rules/types.js'
import type { BrokerHooks } from './broker.js'
import type { ClientInfo } from './clientInfo.js'
import type { Connection } from './connection.js'
import {
  type AccessCheck,
  AccessCheckedEvent,
  ConnackEvent,
  type ConnackReason,
  ConnectedEvent,
  DisconnectedEvent,
  type DisconnectReason
} from './events/clientEvents.js'
import { type Copy, DeliveryDroppedEvent, DroppedEvent, type DropReason } from './events/messageEvents.js'
import { UnsubscribedEvent } from './events/sessionEvents.js'
import { LimitFault, Refusal } from './faults.js'

/** Tells of what happens besides saving, delivering and deleting. An event is made only where somebody listens. */
export class Reporter {
  constructor(private readonly hooks: Pick<BrokerHooks, 'listens' | 'happened'>) {}

  /** Its CONNACK is out. */
  answered({ info }: Connection, returnCode: number): void {
    if (returnCode === 0) this.tell('client.connected', () => new ConnectedEvent(info))
    this.refused(info, returnCode === 0 ? 'success' : 'bad_username_or_password')
  }

  refused(info: ClientInfo, reason: ConnackReason): void {
    this.tell('client.connack', () => new ConnackEvent(info, reason))
  }

  disconnected(connection: Connection): void {
    const reason = reasonOf(connection)
    if (reason === undefined) return
    this.tell('client.disconnected', () => new DisconnectedEvent(connection.info, reason))
  }

  checked({ info }: Connection, check: AccessCheck): void {
    this.tell('client.check_acl_complete', () => new AccessCheckedEvent(info, check))
  }

  /** `qos`: the subscription's; a filter that was not subscribed is not told of. */
  unsubscribed({ info }: Connection, topic: string, qos: 0 | 1 | 2 | undefined): void {
    if (qos !== undefined) this.tell('session.unsubscribed', () => new UnsubscribedEvent(info, topic, qos))
  }

  dropped(message: Message, reason: DropReason): void {
    this.tell('message.dropped', () => new DroppedEvent(message, reason), message)
  }

  /** Nobody who is there gets it; `isAwaited` tells whether anybody who is away has subscribed. */
  unheard(message: Message, isAwaited: () => boolean): void {
    if (this.hooks.listens('message.dropped') && !isAwaited()) this.dropped(message, 'no_subscribers')
  }

  deliveryDropped(message: Message, copy: Copy): void {
    this.tell('delivery.dropped', () => new DeliveryDroppedEvent(message, copy, 'queue_full'), message)
  }

  private tell(name: RuleEvent['name'], make: () => RuleEvent, message?: Message): void {
    if (this.hooks.listens(name)) this.hooks.happened(make(), message)
  }
}

/**
 * Why a connection ended, in EMQX's words. Undefined where another one of its client took its place, or the broker
 * stops: of the former EMQX tells only when asked to (`client_disconnect_discarded`, `client_disconnect_takeovered`).
 */
function reasonOf({ client, fault }: Connection): DisconnectReason | undefined {
  if (client._disconnected) return 'normal'
  if (fault === undefined) return client.conn.readableEnded || client.conn.destroyed ? 'tcp_closed' : undefined
  if (fault instanceof Refusal) return 'not_authorized'
  if (fault instanceof LimitFault && fault.limit === 'keepalive') return 'keepalive_timeout'
  return 'syscall' in fault ? 'tcp_closed' : 'internal_error'
}
