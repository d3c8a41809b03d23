import type { InitPlan } from '../../../shared/contract.js'
import type { StoreLook } from '../../../shared/storeLook.js'
import type { AppError } from '../../../shared/errors.js'
import { fetchBounded } from '../pageSize.js'
import type {
  ConsoleAnswer,
  FetchPage,
  FetchQuery,
  Removal,
  RowKey,
  SaveResult,
  Store,
  StoredMessage
} from '../store.js'
import { ask } from './console.js'
import type { CassandraConnection } from './connection.js'
import { Reader } from './fetch.js'
import { Inspector } from './inspect.js'
import { init, plan, quote, releaseVersion } from './schema.js'
import { entryOf, removeAll, writeAll } from './write.js'

export class CassandraStore implements Store {
  private readonly table: string
  private readonly reader: Reader
  private readonly inspector: Inspector

  constructor(
    private readonly connection: CassandraConnection,
    private readonly keyspace: string
  ) {
    this.table = `${quote(keyspace)}.mqtt_msg`
    this.reader = new Reader(connection, this.table)
    this.inspector = new Inspector(connection, this.reader, this.table)
  }

  async test(): Promise<string> {
    return `Cassandra ${await releaseVersion(this.connection)}`
  }

  plan(): Promise<InitPlan> {
    return plan(this.connection, this.keyspace)
  }

  init(signal?: AbortSignal): Promise<InitPlan> {
    return init(this.connection, this.keyspace, signal)
  }

  /** The message id is part of the primary key: a message that is written again is the same row. */
  async save(batch: readonly StoredMessage[]): Promise<SaveResult> {
    const keys: (RowKey | undefined)[] = batch.map(({ id }) => id)
    const refused: { index: number; error: AppError }[] = []
    const refuse = (index: number, error: AppError): void => {
      keys[index] = undefined
      refused.push({ index, error })
    }
    try {
      await writeAll(this.connection, this.table, batch.map(entryOf), refuse)
    } finally {
      // Also where it failed: some may have been stored.
      for (const { topic, id } of batch) this.reader.floors.lower(topic, id)
    }
    for (const topic of new Set(batch.filter((_, index) => keys[index] !== undefined).map((each) => each.topic))) {
      this.inspector.note(topic)
    }
    return { keys, refused: refused.sort((one, other) => one.index - other.index) }
  }

  async fetch(query: FetchQuery): Promise<FetchPage> {
    const page = await fetchBounded(query, (inner) => this.reader.fetch(inner))
    if (page.messages.length > 0) this.inspector.note(query.topic)
    return page
  }

  async remove(batch: readonly Removal[]): Promise<void> {
    const keys = new Map<string, string[]>()
    for (const { id, topic, key = id } of batch) {
      const ids = keys.get(topic)
      if (ids === undefined) keys.set(topic, [String(key)])
      else ids.push(String(key))
    }
    await removeAll(this.connection, this.table, keys)
  }

  inspect(limit: number): Promise<Omit<StoreLook, 'resourceId' | 'error'>> {
    return this.inspector.inspect(limit)
  }

  ask(line: string): Promise<ConsoleAnswer> {
    return ask(this.connection, this.keyspace, this.table, line)
  }

  close(): Promise<void> {
    return this.connection.close()
  }
}
