import type { InitPlan } from '../../../shared/contract.js'
import { AppError } from '../../../shared/errors.js'
import ddl from '../../../../resources/ddl/postgresql.sql?raw'
import type { Limits } from '../errors.js'
import { unlessAborted } from '../cancelling.js'
import { checkShape, type Column } from '../shape.js'
import type { Connection } from './connection.js'

/** The chapter's own statement, to the letter. */
export const createTable = ddl.trim().replace(/;$/, '')

/** A value may have 1 GB (PostgreSQL manual, appendix K), which no MQTT packet reaches, Base64 or not. */
export const limits: Limits = { topic: 255, sender: 64, payload: Infinity }

/** Names in table order, with types as `format_type` writes them. */
export const columns: readonly Column[] = [
  ['id', 'bigint'],
  ['msgid', 'character varying(64)'],
  ['sender', 'character varying(64)'],
  ['topic', 'character varying(255)'],
  ['qos', 'integer'],
  ['retain', 'integer'],
  ['payload', 'text'],
  ['arrived', 'timestamp without time zone']
]

const readColumns = `
  select attname::text, format_type(atttypid, atttypmod)
  from pg_attribute
  where attrelid = to_regclass('mqtt_msg') and attnum > 0 and not attisdropped
  order by attnum`

/** What is missing. Rejects with `store_shape_differs` where the table is there in another shape. */
export async function plan(connection: Connection, database: string): Promise<InitPlan> {
  let found: Column[]
  try {
    const rows = await connection.query({ text: readColumns })
    found = rows.map(([name, type]) => [name ?? '', type ?? ''])
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'store_database_missing') throw error
    return { state: 'missing', statements: [createDatabase(database), createTable], notes: [] }
  }
  if (found.length === 0) return { state: 'missing', statements: [createTable], notes: [] }
  checkShape(found, columns, connection.place)
  return { state: 'ready', statements: [], notes: [] }
}

/** Creates what is missing, and answers with what was sent. Somebody who was quicker is no error: what they made is checked like anything else. */
export async function init(connection: Connection, database: string, signal?: AbortSignal): Promise<InitPlan> {
  const planned = await unlessAborted(plan(connection, database), signal)
  for (const statement of planned.statements) {
    await create(connection, statement, signal)
  }
  return planned.state === 'ready' ? planned : { ...(await plan(connection, database)), statements: planned.statements }
}

async function create(connection: Connection, statement: string, signal: AbortSignal | undefined): Promise<void> {
  try {
    if (statement === createTable) await connection.runAside(statement, signal)
    else await connection.createDatabase(statement, signal)
  } catch (error) {
    // 42P04 duplicate_database, 42P07 duplicate_table; 23505 when two create at the very same time.
    const state = error instanceof AppError ? error.data['state'] : undefined
    if (state !== '42P04' && state !== '42P07' && state !== '23505') throw error
  }
}

export function createDatabase(name: string): string {
  return `CREATE DATABASE "${name.replaceAll('"', '""')}"`
}
