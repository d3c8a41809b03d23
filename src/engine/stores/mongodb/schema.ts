import type { InitPlan } from '../../../shared/contract.js'
import { AppError } from '../../../shared/errors.js'
import ddl from '../../../../resources/ddl/mongodb.js?raw'
import { unlessAborted } from '../cancelling.js'
import { collectionName, type MongodbConnection } from './connection.js'

/** The chapter's own command. */
export const createCollection = ddl.trim().replace(/;$/, '')

/** Whether the collection is missing. Rejects with `store_shape_differs` where a view or a capped collection is there. */
export function plan(connection: MongodbConnection): Promise<InitPlan> {
  return connection.use(async (_collection, _driver, database) => {
    const [found] = await database.listCollections({ name: collectionName }).toArray()
    if (found === undefined) return { state: 'missing', statements: [createCollection], notes: [] }
    const { type, options } = found as { readonly type?: string; readonly options?: { readonly capped?: boolean } }
    const actual = options?.capped === true ? 'capped collection' : (type ?? 'collection')
    if (actual !== 'collection') {
      throw new AppError('store_shape_differs', { ...connection.place, difference: `${actual} ≠ collection` })
    }
    return { state: 'ready', statements: [], notes: [] }
  })
}

/** Creates what is missing, and answers with what was sent. Somebody who was quicker is no error. */
export async function init(connection: MongodbConnection, signal?: AbortSignal): Promise<InitPlan> {
  const planned = await unlessAborted(plan(connection), signal)
  if (planned.state === 'ready') return planned
  await connection.use(async (_collection, _driver, database) => {
    try {
      await database.createCollection(collectionName)
    } catch (error) {
      // NamespaceExists
      if ((error as { code?: unknown }).code !== 48) throw error
    }
  })
  return { ...(await plan(connection)), statements: planned.statements }
}
