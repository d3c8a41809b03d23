import type { Collection } from 'mongodb'
import type { Cell, StoreLook } from '../../../shared/contract.js'
import type { Driver } from './connection.js'
import { type Stored, toMessage } from './document.js'

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
  for await (const document of collection.find().sort({ _id: -1 }).limit(limit).batchSize(step)) {
    const { key, id } = toMessage(document, driver)
    rows.push({ key: String(key), messageId: id, cells: columns.map((name) => cellOf(document[name], driver)) })
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

export function cellOf(value: unknown, { BSON, ObjectId }: Driver): Cell {
  if (value === null || value === undefined) return null
  if (typeof value === 'number') return value
  if (typeof value === 'string') return value.slice(0, payloadShown)
  return value instanceof ObjectId ? value.toHexString() : BSON.EJSON.stringify(value).slice(0, payloadShown)
}
