import type { EventName, RuleEvent, Value } from '../rules/types.js'
import type { Message } from '../message.js'
import type { Connection } from './connection.js'

/** What EMQX calls a node; there is only ours. */
const nodeName = 'inspector@127.0.0.1'

const noProperties: ReadonlyMap<string, Value> = new Map()

const publishColumns = [
  'id',
  'clientid',
  'username',
  'payload',
  'peerhost',
  'topic',
  'qos',
  'flags',
  'headers',
  'pub_props',
  'publish_received_at',
  'event',
  'timestamp',
  'node'
] as const

/** `message.publish`: a PUBLISH before anybody was told (columns: EMQX 4.4, emqx_rule_events). */
export class PublishEvent implements RuleEvent {
  readonly name: EventName = 'message.publish'

  constructor(readonly message: Message) {}

  columns(): readonly string[] {
    return publishColumns
  }

  get(column: string): Value {
    switch (column) {
      case 'clientid':
        return this.message.from
      case 'username':
        return this.message.username
      case 'peerhost':
        return this.message.peerhost
      case 'event':
        return this.name
      case 'timestamp':
        return BigInt(this.message.timestamp)
      default:
        return messageColumn(this.message, this.message.qos, column)
    }
  }
}

/** The columns that every event of a message has in common. */
function messageColumn(message: Message, qos: 0 | 1 | 2, column: string): Value {
  switch (column) {
    case 'id':
      return message.id
    case 'topic':
      return message.topic
    case 'payload':
      return message.payload
    case 'qos':
      return BigInt(qos)
    case 'flags':
      return new Map([
        ['dup', false],
        ['retain', message.retain]
      ])
    case 'headers':
      return new Map<string, Value>([
        ['username', message.username],
        ['peerhost', message.peerhost],
        ['properties', noProperties]
      ])
    case 'pub_props':
      return noProperties
    case 'publish_received_at':
      return BigInt(message.timestamp)
    case 'node':
      return nodeName
    default:
      return undefined
  }
}

const ackedColumns = [
  'id',
  'from_clientid',
  'from_username',
  'clientid',
  'username',
  'payload',
  'peerhost',
  'topic',
  'qos',
  'flags',
  'headers',
  'pub_props',
  'puback_props',
  'publish_received_at',
  'event',
  'timestamp',
  'node'
] as const

/** `message.acked`: PUBACK for QoS 1, PUBREC for QoS 2; `clientid` is the receiver. */
export class AckedEvent implements RuleEvent {
  readonly name: EventName = 'message.acked'
  private readonly at = Date.now()

  constructor(
    readonly message: Message,
    readonly connection: Connection,
    private readonly qos: 1 | 2
  ) {}

  columns(): readonly string[] {
    return ackedColumns
  }

  get(column: string): Value {
    switch (column) {
      case 'from_clientid':
        return this.message.from
      case 'from_username':
        return this.message.username
      case 'clientid':
        return this.connection.clientId
      case 'username':
        return this.connection.username
      case 'peerhost':
        return this.connection.peerhost
      case 'puback_props':
        return noProperties
      case 'event':
        return this.name
      case 'timestamp':
        return BigInt(this.at)
      default:
        return messageColumn(this.message, this.qos, column)
    }
  }
}

const subscribedColumns = [
  'clientid',
  'username',
  'peerhost',
  'topic',
  'qos',
  'sub_props',
  'event',
  'timestamp',
  'node'
]

/** `session.subscribed`: after the SUBACK; `topic` is the filter as subscribed. */
export class SubscribedEvent implements RuleEvent {
  readonly name: EventName = 'session.subscribed'
  private readonly at = Date.now()

  constructor(
    readonly connection: Connection,
    readonly topic: string,
    readonly qos: 0 | 1 | 2
  ) {}

  columns(): readonly string[] {
    return subscribedColumns
  }

  get(column: string): Value {
    switch (column) {
      case 'clientid':
        return this.connection.clientId
      case 'username':
        return this.connection.username
      case 'peerhost':
        return this.connection.peerhost
      case 'topic':
        return this.topic
      case 'qos':
        return BigInt(this.qos)
      case 'sub_props':
        return noProperties
      case 'event':
        return this.name
      case 'timestamp':
        return BigInt(this.at)
      case 'node':
        return nodeName
      default:
        return undefined
    }
  }
}
