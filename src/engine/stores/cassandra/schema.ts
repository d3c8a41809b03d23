import type { InitPlan } from '../../../shared/contract.js'
import type { AppError } from '../../../shared/errors.js'
import ddl from '../../../../resources/ddl/cassandra.cql?raw'
import { unlessAborted } from '../cancelling.js'
import { checkShape, type Column } from '../shape.js'
import type { CassandraConnection } from './connection.js'

/** The chapter's own statements. */
const [createKeyspace = '', createTable = ''] = ddl.trim().split(/;\s*/)

/** Refused by Cassandra 4.0 and later; their defaults there do the same (CASSANDRA-13910). */
const readRepairOptions = /^ +AND (?:dclocal_)?read_repair_chance = .*\n/gm

/** A name as it is, in quotes: without them Cassandra would make it lower case. */
export function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

const columns: readonly Column[] = [
  ['topic', 'text partition_key'],
  ['msgid', 'text clustering desc'],
  ['arrived', 'timestamp'],
  ['payload', 'text'],
  ['qos', 'int'],
  ['retain', 'int'],
  ['sender', 'text']
]

const readKeyspace = 'select keyspace_name from system_schema.keyspaces where keyspace_name = ?'
const readColumns = `select column_name, type, kind, clustering_order from system_schema.columns
  where keyspace_name = ? and table_name = 'mqtt_msg'`

/** What is missing. Rejects with `store_shape_differs` where the table is there in another shape. */
export async function plan(connection: CassandraConnection, keyspace: string): Promise<InitPlan> {
  const found = await connection.execute({ query: readColumns, params: [keyspace] })
  if (found.length > 0) {
    checkShape(found.map(readColumn), columns, connection.place)
    return { state: 'ready', statements: [], notes: [] }
  }
  const keyspaces = await connection.execute({ query: readKeyspace, params: [keyspace] })
  const named = keyspace === 'mqtt' ? keyspace : quote(keyspace)
  const table = createTable.replace('CREATE TABLE mqtt.', `CREATE TABLE ${named}.`)
  const isOld = (await serverVersion(connection)) < 4
  return {
    state: 'missing',
    statements: [
      ...(keyspaces.length > 0 ? [] : [createKeyspace.replace('CREATE KEYSPACE mqtt', `CREATE KEYSPACE ${named}`)]),
      isOld ? table : table.replace(readRepairOptions, '')
    ],
    notes: isOld ? [] : ['cassandra_read_repair_left_out']
  }
}

async function serverVersion(connection: CassandraConnection): Promise<number> {
  return Number.parseInt(await releaseVersion(connection), 10)
}

export async function releaseVersion(connection: CassandraConnection): Promise<string> {
  const [row] = await connection.execute({ query: 'select release_version from system.local', params: [] })
  return String(row?.['release_version'])
}

function readColumn(row: Readonly<Record<string, unknown>>): Column {
  const { column_name: name, type, kind, clustering_order: order } = row
  const parts = [type, ...(kind === 'regular' ? [] : [kind]), ...(kind === 'clustering' ? [order] : [])]
  return [String(name), parts.join(' ')]
}

/** Creates what is missing, and answers with what was sent. Somebody who was quicker is no error. */
export async function init(connection: CassandraConnection, keyspace: string, signal?: AbortSignal): Promise<InitPlan> {
  const planned = await unlessAborted(plan(connection, keyspace), signal)
  if (planned.state === 'ready') return planned
  for (const statement of planned.statements) {
    // One that was sent cannot be taken back.
    signal?.throwIfAborted()
    await connection.run(statement).catch(ignoreExisting)
  }
  return { ...(await plan(connection, keyspace)), statements: planned.statements, notes: planned.notes }
}

function ignoreExisting(error: unknown): void {
  // already_exists
  const { code } = ((error as AppError).cause ?? {}) as { readonly code?: unknown }
  if (code !== 0x2400) throw error
}
