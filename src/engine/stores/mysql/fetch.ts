import { topicMatches } from '../../../shared/topics.js'
import { Cursor } from '../cursor.js'
import { filterPattern } from '../filterPattern.js'
import { messageOfRow } from '../row.js'
import type { FetchedMessage, FetchPage, FetchQuery } from '../store.js'
import type { Row, Session, Value } from './connection.js'

const selected = 'select id, msgid, topic, sender, qos, retain, payload, unix_timestamp(arrived) from mqtt_msg where '

/** The table compares without regard to case or trailing spaces; MQTT does not. The first half can use an index. */
const exact = 'topic = ? and cast(topic as binary) = ?'
const wild = 'topic collate utf8mb4_bin regexp ?'

/** One page, oldest first, by row id: each page begins where the one before ended, and no page is counted through. */
export async function fetchPage(session: Session, wanted: FetchQuery): Promise<FetchPage> {
  const cursor = Cursor.parse(wanted.after, wanted.newest)
  const limit = cursor.limit(wanted.limit)
  const { text, values } = conditionOf(wanted)
  const paged = newestOrAfter(cursor, wanted, text, values)
  const rows = await session.select(`${selected}${paged.text} order by id limit ${limit}`, paged.values)
  const messages = rows.map(toMessage)
  return {
    messages: messages.filter(({ topic }) => (wanted.wildcard ? topicMatches(wanted.topic, topic) : true)),
    next: cursor.next(rows.length, limit, rows.at(-1)?.[0]?.toString())
  }
}

interface Condition {
  readonly text: string
  readonly values: readonly Value[]
}

function conditionOf({ topic, wildcard, since }: FetchQuery): Condition {
  // In both languages of regular expressions, MySQL's and MariaDB's, (?s) lets a dot stand for a line feed too.
  const matched: Condition = wildcard
    ? { text: wild, values: [`(?s)${filterPattern(topic)}`] }
    : { text: exact, values: [topic, Buffer.from(topic)] }
  if (since === undefined) return matched
  // `arrived` was cut to whole seconds.
  const seconds = Math.floor(since / 1000)
  return { text: `${matched.text} and arrived >= from_unixtime(?)`, values: [...matched.values, seconds] }
}

function newestOrAfter(cursor: Cursor, { newest }: FetchQuery, text: string, values: readonly Value[]): Condition {
  if (cursor.position !== undefined) return { text: `${text} and id > ?`, values: [...values, Number(cursor.position)] }
  if (newest === undefined) return { text, values }
  const first = `select id from mqtt_msg where ${text} order by id desc limit 1 offset ${newest - 1}`
  return { text: `${text} and id >= coalesce((${first}), 0)`, values: [...values, ...values] }
}

function toMessage([id, msgid, topic, sender, qos, retain, payload, arrived]: Row): FetchedMessage {
  return messageOfRow({
    key: Number(id),
    id: textOrNull(msgid),
    topic: String(topic),
    from: textOrNull(sender),
    qos: numberOrNull(qos),
    retain: numberOrNull(retain),
    payload: Buffer.isBuffer(payload) ? payload : Buffer.alloc(0),
    timestamp: arrived === null ? null : Number(arrived) * 1000
  })
}

function textOrNull(cell: Row[number] | undefined): string | null {
  return typeof cell === 'string' ? cell : null
}

function numberOrNull(cell: Row[number] | undefined): number | null {
  return typeof cell === 'number' ? cell : null
}
