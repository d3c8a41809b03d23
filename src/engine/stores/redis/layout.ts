import { fromBase62, toBase62 } from '../base62.js'
import { isMessageId } from '../messageId.js'

/** EMQX's keys: a hash for each message, and for each topic a sorted set of its messages' base62 ids. */
export const prefix = 'mqtt:msg:'

/** The fields of a message's hash that are read back, in this order; `id` is the key's own end. */
export const readFields = ['from', 'qos', 'payload', 'ts', 'retain'] as const

/** The key's end for a message id; a person may have used a text that is none of ours. */
export function memberOf(id: string): string {
  return isMessageId(id) ? toBase62(id) : id
}

export function idOf(member: string): string {
  return fromBase62(member) ?? member
}
