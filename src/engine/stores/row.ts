import { idOfRow } from './messageId.js'
import type { FetchedMessage, RowKey } from './store.js'

/** A row as it was found: anything may be missing where a person wrote it. */
export interface FoundRow {
  readonly key: RowKey
  readonly id: string | null | undefined
  readonly from: string | null | undefined
  readonly topic: string
  readonly qos: number | null
  readonly retain: number | null
  readonly payload: Buffer
  /** ms since the epoch. */
  readonly timestamp: number | null
}

/** The message of a row, delivered as EMQX would. */
export function messageOfRow(row: FoundRow): FetchedMessage {
  return {
    key: row.key,
    id: row.id === null || row.id === undefined || row.id === '' ? idOfRow(row.key) : row.id,
    topic: row.topic,
    from: row.from ?? '',
    qos: qosOf(row.qos),
    retain: row.retain !== null && row.retain !== 0,
    payload: row.payload,
    timestamp: row.timestamp ?? 0
  }
}

/**
 * EMQX delivers at min(granted, stored), and in Erlang any number is less than the atom that stands for NULL: without
 * a QoS the granted one counts. Others than 0 to 2 are brought to the nearest (EMQX 4.4.10).
 */
function qosOf(qos: number | null): 0 | 1 | 2 {
  if (qos === null || qos >= 2) return 2
  return qos <= 0 ? 0 : 1
}
