import type { InitPlan } from '../../../shared/contract.js'
import { AppError } from '../../../shared/errors.js'
import ddl from '../../../../resources/ddl/mysql.sql?raw'
import { unlessAborted } from '../cancelling.js'
import type { Limits } from '../errors.js'
import { checkShape, type Column } from '../shape.js'
import type { MysqlConnection } from './connection.js'

/** The chapter's own statement, to the letter. */
export const createTable = ddl.trim().replace(/;$/, '')

/** What EMQX's table has room for; a `blob` holds 65,535 bytes. */
const usualLimits: Limits = { topic: 180, sender: 64, payload: 65_535 }

/** Names in table order, with types as MySQL 8 writes them: without the display width of integers. */
export const columns: readonly Column[] = [
  ['id', 'int unsigned'],
  ['msgid', 'varchar(64)'],
  ['topic', 'varchar(180)'],
  ['sender', 'varchar(64)'],
  ['qos', 'tinyint'],
  ['retain', 'tinyint'],
  ['payload', 'blob'],
  ['arrived', 'datetime']
]

const readColumns = `
  select column_name, column_type from information_schema.columns
  where table_schema = database() and table_name = 'mqtt_msg' order by ordinal_position`

/** What is missing. Rejects with `store_shape_differs` where the table is there in another shape. */
export async function plan(connection: MysqlConnection, database: string): Promise<InitPlan> {
  try {
    const rows = await connection.select(readColumns)
    if (rows.length === 0) return { state: 'missing', statements: [createTable], notes: [] }
    checkShape(rows.map(readColumn), columns, connection.place)
    return { state: 'ready', statements: [], notes: [] }
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'store_database_missing') throw error
    return { state: 'missing', statements: [createDatabase(database), createTable], notes: [] }
  }
}

/** A column that was widened by hand holds all that EMQX's own does, and is taken for it. */
function readColumn([column, type]: readonly unknown[]): Column {
  const name = String(column)
  const found = String(type).replace(/^(tinyint|int|bigint)\(\d+\)/, '$1')
  const usual = columns.find(([known]) => known === name)?.[1]
  return [name, usual !== undefined && isWider(found, usual) ? usual : found]
}

function isWider(found: string, usual: string): boolean {
  const lengthOf = (type: string): number => Number(/^varchar\((\d+)\)$/.exec(type)?.[1])
  if (lengthOf(found) > lengthOf(usual)) return true
  return (
    (usual === 'blob' && /^(medium|long)blob$/.test(found)) || (usual === 'int unsigned' && found === 'bigint unsigned')
  )
}

/** What this very table has room for; EMQX's own limits while there is none. */
export function readLimits(sizes: ReadonlyMap<string, number>): Limits {
  const { topic, sender, payload } = usualLimits
  return {
    topic: sizes.get('topic') ?? topic,
    sender: sizes.get('sender') ?? sender,
    payload: sizes.get('payload') ?? payload
  }
}

/** Creates what is missing, and answers with what was sent. Somebody who was quicker is no error: what they made is checked like anything else. */
export async function init(connection: MysqlConnection, database: string, signal?: AbortSignal): Promise<InitPlan> {
  const planned = await unlessAborted(plan(connection, database), signal)
  for (const statement of planned.statements) {
    const isTable = statement === createTable
    const create = isTable ? connection.runAside(statement, signal) : connection.createDatabase(statement, signal)
    await create.catch(ignoreExisting)
  }
  return planned.state === 'ready' ? planned : { ...(await plan(connection, database)), statements: planned.statements }
}

function ignoreExisting(error: unknown): void {
  const { errno } = ((error as AppError).cause ?? {}) as { errno?: unknown }
  // ER_DB_CREATE_EXISTS, ER_TABLE_EXISTS_ERROR
  if (errno !== 1007 && errno !== 1050) throw error
}

function createDatabase(name: string): string {
  return `create database \`${name.replaceAll('`', '``')}\``
}
