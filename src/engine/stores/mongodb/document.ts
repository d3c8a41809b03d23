import { createHash } from 'node:crypto'
import type { Document, Long, ObjectId } from 'mongodb'
import type { Driver } from './connection.js'
import { idOfRow, isMessageId } from '../messageId.js'
import { payloadToText, textToPayload } from '../payload.js'
import { messageOfRow } from '../row.js'
import type { FetchedMessage, RowKey, StoredMessage } from '../store.js'

/** EMQX's document, its fields in EMQX's order. */
export interface Stored extends Document {
  _id: ObjectId
  topic: string
  msgid: string
  sender: string
  qos: number
  retain: number
  payload: string
  timestamp: Long
}

/**
 * The ObjectId of a message, made from its id instead of at random: 32 bits of seconds as in any ObjectId, 20 of
 * microseconds, the 16 of the sequence, 28 of the node. So the index that every collection has keeps our messages in the
 * order of their ids, and one that is sent twice is stored once.
 */
export function objectIdHex(id: string): string {
  const microseconds = Number.parseInt(id.slice(0, 16), 16)
  const seconds = Math.floor(microseconds / 1_000_000)
  const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0')
  return (hex(seconds, 8) + hex(microseconds % 1_000_000, 5) + id.slice(28, 32) + id.slice(21, 28)).toLowerCase()
}

export function toDocument(message: StoredMessage, { ObjectId, Long }: Driver): Stored {
  const { id, topic, from, qos, retain, payload, timestamp } = message
  return {
    _id: isMessageId(id) ? new ObjectId(objectIdHex(id)) : new ObjectId(),
    topic,
    msgid: id,
    sender: from,
    qos,
    retain: Number(retain),
    payload: payloadToText(payload),
    timestamp: Long.fromNumber(timestamp)
  }
}

/** A document as it was found; a person may have written anything into it. */
export function toMessage(document: Document, driver: Driver): FetchedMessage {
  const { _id, topic, msgid, sender, qos, retain, payload, timestamp } = document as Record<keyof Stored, unknown>
  const key = keyOf(_id, driver)
  return messageOfRow({
    key,
    id: textOrNull(msgid) ?? idOfKey(key),
    from: textOrNull(sender),
    topic: String(topic),
    qos: numberOrNull(qos),
    retain: retain === true ? 1 : numberOrNull(retain),
    payload: payloadOf(payload, driver),
    timestamp: timestamp instanceof Date ? timestamp.getTime() : numberOrNull(timestamp)
  })
}

function payloadOf(value: unknown, { Binary, BSON }: Driver): Buffer {
  if (typeof value === 'string') return textToPayload(value)
  if (value === null || value === undefined) return Buffer.alloc(0)
  return value instanceof Binary ? Buffer.from(value.value()) : Buffer.from(BSON.EJSON.stringify(value))
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}

/** Numbers arrive as such whether they were int, long or double; decimals do not. */
function numberOrNull(value: unknown): number | null {
  const number = typeof value === 'number' ? value : Number(String(value))
  return value === null || value === undefined || !Number.isFinite(number) ? null : number
}

/** An ObjectId as its hex digits; whatever else a person chose for `_id`, as marked JSON. */
export function keyOf(_id: unknown, { ObjectId, BSON }: Driver): string {
  return _id instanceof ObjectId ? _id.toHexString() : `=${BSON.EJSON.stringify(_id)}`
}

export function parseKey(key: RowKey, { ObjectId, BSON }: Driver): ObjectId {
  const text = String(key)
  return text.startsWith('=') ? (BSON.EJSON.parse(text.slice(1)) as ObjectId) : new ObjectId(text)
}

/** The message id of a document that has none. */
export function idOfKey(key: string): string {
  return idOfRow(key.startsWith('=') ? createHash('sha256').update(key).digest('hex').slice(0, 16) : key)
}
