import type { InitPlan } from '../../../shared/contract.js'
import { unlessAborted } from '../cancelling.js'
import { rowsFelt, type TopicIndex } from '../store.js'
import { collectionName, type MongodbConnection } from './connection.js'

/** Pages of a topic in the order of `_id`, without a sort. */
const keys = { topic: 1, _id: 1 } as const
const create = `db.${collectionName}.createIndex({ topic: 1, _id: 1 })`

export class MongodbTopicIndex implements TopicIndex {
  constructor(private readonly connection: MongodbConnection) {}

  async scanned(): Promise<number> {
    if ((await this.plan()).state === 'ready') return 0
    const count = await this.connection.use((collection) => collection.estimatedDocumentCount())
    return count > rowsFelt ? count : 0
  }

  plan(): Promise<InitPlan> {
    return this.connection.use(async (_collection, _driver, database) => {
      const indexes = await database
        .collection(collectionName)
        .indexes()
        .catch((error: unknown) => {
          // NamespaceNotFound: nothing has been stored yet.
          if ((error as { code?: unknown }).code === 26) return []
          throw error
        })
      const isThere = indexes.some(
        ({ key, ...options }) => Object.keys(key)[0] === 'topic' && !('partialFilterExpression' in options)
      )
      if (isThere) return { state: 'ready', statements: [], notes: [] }
      const isFerret = 'ferretdbVersion' in (await database.command({ buildInfo: 1 }))
      return { state: 'missing', statements: [create], notes: isFerret ? ['ferretdb_reads_all'] : [] }
    })
  }

  async init(signal?: AbortSignal): Promise<InitPlan> {
    const { state, statements, notes } = await unlessAborted(this.plan(), signal)
    if (state === 'ready') return { state, statements, notes }
    try {
      await this.connection.useAside((collection) => collection.createIndex(keys), signal)
    } catch (error) {
      if (signal?.aborted === true && error === signal.reason) await this.drop()
      throw error
    }
    return { ...(await this.plan()), statements, notes }
  }

  /** The server builds on where only the connection ends; it stops when the index is dropped. */
  private async drop(): Promise<void> {
    await this.connection.use(async (collection) => {
      await collection.dropIndex('topic_1__id_1').catch((error: unknown) => {
        // IndexNotFound
        if ((error as { code?: unknown }).code !== 27) throw error
      })
    })
  }
}
