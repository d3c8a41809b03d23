import type { InitPlan } from '../../../shared/contract.js'
import { unlessAborted } from '../cancelling.js'
import { rowsFelt, type TopicIndex } from '../store.js'
import type { MysqlConnection } from './connection.js'

/**
 * The index that the tables of EMQX 4.4 have, under a name of its own: in older ones `topic_index` is taken by
 * `(id, topic)`. InnoDB adds the row id to it, and builds it beside the traffic.
 */
const create = 'CREATE INDEX mqtt_msg_topic ON mqtt_msg (topic)'

const readIndexes = `
  select index_name from information_schema.statistics
  where table_schema = database() and table_name = 'mqtt_msg' and column_name = 'topic' and seq_in_index = 1`

/** Counted up to where they are felt; beyond, the server's estimate. */
const countRows = `
  select (select count(*) from (select 1 from mqtt_msg limit ${rowsFelt + 1}) as counted),
    (select table_rows from information_schema.tables where table_schema = database() and table_name = 'mqtt_msg')`

export class MysqlTopicIndex implements TopicIndex {
  constructor(private readonly connection: MysqlConnection) {}

  async scanned(): Promise<number> {
    if ((await this.plan()).state === 'ready') return 0
    const [row] = await this.connection.select(countRows)
    const [count = 0, estimate = 0] = (row ?? []).map(Number)
    return count > rowsFelt ? Math.max(count, estimate) : 0
  }

  async plan(): Promise<InitPlan> {
    const found = await this.connection.select(readIndexes)
    if (found.length > 0) return { state: 'ready', statements: [], notes: [] }
    return { state: 'missing', statements: [create], notes: [] }
  }

  async init(signal?: AbortSignal): Promise<InitPlan> {
    const { state, statements } = await unlessAborted(this.plan(), signal)
    // InnoDB leaves nothing of an index whose building was ended.
    for (const statement of statements) await this.connection.runAside(statement, signal)
    return state === 'ready' ? { state, statements, notes: [] } : { ...(await this.plan()), statements }
  }
}
