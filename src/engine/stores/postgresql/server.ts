import type { Pool, PoolClient } from 'pg'
import type { PostgresqlConfig } from './config.js'
import { type Connection, type Query, type Row, type Statement, toAppError } from './connection.js'
import { AppError, type ErrorData } from '../../../shared/errors.js'

/** Everything arrives as the text the server wrote; only the store knows which columns are numbers. */
const types = { getTypeParser: () => (value: unknown) => value }

type ServerConfig = Extract<PostgresqlConfig, { kind: 'server' }>

/** A PostgreSQL server behind a pool of `pool_size` connections, made when first needed and again when lost. */
export class ServerConnection implements Connection {
  readonly place: ErrorData
  private pool: Promise<Pool> | undefined
  private closed = false

  constructor(private readonly config: ServerConfig) {
    this.place = { server: config.server, database: config.database, table: 'mqtt_msg', user: config.user }
  }

  async query(statement: Statement): Promise<Row[]> {
    try {
      const pool = await this.open()
      const result = await pool.query<(string | null)[]>(queryConfig(statement))
      return result.rows
    } catch (error) {
      throw toAppError(error, this.place)
    }
  }

  async transaction<Result>(work: (query: Query) => Promise<Result>): Promise<Result> {
    let client: PoolClient | undefined
    try {
      const pool = await this.open()
      client = await pool.connect()
      const result = await runTransaction(client, work)
      client.release()
      return result
    } catch (error) {
      // The server rolls back when the connection goes; one whose state is unknown is not used again.
      client?.release(true)
      throw toAppError(error, this.place)
    }
  }

  createDatabase(statement: string): Promise<void> {
    // The maintenance database, which initdb makes for this very purpose.
    return this.runIn('postgres', statement)
  }

  runAside(statement: string): Promise<void> {
    return this.runIn(this.config.database, statement)
  }

  serverName(version: string): string {
    return `PostgreSQL ${version}`
  }

  async close(): Promise<void> {
    this.closed = true
    const pool = await this.pool
    this.pool = undefined
    await pool?.end()
  }

  private async runIn(database: string, statement: string): Promise<void> {
    const { Client } = await import('pg')
    const client = new Client({ ...this.config.pool, database, query_timeout: 0 })
    client.on('error', ignore)
    try {
      await client.connect()
      await client.query(statement)
    } catch (error) {
      throw toAppError(error, { ...this.place, database })
    } finally {
      await client.end().catch(ignore)
    }
  }

  private open(): Promise<Pool> {
    if (this.closed) throw new AppError('store_closed', this.place)
    this.pool ??= import('pg').then((pg) => {
      const pool = new pg.default.Pool(this.config.pool)
      // A connection that drops tells the query that waits for it; without these listeners it would end the process.
      pool.on('error', ignore)
      pool.on('connect', (client) => void client.on('error', ignore))
      return pool
    })
    return this.pool
  }
}

async function runTransaction<Result>(client: PoolClient, work: (query: Query) => Promise<Result>): Promise<Result> {
  await client.query('begin')
  const result = await work(async (statement) => {
    const { rows } = await client.query<(string | null)[]>(queryConfig(statement))
    return rows
  })
  await client.query('commit')
  return result
}

function queryConfig({ name, text, values }: Statement) {
  const base = { text, values: [...(values ?? [])], rowMode: 'array' as const, types }
  return name === undefined ? base : { ...base, name }
}

function ignore(): void {
  // The failure reaches whoever waits for an answer.
}
