import type { DecodedPayload, EventName, RuleEvent, Value } from '../../rules/types.js'
import type { Message } from '../../message.js'
import type { ClientInfo } from '../clientInfo.js'
import { nodeName, noProperties, qosValue } from './common.js'

const messageColumns = [
  'id',
  'payload',
  'peerhost',
  'topic',
  'qos',
  'flags',
  'headers',
  'pub_props',
  'publish_received_at',
  'clientid',
  'username',
  'event',
  'timestamp',
  'node'
]
const deliveryColumns = ['from_clientid', 'from_username', ...messageColumns]

/** What all events of a message have in common (columns: EMQX 4.4, emqx_rule_events). */
abstract class MessageEvent implements RuleEvent {
  abstract readonly name: EventName
  decoded: DecodedPayload | undefined = undefined

  constructor(readonly message: Message) {}

  abstract columns(): readonly string[]

  get(column: string): Value {
    const { message } = this
    switch (column) {
      case 'topic':
        return message.topic
      case 'payload':
        return message.payload
      case 'id':
        return message.id
      case 'event':
        return this.name
      case 'headers':
        return headersOf(message)
      case 'pub_props':
        return noProperties
      case 'publish_received_at':
        return BigInt(message.timestamp)
      case 'node':
        return nodeName
      default:
        return this.own(column)
    }
  }

  /** The columns that differ from event to event. */
  protected abstract own(column: string): Value
}

function headersOf(message: Message): Value {
  const { republishedBy, username, peerhost } = message
  if (republishedBy.length > 0) return new Map([['republish_by', republishedBy.at(-1)]])
  return new Map<string, Value>([
    ['username', username],
    ['peerhost', peerhost],
    ['protocol', 'mqtt'],
    ['properties', noProperties],
    ['allow_publish', true]
  ])
}

function flagsOf(retain: boolean): Value {
  return new Map([
    ['dup', false],
    ['retain', retain]
  ])
}

/** `message.publish`: a PUBLISH before anybody was told. */
export class PublishEvent extends MessageEvent {
  readonly name: EventName = 'message.publish'

  columns(): readonly string[] {
    return messageColumns
  }

  protected own(column: string): Value {
    return column === 'timestamp' ? BigInt(this.message.timestamp) : ownOfSender(this.message, column)
  }
}

/** What the events before any delivery tell of the one who published. */
function ownOfSender(message: Message, column: string): Value {
  switch (column) {
    case 'clientid':
      return message.from
    case 'username':
      return message.username
    case 'peerhost':
      return message.peerhost
    case 'qos':
      return qosValue(message.qos)
    case 'flags':
      return flagsOf(message.retain)
    default:
      return undefined
  }
}

const droppedColumns = [...messageColumns, 'reason']

/** Why a message goes to nobody. */
export type DropReason = 'no_subscribers' | 'receive_maximum_exceeded'

/** `message.dropped` */
export class DroppedEvent extends MessageEvent {
  readonly name: EventName = 'message.dropped'
  private readonly at = Date.now()

  constructor(
    message: Message,
    private readonly reason: DropReason
  ) {
    super(message)
  }

  columns(): readonly string[] {
    return droppedColumns
  }

  protected own(column: string): Value {
    if (column === 'reason') return this.reason
    return column === 'timestamp' ? BigInt(this.at) : ownOfSender(this.message, column)
  }
}

/** A message as it goes, or went, to one client. */
export interface Copy {
  readonly receiver: ClientInfo
  /** The lower one of the message's and the subscription's. */
  readonly qos: 0 | 1 | 2
  readonly retain: boolean
}

abstract class CopyEvent extends MessageEvent {
  private readonly at = Date.now()

  constructor(
    message: Message,
    readonly copy: Copy
  ) {
    super(message)
  }

  columns(): readonly string[] {
    return deliveryColumns
  }

  protected own(column: string): Value {
    const { message, copy } = this
    switch (column) {
      case 'from_clientid':
        return message.from
      case 'from_username':
        return message.username
      case 'clientid':
        return copy.receiver.clientId
      case 'username':
        return copy.receiver.username
      case 'peerhost':
        return copy.receiver.peerhost
      case 'qos':
        return qosValue(copy.qos)
      case 'flags':
        return flagsOf(copy.retain)
      case 'timestamp':
        return BigInt(this.at)
      default:
        return undefined
    }
  }
}

/** `message.delivered`: the packet is about to be written. */
export class DeliveredEvent extends CopyEvent {
  readonly name: EventName = 'message.delivered'
}

const ackedColumns = [...deliveryColumns, 'puback_props']

/** `message.acked`: PUBACK for QoS 1, PUBREC for QoS 2. */
export class AckedEvent extends CopyEvent {
  readonly name: EventName = 'message.acked'

  override columns(): readonly string[] {
    return ackedColumns
  }

  protected override own(column: string): Value {
    return column === 'puback_props' ? noProperties : super.own(column)
  }
}

/** Why a copy does not reach its client: there is no room for it. */
export type DeliveryDropReason = 'queue_full'

const deliveryDroppedColumns = [...deliveryColumns, 'reason']

/** `delivery.dropped`: one client's copy is lost. */
export class DeliveryDroppedEvent extends CopyEvent {
  readonly name: EventName = 'delivery.dropped'

  constructor(
    message: Message,
    copy: Copy,
    private readonly reason: DeliveryDropReason
  ) {
    super(message, copy)
  }

  override columns(): readonly string[] {
    return deliveryDroppedColumns
  }

  protected override own(column: string): Value {
    return column === 'reason' ? this.reason : super.own(column)
  }
}
