import type { ConnectionOptions, Pool, PoolConnection, ResultSetHeader, RowDataPacket } from 'mysql2/promise'
import { AppError, type ErrorData } from '../../../shared/errors.js'
import { unlessCancelled } from '../cancelling.js'
import type { MysqlConfig } from './config.js'
import { toAppError } from './errors.js'

export type Row = readonly (string | number | Buffer | null)[]
export type Value = string | number | Buffer | readonly (string | number)[] | null

/** A statement on one connection. Rows of a `select`; of an `insert` the first row's id. */
export interface Session {
  select(text: string, values?: readonly Value[]): Promise<Row[]>
  run(text: string, values?: readonly Value[]): Promise<{ readonly insertId: number }>
}

/** What has to be known of a server before a batch is sent to it. */
export interface ServerFacts {
  /** Longest statement in bytes. */
  readonly maxAllowedPacket: number
  /** The step between the ids of a batch; not 1 in some clusters. */
  readonly idStep: number
  /** How much the table's columns hold, by name: texts in characters, the payload in bytes. Empty without a table. */
  readonly sizes: ReadonlyMap<string, number>
}

const readSizes = `select column_name, character_maximum_length from information_schema.columns
  where table_schema = database() and table_name = 'mqtt_msg' and character_maximum_length is not null`

/** Longer than any statement of ours takes: a connection that is silent for so long is given up. */
const timeout = 20_000
/** Two statements that wait for each other's rows: the server ends one, which then only has to be sent again. */
const deadlockTries = 5

/** A MySQL or MariaDB server behind a pool of `pool_size` connections, made when first needed and again when lost. */
export class MysqlConnection implements Session {
  readonly place: ErrorData
  private pool: Promise<Pool> | undefined
  private facts: Promise<ServerFacts> | undefined
  private closed = false

  constructor(
    private readonly config: MysqlConfig,
    private readonly signal: AbortSignal | undefined
  ) {
    this.place = { server: config.server, database: config.database, table: 'mqtt_msg', user: config.user }
  }

  select(text: string, values?: readonly Value[]): Promise<Row[]> {
    return this.on((session) => session.select(text, values))
  }

  run(text: string, values?: readonly Value[]): Promise<{ readonly insertId: number }> {
    return this.on((session) => session.run(text, values))
  }

  /** All statements of `work` committed together or not at all. */
  transaction<Result>(work: (session: Session) => Promise<Result>): Promise<Result> {
    return this.on(async (session) => {
      await session.run('start transaction')
      const result = await work(session)
      await session.run('commit')
      return result
    })
  }

  /** Kept, unless there was no table to read from. */
  serverFacts(): Promise<ServerFacts> {
    if (this.facts === undefined) {
      const forget = (): void => {
        this.facts = undefined
      }
      this.facts = this.readFacts()
      this.facts.then(({ sizes }) => (sizes.size === 0 ? forget() : undefined), forget)
    }
    return this.facts
  }

  createDatabase(statement: string, signal?: AbortSignal): Promise<void> {
    return this.runIn(undefined, statement, signal)
  }

  /** A statement on a connection of its own, however long it takes; the server ends it when the signal comes. */
  runAside(statement: string, signal?: AbortSignal): Promise<void> {
    return this.runIn(this.config.database, statement, signal)
  }

  async close(): Promise<void> {
    this.closed = true
    const pool = await this.pool
    this.pool = undefined
    // One that is still connecting tells of its end here.
    await pool?.end().catch(ignore)
  }

  private async on<Result>(work: (session: Session) => Promise<Result>): Promise<Result> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.once(work)
      } catch (error) {
        if (isDeadlock(error) && attempt < deadlockTries) continue
        throw toAppError(error, this.place)
      }
    }
  }

  private async once<Result>(work: (session: Session) => Promise<Result>): Promise<Result> {
    const connection = await (await this.open()).getConnection()
    try {
      const result = await work(sessionOn(connection))
      connection.release()
      return result
    } catch (error) {
      // The server rolls back when the connection goes; one whose state is unknown is not used again.
      connection.destroy()
      throw error
    }
  }

  private async runIn(database: string | undefined, statement: string, signal: AbortSignal | undefined): Promise<void> {
    const { createConnection } = await import('mysql2')
    const cut = new AbortController()
    const options = this.config.endedBy(cut.signal)
    if (database === undefined) delete options.database
    const connection = createConnection(options)
    connection.on('error', ignore)
    const work = async (): Promise<void> => {
      await connection.promise().connect()
      signal?.throwIfAborted()
      await connection.promise().query(statement)
    }
    const cancel = async (): Promise<void> => {
      // Not let in yet: there is nothing to end at the server.
      if ((connection.threadId as number | null) === null) cut.abort()
      else await killQuery(connection.threadId, options)
    }
    try {
      await unlessCancelled(work, signal, { cancel, cut: () => cut.abort() })
    } catch (error) {
      throw toAppError(error, this.place)
    } finally {
      await connection.promise().end().catch(ignore)
    }
  }

  private open(): Promise<Pool> {
    if (this.closed) throw new AppError('store_closed', this.place)
    this.pool ??= import('mysql2').then(({ createPool }) => {
      const pool = createPool(this.signal === undefined ? this.config.pool : this.config.endedBy(this.signal))
      pool.on('connection', (connection) => {
        connection.on('error', ignore)
        // Strict: without it a text that is too long is cut, silently. The server runs it before anything else.
        connection.query("set session sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION'", ignore)
      })
      return pool.promise()
    })
    return this.pool
  }

  private async readFacts(): Promise<ServerFacts> {
    const [row] = await this.select('select @@max_allowed_packet, @@auto_increment_increment')
    const sizes = await this.select(readSizes)
    return {
      maxAllowedPacket: Number(row?.[0]),
      idStep: Number(row?.[1]),
      sizes: new Map(sizes.map(([name, size]) => [String(name), Number(size)]))
    }
  }
}

function sessionOn(connection: PoolConnection): Session {
  return {
    async select(text, values = []) {
      const [rows] = await connection.query<RowDataPacket[][]>({ sql: text, values: [...values], timeout })
      return rows as unknown as Row[]
    },
    async run(text, values = []) {
      // With a list, be it empty, mysql2 looks through all of a long statement for places to fill.
      const filled = values.length === 0 ? null : [...values]
      const [{ insertId }] = await connection.query<ResultSetHeader>({ sql: text, values: filled, timeout })
      return { insertId }
    }
  }
}

/** The server goes on where only the connection ends; it lets a user end what is their own (MySQL manual, 15.7.8.4). */
async function killQuery(threadId: number, options: ConnectionOptions): Promise<void> {
  const { createConnection } = await import('mysql2/promise')
  const connection = await createConnection(options)
  connection.on('error', ignore)
  await connection.query(`kill query ${threadId}`).finally(() => connection.end().catch(ignore))
}

function isDeadlock(error: unknown): boolean {
  return error instanceof Error && (error as { errno?: unknown }).errno === 1213
}

function ignore(): void {
  // The failure reaches whoever waits for an answer.
}
