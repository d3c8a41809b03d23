import { Socket } from 'node:net'
import type { ClientConfig, Pool, PoolClient } from 'pg'
import { unlessCancelled } from '../cancelling.js'
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

  constructor(
    private readonly config: ServerConfig,
    private readonly signal: AbortSignal | undefined
  ) {
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

  createDatabase(statement: string, signal?: AbortSignal): Promise<void> {
    // The maintenance database, which initdb makes for this very purpose.
    return this.runIn('postgres', statement, signal)
  }

  runAside(statement: string, signal?: AbortSignal): Promise<void> {
    return this.runIn(this.config.database, statement, signal)
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

  private async runIn(database: string, statement: string, signal: AbortSignal | undefined): Promise<void> {
    const { Client } = await import('pg')
    const cut = new AbortController()
    const options = { ...this.config.pool, ...endedBy(cut.signal), database, query_timeout: 0 }
    const client = new Client(options)
    client.on('error', ignore)
    const work = async (): Promise<void> => {
      await client.connect()
      signal?.throwIfAborted()
      await client.query(statement)
    }
    const cancel = async (): Promise<void> => {
      // The server's process, which goes on where only the connection ends; null until it has let us in.
      const { processID } = client as unknown as { readonly processID: number | null }
      if (processID === null) cut.abort()
      else await cancelProcess(processID, options)
    }
    try {
      await unlessCancelled(work, signal, { cancel, cut: () => cut.abort() })
    } catch (error) {
      throw toAppError(error, { ...this.place, database })
    } finally {
      await client.end().catch(ignore)
    }
  }

  private open(): Promise<Pool> {
    if (this.closed) throw new AppError('store_closed', this.place)
    this.pool ??= import('pg').then((pg) => {
      const pool = new pg.default.Pool({ ...this.config.pool, ...endedBy(this.signal) })
      // A connection that drops tells the query that waits for it; without these listeners it would end the process.
      pool.on('error', ignore)
      pool.on('connect', (client) => void client.on('error', ignore))
      return pool
    })
    return this.pool
  }
}

/** Connections whose sockets go when the signal comes. */
function endedBy(signal: AbortSignal | undefined): ClientConfig {
  return signal === undefined ? {} : { stream: () => new Socket({ signal }) }
}

/** The role may cancel what it began itself (PostgreSQL manual, 9.28.2). */
async function cancelProcess(processId: number, options: ClientConfig): Promise<void> {
  const { Client } = await import('pg')
  const client = new Client(options)
  client.on('error', ignore)
  try {
    await client.connect()
    await client.query('select pg_cancel_backend($1)', [processId])
  } finally {
    await client.end().catch(ignore)
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
