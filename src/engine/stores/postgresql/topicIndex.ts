import type { InitPlan } from '../../../shared/contract.js'
import { AppError } from '../../../shared/errors.js'
import { unlessAborted } from '../cancelling.js'
import { rowsFelt, type TopicIndex } from '../store.js'
import type { Connection } from './connection.js'

/** Pages of a topic in the order of row ids, without a sort. Built beside the traffic, which goes on. */
const create = 'CREATE INDEX CONCURRENTLY mqtt_msg_topic_id ON mqtt_msg (topic, id)'
/** What was begun and cut off is there but not used (PostgreSQL manual, CREATE INDEX: Building Indexes Concurrently). */
const rebuild = 'REINDEX INDEX CONCURRENTLY mqtt_msg_topic_id'

/** Indexes that begin with the topic and hold every row. */
const readIndexes = `
  select class.relname::text, index.indisvalid::text
  from pg_index as index
    join pg_class as class on class.oid = index.indexrelid
    join pg_attribute as attribute on attribute.attrelid = index.indrelid and attribute.attnum = index.indkey[0]
  where index.indrelid = to_regclass('mqtt_msg') and attribute.attname = 'topic' and index.indpred is null`

/** What a building that was cancelled leaves: the index itself, or the one that would have taken its place. */
const readLeft = `
  select class.oid::regclass::text
  from pg_index as index join pg_class as class on class.oid = index.indexrelid
  where index.indrelid = to_regclass('mqtt_msg') and not index.indisvalid and class.relname ~ $1`
const leftBy = new Map([
  [create, '^mqtt_msg_topic_id$'],
  [rebuild, '^mqtt_msg_topic_id_ccnew\\d*$']
])

/** Counted up to where they are felt; beyond, the planner's estimate. */
const countRows = `
  select (select count(*) from (select 1 from mqtt_msg limit ${rowsFelt + 1}) as counted)::text,
    (select reltuples::int8::text from pg_class where oid = to_regclass('mqtt_msg'))`

export class PostgresqlTopicIndex implements TopicIndex {
  constructor(private readonly connection: Connection) {}

  async scanned(): Promise<number> {
    if ((await this.plan()).state === 'ready') return 0
    const [row] = await this.connection.query({ text: countRows })
    const [count = 0, estimate = 0] = (row ?? []).map(Number)
    return count > rowsFelt ? Math.max(count, estimate) : 0
  }

  async plan(): Promise<InitPlan> {
    const found = await this.connection.query({ text: readIndexes })
    if (found.some(([, isValid]) => isValid === 'true')) return { state: 'ready', statements: [], notes: [] }
    const isBegun = found.some(([name]) => name === 'mqtt_msg_topic_id')
    return { state: 'missing', statements: [isBegun ? rebuild : create], notes: [] }
  }

  async init(signal?: AbortSignal): Promise<InitPlan> {
    const { state, statements } = await unlessAborted(this.plan(), signal)
    for (const statement of statements) await this.make(statement, signal)
    return state === 'ready' ? { state, statements, notes: [] } : { ...(await this.plan()), statements }
  }

  private async make(statement: string, signal: AbortSignal | undefined): Promise<void> {
    try {
      await this.connection.runAside(statement, signal)
    } catch (error) {
      if (signal?.aborted === true && error === signal.reason) await this.dropLeft(leftBy.get(statement) ?? '')
      throw error
    }
  }

  /** In one step, for a concurrent one could leave yet another half; so it waits only briefly for who uses the table. */
  private async dropLeft(names: string): Promise<void> {
    try {
      await this.connection.transaction(async (query) => {
        await query({ text: "set local lock_timeout = '3s'" })
        for (const [index] of await query({ text: readLeft, values: [names] }))
          await query({ text: `drop index ${index}` })
      })
    } catch (cause) {
      throw new AppError('store_index_left', { ...this.connection.place, index: 'mqtt_msg_topic_id' }, { cause })
    }
  }
}
