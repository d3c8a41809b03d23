import type { InitPlan } from '../../../shared/contract.js'
import type { StoreLook } from '../../../shared/storeLook.js'
import type { AppError } from '../../../shared/errors.js'
import { refusalOf } from '../errors.js'
import { payloadToTextBytes } from '../payload.js'
import { sendSplitting } from '../splitBatch.js'
import { fetchBounded } from '../pageSize.js'
import type {
  ConsoleAnswer,
  FetchPage,
  FetchQuery,
  Removal,
  RowKey,
  SaveOptions,
  SaveResult,
  Store,
  StoredMessage,
  TopicIndex
} from '../store.js'
import { int4Array, int8Array, textArray, textBytesArray, timestampArray } from './arrays.js'
import { ask } from './console.js'
import type { Connection, Query } from './connection.js'
import { fetchPage } from './fetch.js'
import { inspect } from './inspect.js'
import { init, limits, plan } from './schema.js'
import { PostgresqlTopicIndex } from './topicIndex.js'

/** `order by` makes the row ids follow the batch: ids are drawn after the sort (PostgreSQL 9.6 release notes). */
const insert = {
  name: 'save',
  text: `insert into mqtt_msg (msgid, sender, topic, qos, retain, payload, arrived)
    select msgid, sender, topic, qos, retain, payload, arrived
    from unnest($1::text[], $2::text[], $3::text[], $4::int[], $5::int[], $6::text[], $7::timestamp[])
      with ordinality as batch (msgid, sender, topic, qos, retain, payload, arrived, place)
    order by place returning id`
} as const

/** The message id beside the key: where somebody made the table anew, the same numbers are other messages. */
const removeByKey = `delete from mqtt_msg using unnest($1::int8[], $2::text[]) as gone (id, msgid)
  where mqtt_msg.id = gone.id and coalesce(nullif(mqtt_msg.msgid, ''), lpad(upper(to_hex(gone.id)), 32, '0')) = gone.msgid`

const removeById = `delete from mqtt_msg using unnest($1::text[], $2::text[]) as gone (msgid, topic)
  where mqtt_msg.msgid = gone.msgid and mqtt_msg.topic = gone.topic`

const findIds = 'select msgid, id from mqtt_msg where msgid = any ($1::text[])'

interface Entry {
  readonly index: number
  readonly message: StoredMessage
}

export class PostgresqlStore implements Store {
  readonly topicIndex: TopicIndex

  constructor(
    private readonly connection: Connection,
    private readonly database: string
  ) {
    this.topicIndex = new PostgresqlTopicIndex(connection)
  }

  async test(): Promise<string> {
    const [row] = await this.connection.query({ text: 'show server_version' })
    return this.connection.serverName(row?.[0]?.split(' ')[0] ?? '')
  }

  plan(): Promise<InitPlan> {
    return plan(this.connection, this.database)
  }

  init(signal?: AbortSignal): Promise<InitPlan> {
    return init(this.connection, this.database, signal)
  }

  async save(batch: readonly StoredMessage[], options: SaveOptions): Promise<SaveResult> {
    const keys: (RowKey | undefined)[] = batch.map(() => undefined)
    const refused: { index: number; error: AppError }[] = []
    const refuse = (index: number, error: AppError): void => void refused.push({ index, error })
    const entries: Entry[] = []
    for (const [index, message] of batch.entries()) {
      const refusal = refusalOf(message, limits)
      if (refusal === undefined) entries.push({ index, message })
      else refuse(index, refusal)
    }
    const send = async (part: readonly Entry[]): Promise<void> => {
      const ids = options.again ? await this.insertMissing(part) : await insertAll(this.query, part)
      for (const [place, { index }] of part.entries()) keys[index] = ids[place]
    }
    await sendSplitting(entries, send, refuse)
    return { keys, refused }
  }

  fetch(query: FetchQuery): Promise<FetchPage> {
    return fetchBounded(query, (page) => fetchPage(this.query, page))
  }

  async remove(batch: readonly Removal[]): Promise<void> {
    const withKey = batch.filter((removal) => removal.key !== undefined)
    const without = batch.filter((removal) => removal.key === undefined)
    if (withKey.length > 0) {
      const keys = int8Array(withKey.map(({ key }) => Number(key)))
      await this.query({ text: removeByKey, values: [keys, textArray(withKey.map(({ id }) => id))] })
    }
    if (without.length > 0) {
      const topics = textArray(without.map(({ topic }) => topic))
      await this.query({ text: removeById, values: [textArray(without.map(({ id }) => id)), topics] })
    }
  }

  inspect(limit: number): Promise<Omit<StoreLook, 'resourceId' | 'error'>> {
    return inspect(this.query, limit)
  }

  ask(line: string): Promise<ConsoleAnswer> {
    return ask(this.query, line)
  }

  close(): Promise<void> {
    return this.connection.close()
  }

  private readonly query: Query = (statement) => this.connection.query(statement)

  /**
   * For a batch whose first sending has an unknown outcome. The lock waits for a first sending that the server is still
   * at: else it could be committed after our look and the messages be there twice.
   */
  private insertMissing(entries: readonly Entry[]): Promise<number[]> {
    return this.connection.transaction(async (query) => {
      await query({ text: "set local lock_timeout = '10s'" })
      await query({ text: 'lock table mqtt_msg in share row exclusive mode' })
      const rows = await query({ text: findIds, values: [textArray(entries.map(({ message }) => message.id))] })
      const known = new Map(rows.map(([msgid, id]) => [msgid, Number(id)]))
      const missing = entries.filter(({ message }) => !known.has(message.id))
      const ids = missing.length === 0 ? [] : await insertAll(query, missing)
      for (const [place, { message }] of missing.entries()) known.set(message.id, ids[place] ?? 0)
      return entries.map(({ message }) => known.get(message.id) ?? 0)
    })
  }
}

async function insertAll(query: Query, entries: readonly Entry[]): Promise<number[]> {
  const messages = entries.map(({ message }) => message)
  const rows = await query({
    ...insert,
    values: [
      textArray(messages.map(({ id }) => id)),
      textArray(messages.map(({ from }) => from)),
      textArray(messages.map(({ topic }) => topic)),
      int4Array(messages.map(({ qos }) => qos)),
      int4Array(messages.map(({ retain }) => Number(retain))),
      textBytesArray(messages.map(({ payload }) => payloadToTextBytes(payload))),
      timestampArray(messages.map(({ timestamp }) => timestamp))
    ]
  })
  return rows.map(([id]) => Number(id))
}
