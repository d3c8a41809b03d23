import { mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { PGlite, QueryOptions, Transaction } from '@electric-sql/pglite'
import { AppError, type ErrorData } from '../../../shared/errors.js'
import { embeddedServer } from '../../../shared/resourceTypes.js'
import { type FolderLock, lockFolder } from '../folderLock.js'
import { type Connection, type Query, type Row, type Statement, toAppError } from './connection.js'
import { createTable } from './schema.js'

/** One instance a folder in this process, however many resources name it: two would destroy each other's files. */
const instances = new Map<string, { readonly opened: Promise<Opened>; users: number }>()

/** Who opens a folder again waits until it has been closed. */
const closing = new Map<string, Promise<void>>()

interface Opened {
  readonly database: PGlite
  readonly lock: FolderLock
}

/** The built-in PostgreSQL (PGlite) with its data on disk. It makes its own table: there is nobody else to do it. */
export class EmbeddedConnection implements Connection {
  readonly place: ErrorData = { server: embeddedServer, database: 'postgres', table: 'mqtt_msg' }
  private readonly path: string
  private database: Promise<PGlite> | undefined
  private closed = false

  constructor(dataDir: string) {
    this.path = join(resolve(dataDir), 'pglite')
  }

  async query(statement: Statement): Promise<Row[]> {
    try {
      return await run(await this.open(), statement)
    } catch (error) {
      throw toAppError(error, this.place)
    }
  }

  async transaction<Result>(work: (query: Query) => Promise<Result>): Promise<Result> {
    try {
      const database = await this.open()
      return await database.transaction((transaction) => work((statement) => run(transaction, statement)))
    } catch (error) {
      throw toAppError(error, this.place)
    }
  }

  createDatabase(): Promise<void> {
    return Promise.resolve()
  }

  /** It works in this very process, and nothing can be told to it meanwhile. */
  async runAside(statement: string, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted()
    await this.query({ text: statement })
  }

  serverName(version: string): string {
    return `PostgreSQL ${version} (PGlite)`
  }

  async close(): Promise<void> {
    this.closed = true
    const opened = await this.database?.catch(() => undefined)
    this.database = undefined
    if (opened !== undefined) await release(this.path)
  }

  private open(): Promise<PGlite> {
    if (this.closed) throw new AppError('store_closed', this.place)
    this.database ??= acquire(this.path).catch((error: unknown) => {
      this.database = undefined
      throw error
    })
    return this.database
  }
}

async function acquire(path: string): Promise<PGlite> {
  const known = instances.get(path)
  const instance = known ?? { opened: openDatabase(path), users: 0 }
  instances.set(path, instance)
  instance.users += 1
  try {
    return (await instance.opened).database
  } catch (error) {
    instances.delete(path)
    throw error
  }
}

async function release(path: string): Promise<void> {
  const instance = instances.get(path)
  if (instance === undefined) return
  instance.users -= 1
  if (instance.users > 0) return
  instances.delete(path)
  const closed = closeDatabase(instance.opened)
  closing.set(path, closed)
  await closed
  if (closing.get(path) === closed) closing.delete(path)
}

async function closeDatabase(opened: Promise<Opened>): Promise<void> {
  const { database, lock } = await opened
  await database.close()
  await lock.release()
}

async function openDatabase(path: string): Promise<Opened> {
  await closing.get(path)
  await mkdir(path, { recursive: true })
  const lock = await lockFolder(path)
  if (lock === undefined) throw new AppError('store_in_use', { server: embeddedServer, path })
  try {
    const { PGlite } = await import('@electric-sql/pglite')
    const database = await PGlite.create({ dataDir: path })
    const known = await database.query<{ oid: string | null }>("select to_regclass('mqtt_msg')::text as oid")
    if (known.rows[0]?.oid === null) await database.exec(createTable)
    return { database, lock }
  } catch (error) {
    await lock.release()
    throw error
  }
}

/** All types that our statements answer with, and all array types they are given: left as they are. */
const asText = (value: string) => value
const asIs = (value: unknown) => value as string
const options: QueryOptions = {
  rowMode: 'array',
  parsers: Object.fromEntries([16, 20, 21, 23, 25, 701, 1043, 1114, 1700].map((oid) => [oid, asText])),
  serializers: Object.fromEntries([1005, 1007, 1009, 1015, 1016, 1115].map((oid) => [oid, asIs]))
}

async function run(database: PGlite | Transaction, { text, values }: Statement): Promise<Row[]> {
  const { rows } = await database.query(text, [...(values ?? [])], options)
  return rows as Row[]
}
