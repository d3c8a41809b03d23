import { topicMatches } from '../../../shared/topics.js'
import { Cursor } from '../cursor.js'
import { filterPattern } from '../filterPattern.js'
import { textToPayload } from '../payload.js'
import { messageOfRow } from '../row.js'
import type { FetchedMessage, FetchPage, FetchQuery } from '../store.js'
import type { Query, Row } from './connection.js'

/**
 * `arrived` has no time zone: what stands there is taken as UTC, as we write it. The dot keeps PGlite's decoder from
 * taking a byte order mark away that a payload begins with.
 */
const selected = "id, msgid, sender, topic, qos, retain, '.' || payload, (extract(epoch from arrived) * 1000)::int8"
const since = "($2::float8 is null or arrived >= to_timestamp($2 / 1000) at time zone 'UTC')"

const page = (condition: string) =>
  `select ${selected} from mqtt_msg where ${condition} and ${since} and id > $3 order by id limit $4`

/** The first page of the newest `$5`: everything from the row on that has so many from it to the end. */
const newestPage = (condition: string) =>
  `select ${selected} from mqtt_msg where ${condition} and ${since} and id > $3 and id >= coalesce(
    (select id from mqtt_msg where ${condition} and ${since} order by id desc offset $5 - 1 limit 1), 0)
  order by id limit $4`

const exact = 'topic = $1'
const wild = 'topic ~ $1'

/** Row ids begin at 1, but nobody keeps a person from writing others. */
const beforeAll = '-9223372036854775808'

/** One page, oldest first, by row id: each page begins where the one before ended, and no page is counted through. */
export async function fetchPage(query: Query, wanted: FetchQuery): Promise<FetchPage> {
  const cursor = Cursor.parse(wanted.after, wanted.newest)
  const limit = cursor.limit(wanted.limit)
  const topic = wanted.wildcard ? filterPattern(wanted.topic) : wanted.topic
  const condition = wanted.wildcard ? wild : exact
  const values = [topic, wanted.since ?? null, cursor.position ?? beforeAll, limit]
  const rows =
    cursor.position === undefined && wanted.newest !== undefined
      ? await query({ text: newestPage(condition), values: [...values, wanted.newest] })
      : await query({ text: page(condition), values })
  const messages = rows.map(toMessage)
  return {
    messages: wanted.wildcard ? messages.filter((message) => topicMatches(wanted.topic, message.topic)) : messages,
    next: cursor.next(rows.length, limit, rows.at(-1)?.[0] ?? undefined)
  }
}

function toMessage([id, msgid, sender, topic, qos, retain, payload, arrived]: Row): FetchedMessage {
  return messageOfRow({
    key: Number(id),
    id: msgid,
    from: sender,
    topic: topic ?? '',
    qos: numberOrNull(qos),
    retain: numberOrNull(retain),
    payload: textToPayload(payload?.slice(1) ?? ''),
    timestamp: numberOrNull(arrived)
  })
}

function numberOrNull(text: string | null | undefined): number | null {
  return text === null || text === undefined ? null : Number(text)
}
