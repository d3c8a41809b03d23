import type { Collection } from 'mongodb'
import type { Cell, StoreLook } from '../../../shared/storeLook.js'
import type { Driver } from './connection.js'
import { type Stored, toMessage } from './document.js'
import { documentText } from './documentText.js'

export const columns = ['_id', 'topic', 'msgid', 'sender', 'qos', 'retain', 'payload', 'timestamp']
/** A look is for the eyes: of a longer payload only so much is shown, and after so many characters it ends. */
const payloadShown = 4096
const mostRead = 4 * 1024 * 1024
const step = 20

/** The newest documents, and the command by which a person sees the same in the mongo shell. */
export async function inspect(
  collection: Collection<Stored>,
  driver: Driver,
  limit: number
): Promise<Omit<StoreLook, 'resourceId' | 'error'>> {
  const rows: StoreLook['rows'] = []
  let read = 0
  // Numbers stay of the type that they have: the driver makes all of them plain ones otherwise.
  const found = collection.find({}, { promoteValues: false }).sort({ _id: -1 }).limit(limit).batchSize(step)
  for await (const document of found) {
    const { key, id } = toMessage(document, driver)
    const cells = columns.map((name) => cellOf(document[name], driver))
    rows.push({ key: String(key), messageId: id, cells, document: documentText(document, driver) })
    read += typeof document.payload === 'string' ? document.payload.length : 0
    if (read > mostRead) break
  }
  return {
    statement: `db.mqtt_msg.find().sort({ _id: -1 }).limit(${limit})`,
    columns,
    rows,
    count: await collection.estimatedDocumentCount(),
    at: Date.now()
  }
}

export function cellOf(value: unknown, { BSON, Double, Int32, Long, ObjectId }: Driver): Cell {
  if (value === null || value === undefined) return null
  if (typeof value === 'string') return value.slice(0, payloadShown)
  if (value instanceof ObjectId) return value.toHexString()
  const isTyped = value instanceof Int32 || value instanceof Double || value instanceof Long
  if (!isTyped && typeof value !== 'number') return BSON.EJSON.stringify(value).slice(0, payloadShown)
  const number = Number(String(value))
  // A long may have more digits than a plain number keeps, and a double may be infinite.
  const isExact = value instanceof Long ? Number.isSafeInteger(number) : Number.isFinite(number)
  return isExact ? number : String(value)
}
