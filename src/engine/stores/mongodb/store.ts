import type { MongoBulkWriteError } from 'mongodb'
import type { InitPlan } from '../../../shared/contract.js'
import type { StoreLook } from '../../../shared/storeLook.js'
import { AppError } from '../../../shared/errors.js'
import { payloadMark } from '../../../shared/markedPayload.js'
import { fetchBounded } from '../pageSize.js'
import type {
  ConsoleAnswer,
  FetchPage,
  FetchQuery,
  Removal,
  RowKey,
  SaveResult,
  Store,
  StoredMessage,
  TopicIndex
} from '../store.js'
import { ask } from './console.js'
import type { MongodbConnection } from './connection.js'
import { keyOf, parseKey, type Stored, toDocument } from './document.js'
import { toAppError } from './errors.js'
import { fetchPage } from './fetch.js'
import { inspect } from './inspect.js'
import { init, plan } from './schema.js'
import { MongodbTopicIndex } from './topicIndex.js'

/** A document may have 16 MiB; this leaves room for the longest topic and client id. */
const longestPayload = 16_000_000
const duplicateKey = 11_000

export class MongodbStore implements Store {
  readonly topicIndex: TopicIndex

  constructor(private readonly connection: MongodbConnection) {
    this.topicIndex = new MongodbTopicIndex(connection)
  }

  test(): Promise<string> {
    return this.connection.use(async (collection, _driver, database) => {
      // The first needs no login, the second does.
      const info = await database.command({ buildInfo: 1 })
      await collection.findOne({}, { projection: { _id: 1 } })
      return 'ferretdbVersion' in info ? `FerretDB ${String(info['version'])}` : `MongoDB ${String(info['version'])}`
    })
  }

  plan(): Promise<InitPlan> {
    return plan(this.connection)
  }

  init(signal?: AbortSignal): Promise<InitPlan> {
    return init(this.connection, signal)
  }

  /** The place of a message is in its key, so that neither the order of sending nor sending twice matters. */
  save(batch: readonly StoredMessage[]): Promise<SaveResult> {
    return this.connection.use(async (_collection, driver) => {
      const keys: (RowKey | undefined)[] = []
      const refused: { index: number; error: AppError }[] = []
      const documents: Stored[] = []
      const indexes: number[] = []
      for (const [index, message] of batch.entries()) {
        const document = toDocument(message, driver)
        const refusal = tooLarge(message, document.payload)
        if (refusal === undefined) {
          keys.push(keyOf(document._id, driver))
          documents.push(document)
          indexes.push(index)
        } else {
          keys.push(undefined)
          refused.push({ index, error: refusal })
        }
      }
      for (const { place, error } of await this.insert(documents)) {
        const index = indexes[place] ?? 0
        keys[index] = undefined
        refused.push({ index, error })
      }
      return { keys, refused }
    })
  }

  fetch(query: FetchQuery): Promise<FetchPage> {
    return fetchBounded(query, (page) =>
      this.connection.use((collection, driver) => fetchPage(collection, driver, page))
    )
  }

  remove(batch: readonly Removal[]): Promise<void> {
    return this.connection.use(async (collection, driver) => {
      const keys = batch.flatMap(({ key }) => (key === undefined ? [] : [parseKey(key, driver)]))
      const without = batch.filter(({ key }) => key === undefined)
      if (keys.length > 0) await collection.deleteMany({ _id: { $in: keys } })
      if (without.length > 0) {
        await collection.deleteMany({ $or: without.map(({ id, topic }) => ({ msgid: id, topic })) })
      }
    })
  }

  inspect(limit: number): Promise<Omit<StoreLook, 'resourceId' | 'error'>> {
    return this.connection.use((collection, driver) => inspect(collection, driver, limit))
  }

  ask(line: string): Promise<ConsoleAnswer> {
    return this.connection.use((collection, driver) => ask(collection, driver, line))
  }

  close(): Promise<void> {
    return this.connection.close()
  }

  /** What the server refused for good; rejects where something else went wrong. */
  private insert(documents: Stored[]): Promise<{ place: number; error: AppError }[]> {
    return this.connection.use(async (collection, { MongoBulkWriteError }) => {
      if (documents.length === 0) return []
      try {
        await collection.insertMany(documents, { ordered: false })
        return []
      } catch (error) {
        if (!(error instanceof MongoBulkWriteError)) throw error
        return this.refusals(error)
      }
    })
  }

  private refusals(error: MongoBulkWriteError): { place: number; error: AppError }[] {
    const writeErrors = [error.writeErrors].flat()
    // Without errors of single documents it is the whole that failed: a connection that broke is wrapped in this error.
    if (writeErrors.length === 0) throw error.errorResponse instanceof Error ? error.errorResponse : error
    const refusals = []
    for (const { index, code, errmsg } of writeErrors) {
      if (code === duplicateKey) continue
      const failure = toAppError(Object.assign(new Error(errmsg), { code }), this.connection.place)
      if (failure.code !== 'message_refused') throw failure
      refusals.push({ place: index, error: failure })
    }
    return refusals
  }
}

function tooLarge({ payload }: StoredMessage, text: string): AppError | undefined {
  if (text.length <= longestPayload && Buffer.byteLength(text) <= longestPayload) return undefined
  const most = text.startsWith(payloadMark)
    ? Math.floor(((longestPayload - payloadMark.length) / 4) * 3)
    : longestPayload
  return new AppError('message_payload_too_large', { length: payload.length, most })
}
