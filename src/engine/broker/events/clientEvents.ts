import type { EventName, RuleEvent, Value } from '../../rules/types.js'
import type { ClientInfo } from '../clientInfo.js'
import { nodeName, noProperties } from './common.js'

/** MQTT 5's way to say never; EMQX gives the Session Expiry Interval as asked for, or its own. */
const neverExpires = 0xff_ff_ff_ffn
/** As many packet ids as there are. */
const receiveMaximum = 65_535n

const commonColumns = ['clientid', 'username', 'event', 'timestamp', 'node']
const connectionColumns = [...commonColumns, 'peername', 'sockname', 'proto_name', 'proto_ver']
const sessionColumns = [...connectionColumns, 'keepalive', 'clean_start', 'expiry_interval', 'conn_props']
const connectedColumns = [...sessionColumns, 'mountpoint', 'receive_maximum', 'is_bridge', 'connected_at']
const connackColumns = [...sessionColumns, 'reason_code']
const disconnectedColumns = [...connectionColumns, 'reason', 'disconnected_at', 'disconn_props']
const checkedColumns = [...commonColumns, 'peerhost', 'topic', 'action', 'result', 'is_cache']

abstract class ClientEvent implements RuleEvent {
  abstract readonly name: EventName
  protected readonly at = Date.now()

  constructor(readonly client: ClientInfo) {}

  abstract columns(): readonly string[]

  get(column: string): Value {
    const { client } = this
    switch (column) {
      case 'clientid':
        return client.clientId
      case 'username':
        return client.username
      case 'event':
        return this.name
      case 'timestamp':
        return BigInt(this.at)
      case 'node':
        return nodeName
      default:
        return this.own(column)
    }
  }

  protected abstract own(column: string): Value
}

function connectionColumn(client: ClientInfo, column: string): Value {
  switch (column) {
    case 'peername':
      return client.peername
    case 'sockname':
      return client.sockname
    case 'proto_name':
      return client.protocolName
    case 'proto_ver':
      return BigInt(client.protocolVersion)
    default:
      return undefined
  }
}

function sessionColumn(client: ClientInfo, column: string): Value {
  switch (column) {
    case 'keepalive':
      return BigInt(client.keepalive)
    case 'clean_start':
      return client.clean
    case 'expiry_interval':
      return client.clean ? 0n : neverExpires
    case 'conn_props':
      return noProperties
    default:
      return connectionColumn(client, column)
  }
}

/** `client.connected` */
export class ConnectedEvent extends ClientEvent {
  readonly name: EventName = 'client.connected'

  columns(): readonly string[] {
    return connectedColumns
  }

  protected own(column: string): Value {
    switch (column) {
      case 'receive_maximum':
        return receiveMaximum
      case 'is_bridge':
        return this.client.isBridge
      case 'connected_at':
        return BigInt(this.client.connectedAt)
      default:
        return sessionColumn(this.client, column)
    }
  }
}

/** EMQX's names of what a CONNACK says: those of MQTT 5, whatever the client speaks (emqx_channel, handle_out). */
export type ConnackReason =
  'success' | 'unsupported_protocol_version' | 'client_identifier_not_valid' | 'bad_username_or_password'

/** `client.connack`: of a refused client, too. */
export class ConnackEvent extends ClientEvent {
  readonly name: EventName = 'client.connack'

  constructor(
    client: ClientInfo,
    private readonly reason: ConnackReason
  ) {
    super(client)
  }

  columns(): readonly string[] {
    return connackColumns
  }

  protected own(column: string): Value {
    return column === 'reason_code' ? this.reason : sessionColumn(this.client, column)
  }
}

/**
 * Why a connection ended: DISCONNECT, silence, a PUBLISH that was not allowed, a broken connection. Whatever else the
 * broker ends is `internal_error`.
 */
export type DisconnectReason = 'normal' | 'keepalive_timeout' | 'not_authorized' | 'tcp_closed' | 'internal_error'

/** `client.disconnected` */
export class DisconnectedEvent extends ClientEvent {
  readonly name: EventName = 'client.disconnected'

  constructor(
    client: ClientInfo,
    private readonly reason: DisconnectReason
  ) {
    super(client)
  }

  columns(): readonly string[] {
    return disconnectedColumns
  }

  protected own(column: string): Value {
    switch (column) {
      case 'reason':
        return this.reason
      case 'disconnected_at':
        return BigInt(this.at)
      case 'disconn_props':
        return noProperties
      default:
        return connectionColumn(this.client, column)
    }
  }
}

/** What a client asked to do, and whether it may. */
export interface AccessCheck {
  readonly action: 'publish' | 'subscribe'
  readonly topic: string
  readonly isAllowed: boolean
}

/** `client.check_acl_complete`: nothing is cached here. */
export class AccessCheckedEvent extends ClientEvent {
  readonly name: EventName = 'client.check_acl_complete'

  constructor(
    client: ClientInfo,
    private readonly check: AccessCheck
  ) {
    super(client)
  }

  columns(): readonly string[] {
    return checkedColumns
  }

  protected own(column: string): Value {
    switch (column) {
      case 'peerhost':
        return this.client.peerhost
      case 'topic':
        return this.check.topic
      case 'action':
        return this.check.action
      case 'result':
        return this.check.isAllowed ? 'allow' : 'deny'
      case 'is_cache':
        return false
      default:
        return undefined
    }
  }
}
