import type { InitPlan } from '../../../shared/contract.js'
import type { StoreLook } from '../../../shared/storeLook.js'
import type { AppError } from '../../../shared/errors.js'
import { refusalOf } from '../errors.js'
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
import { ask } from './console.js'
import type { MysqlConnection, Session } from './connection.js'
import { fetchPage } from './fetch.js'
import { type Entry, insert } from './insert.js'
import { inspect } from './inspect.js'
import { init, plan, readLimits } from './schema.js'
import { MysqlTopicIndex } from './topicIndex.js'

/** The message id beside the key: where somebody made the table anew, the same numbers are other messages. */
const removeByKey = `delete from mqtt_msg where id in (?)
  and coalesce(nullif(msgid, ''), lpad(hex(id), 32, '0')) in (?)`
/** Found first and deleted by key then: a delete that searches locks every row that it passes. */
const findById = 'select id, msgid, topic from mqtt_msg where msgid in (?) and topic in (?)'
/** A locking read waits for a first sending that the server is still at. */
const findSent = 'select id, msgid from mqtt_msg where msgid in (?) lock in share mode'

export class MysqlStore implements Store {
  readonly topicIndex: TopicIndex

  constructor(
    private readonly connection: MysqlConnection,
    private readonly database: string
  ) {
    this.topicIndex = new MysqlTopicIndex(connection)
  }

  async test(): Promise<string> {
    const [row] = await this.connection.select('select version()')
    const version = String(row?.[0])
    const number = /^[\d.]+/.exec(version)?.[0] ?? version
    return `${/mariadb/i.test(version) ? 'MariaDB' : 'MySQL'} ${number}`
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
    const facts = await this.connection.serverFacts()
    const limits = readLimits(facts.sizes)
    for (const [index, message] of batch.entries()) {
      const refusal = refusalOf(message, limits)
      if (refusal === undefined) entries.push({ index, message })
      else refuse(index, refusal)
    }
    const send = async (part: readonly Entry[]): Promise<void> => {
      const ids = options.again ? await this.insertMissing(part) : await insert(this.connection, part, facts)
      for (const [place, { index }] of part.entries()) keys[index] = ids[place]
    }
    await sendSplitting(entries, send, refuse)
    return { keys, refused }
  }

  fetch(query: FetchQuery): Promise<FetchPage> {
    return fetchBounded(query, (page) => fetchPage(this.connection, page))
  }

  async remove(batch: readonly Removal[]): Promise<void> {
    const keys = new Map<number, string>()
    const without: Removal[] = []
    for (const removal of batch) {
      if (removal.key === undefined) without.push(removal)
      else keys.set(Number(removal.key), removal.id)
    }
    if (without.length > 0) await this.findKeys(without, keys)
    if (keys.size > 0) await this.connection.run(removeByKey, [[...keys.keys()], [...keys.values()]])
  }

  inspect(limit: number): Promise<Omit<StoreLook, 'resourceId' | 'error'>> {
    return inspect(this.connection, limit)
  }

  ask(line: string): Promise<ConsoleAnswer> {
    return ask(this.connection, this.database, line)
  }

  close(): Promise<void> {
    return this.connection.close()
  }

  private async findKeys(removals: readonly Removal[], keys: Map<number, string>): Promise<void> {
    const wanted = new Set(removals.map(({ id, topic }) => `${id} ${topic}`))
    const values = [removals.map(({ id }) => id), [...new Set(removals.map(({ topic }) => topic))]]
    for (const [key, id, topic] of await this.connection.select(findById, values)) {
      // The server compares topics without regard to case.
      if (wanted.has(`${String(id)} ${String(topic)}`)) keys.set(Number(key), String(id))
    }
  }

  /** For a batch whose first sending has an unknown outcome. */
  private async insertMissing(entries: readonly Entry[]): Promise<number[]> {
    const facts = await this.connection.serverFacts()
    return this.connection.transaction(async (session: Session) => {
      const rows = await session.select(findSent, [entries.map(({ message }) => message.id)])
      const known = new Map(rows.map(([id, msgid]) => [String(msgid), Number(id)]))
      const missing = entries.filter(({ message }) => !known.has(message.id))
      const ids = missing.length === 0 ? [] : await insert(session, missing, facts)
      for (const [place, { message }] of missing.entries()) known.set(message.id, ids[place] ?? 0)
      return entries.map(({ message }) => known.get(message.id) ?? 0)
    })
  }
}
