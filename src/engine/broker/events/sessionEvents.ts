import type { EventName, RuleEvent, Value } from '../../rules/types.js'
import type { ClientInfo } from '../clientInfo.js'
import { nodeName, noProperties, qosValue } from './common.js'

const commonColumns = ['clientid', 'username', 'peerhost', 'topic', 'qos', 'event', 'timestamp', 'node']
const subscribedColumns = [...commonColumns, 'sub_props']
const unsubscribedColumns = [...commonColumns, 'unsub_props']

abstract class SessionEvent implements RuleEvent {
  abstract readonly name: EventName
  private readonly at = Date.now()

  constructor(
    readonly client: ClientInfo,
    /** The filter as it was subscribed. */
    readonly topic: string,
    readonly qos: 0 | 1 | 2
  ) {}

  abstract columns(): readonly string[]

  get(column: string): Value {
    switch (column) {
      case 'clientid':
        return this.client.clientId
      case 'username':
        return this.client.username
      case 'peerhost':
        return this.client.peerhost
      case 'topic':
        return this.topic
      case 'qos':
        return qosValue(this.qos)
      case 'event':
        return this.name
      case 'timestamp':
        return BigInt(this.at)
      case 'node':
        return nodeName
      default:
        return this.columns().includes(column) ? noProperties : undefined
    }
  }
}

/** `session.subscribed`: after the SUBACK, with the granted QoS. */
export class SubscribedEvent extends SessionEvent {
  readonly name: EventName = 'session.subscribed'

  columns(): readonly string[] {
    return subscribedColumns
  }
}

/** `session.unsubscribed`: with the QoS that the subscription had. */
export class UnsubscribedEvent extends SessionEvent {
  readonly name: EventName = 'session.unsubscribed'

  columns(): readonly string[] {
    return unsubscribedColumns
  }
}
