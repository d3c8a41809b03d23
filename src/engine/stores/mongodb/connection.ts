import type * as mongodb from 'mongodb'
import type { Collection, Db, MongoClient } from 'mongodb'
import { AppError, type ErrorData } from '../../../shared/errors.js'
import { unlessCancelled } from '../cancelling.js'
import type { MongodbConfig } from './config.js'
import type { Stored } from './document.js'
import { toAppError } from './errors.js'

/** The driver's module, loaded when it is first needed. */
export type Driver = typeof mongodb

export const collectionName = 'mqtt_msg'

/**
 * Longer than all commands of one piece of work have by the socket's timeout, ms. A command that is sent just as its
 * connection ends is never answered by the driver, and the timeout of a socket that is closed never comes.
 */
const longestWork = 60_000

/** A MongoDB deployment; the driver keeps the pool of `pool_size` connections and makes lost ones anew. */
export class MongodbConnection {
  readonly place: ErrorData
  private client: Promise<MongoClient> | undefined
  private opened: MongoClient | undefined
  private closed = false

  constructor(private readonly config: MongodbConfig) {
    const { servers, database, user } = config
    this.place = { server: servers, database, table: collectionName, user }
  }

  async use<Result>(
    work: (collection: Collection<Stored>, driver: Driver, database: Db) => Promise<Result>
  ): Promise<Result> {
    if (this.closed) throw new AppError('store_closed', this.place)
    try {
      const driver = await import('mongodb')
      this.client ??= this.open(driver)
      const database = (await this.client).db(this.config.database)
      return await this.inTime(work(database.collection<Stored>(collectionName), driver, database))
    } catch (error) {
      throw toAppError(error, this.place)
    }
  }

  private async inTime<Result>(work: Promise<Result>): Promise<Result> {
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(new AppError('store_timeout', this.place)), longestWork)
    })
    try {
      return await Promise.race([work, late])
    } finally {
      clearTimeout(timer)
    }
  }

  /** Work on a connection of its own, however long it takes; the connection is taken away when the signal comes. */
  async useAside(work: (collection: Collection<Stored>) => Promise<unknown>, signal?: AbortSignal): Promise<void> {
    const { MongoClient } = await import('mongodb')
    const client = new MongoClient(this.config.url, { ...this.config.options, socketTimeoutMS: 0 })
    try {
      const cancel = () => client.close()
      const collection = client.db(this.config.database).collection<Stored>(collectionName)
      await unlessCancelled(() => work(collection), signal, { cancel, cut: () => undefined })
    } catch (error) {
      throw toAppError(error, this.place)
    } finally {
      await client.close()
    }
  }

  async close(): Promise<void> {
    this.closed = true
    // One that is still connecting ends at once.
    await this.opened?.close()
    await this.client?.catch(() => undefined)
    this.client = undefined
  }

  /** A client whose first connection fails is of no further use. */
  private async open(driver: Driver): Promise<MongoClient> {
    const client = new driver.MongoClient(this.config.url, this.config.options)
    this.opened = client
    try {
      return await client.connect()
    } catch (error) {
      this.client = undefined
      await client.close()
      throw error
    }
  }
}
