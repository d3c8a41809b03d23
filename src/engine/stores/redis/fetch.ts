import type { FetchedMessage, FetchPage, FetchQuery } from '../store.js'
import { messageOfRow } from '../row.js'
import type { Commands, Fields } from './commands.js'
import type { Client } from './connection.js'
import { prefix } from './layout.js'
import { type Member, readMembers } from './members.js'

/**
 * One page, oldest first, by publish time. A member whose hash has expired or was deleted is removed when met: the
 * sorted set itself never expires. As in EMQX, a filter with wildcards finds nothing.
 */
export async function fetchPage(client: Client, commands: Commands, query: FetchQuery): Promise<FetchPage> {
  const { topic, wildcard, after, limit } = query
  if (wildcard) return { messages: [], next: undefined }
  const { members, next } = await readMembers(client, topic, after, limit)
  if (members.length === 0) return { messages: [], next }
  const hashes = await commands.read(
    client,
    members.map(({ member }) => member)
  )
  const messages: FetchedMessage[] = []
  const expired: string[] = []
  for (const [place, member] of members.entries()) {
    const fields = hashes[place]
    if (fields === undefined || fields.every((field) => field === null)) expired.push(member.member)
    else messages.push(toMessage(topic, member, fields))
  }
  if (expired.length > 0) await client.zrem(prefix + topic, ...expired)
  return { messages, next }
}

function toMessage(topic: string, { member, id, score }: Member, fields: Fields): FetchedMessage {
  const [from, qos, payload, ts, retain] = fields
  return messageOfRow({
    key: member,
    id,
    topic,
    from: from?.toString(),
    qos: numberOf(qos),
    retain: retain?.toString() === 'true' || retain?.toString() === '1' ? 1 : 0,
    payload: payload ?? Buffer.alloc(0),
    timestamp: numberOf(ts) ?? score
  })
}

function numberOf(field: Buffer | null | undefined): number | null {
  const number = field === null || field === undefined ? Number.NaN : Number(field.toString())
  return Number.isFinite(number) ? number : null
}
