import type { Collection, Document, Filter } from 'mongodb'
import { topicMatches } from '../../../shared/topics.js'
import { Cursor } from '../cursor.js'
import { filterPattern } from '../filterPattern.js'
import type { FetchPage, FetchQuery } from '../store.js'
import type { Driver } from './connection.js'
import { keyOf, parseKey, type Stored, toMessage } from './document.js'

/**
 * One page, oldest first, by `_id`: that index is there in every collection, and for our own messages it is the order
 * of message ids (see objectIdHex).
 */
export async function fetchPage(
  collection: Collection<Stored>,
  driver: Driver,
  wanted: FetchQuery
): Promise<FetchPage> {
  const cursor = Cursor.parse(wanted.after, wanted.newest)
  const limit = cursor.limit(wanted.limit)
  const filter: Filter<Document> = { topic: wanted.wildcard ? { $regex: filterPattern(wanted.topic) } : wanted.topic }
  if (wanted.since !== undefined) filter['timestamp'] = { $gte: wanted.since }
  if (cursor.position !== undefined) Object.assign(filter, after(parseKey(cursor.position, driver), driver))
  else if (wanted.newest !== undefined) Object.assign(filter, await newest(collection, filter, wanted.newest))
  const found = await collection.find(filter).sort({ _id: 1 }).limit(limit).toArray()
  const messages = found.map((document) => toMessage(document, driver))
  const last = found.at(-1)
  return {
    messages: wanted.wildcard ? messages.filter(({ topic }) => topicMatches(wanted.topic, topic)) : messages,
    next: cursor.next(found.length, limit, last === undefined ? undefined : keyOf(last._id, driver))
  }
}

async function newest(
  collection: Collection<Stored>,
  filter: Filter<Document>,
  count: number
): Promise<Filter<Document>> {
  const projection = { _id: 1 }
  const found = await collection
    .find(filter, { projection })
    .sort({ _id: -1 })
    .skip(count - 1)
    .limit(1)
    .toArray()
  const [first] = found
  return first === undefined ? {} : { _id: { $gte: first._id } }
}

/** The order of types in MongoDB (manual: Comparison/Sort Order). A comparison stays within one type, a sort does not. */
const types = ['number', 'string', 'object', 'binData', 'objectId'] as const

function after(_id: unknown, { Binary, ObjectId }: Driver): Filter<Document> {
  if (_id instanceof ObjectId) return { _id: { $gt: _id } }
  let type: (typeof types)[number] = 'object'
  if (typeof _id === 'number' || typeof _id === 'string') type = typeof _id as 'number' | 'string'
  else if (_id instanceof Binary) type = 'binData'
  const later = types.slice(types.indexOf(type) + 1).map((name) => ({ _id: { $type: name } }))
  // The driver's types know no other ids than ObjectIds.
  return { $or: [{ _id: { $gt: _id } }, ...later] } as Filter<Document>
}
