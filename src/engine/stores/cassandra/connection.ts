import type * as cassandra from 'cassandra-driver'
import type { Client, ClientOptions, types } from 'cassandra-driver'
import { AppError, type ErrorData } from '../../../shared/errors.js'
import type { CassandraConfig } from './config.js'
import { refreshOnceAtATime } from './controlConnection.js'
import { toAppError } from './errors.js'

const connectTimeout = 5000
/** Longer than any statement of ours takes: a connection that is silent for so long is given up. */
const readTimeout = 20_000
/** A node that was down is tried again so often; the driver's own default backs off to ten minutes. */
const reconnectDelay = 1000

export interface Statement {
  readonly query: string
  readonly params: readonly unknown[]
}

/** A Cassandra cluster; the driver keeps `pool_size` connections to each near node and makes lost ones anew. */
export class CassandraConnection {
  readonly place: ErrorData
  private client: Promise<Client> | undefined
  private closed = false

  constructor(private readonly config: CassandraConfig) {
    const { nodes, keyspace, username } = config
    this.place = { server: nodes, database: keyspace, table: 'mqtt_msg', user: username }
  }

  /** Always prepared: the driver cannot tell an int from a double otherwise. */
  async execute({ query, params }: Statement): Promise<types.Row[]> {
    return this.use(async (client) => (await client.execute(query, params, { prepare: true, autoPage: false })).rows)
  }

  /** A statement that changes the schema, which cannot be prepared on older servers. */
  async run(query: string): Promise<void> {
    await this.use((client) => client.execute(query, [], { prepare: false, isIdempotent: false }))
  }

  /** Statements on one partition, which are applied as one. */
  async batch(statements: readonly Statement[]): Promise<void> {
    await this.use((client) => client.batch([...statements], { prepare: true, logged: false }))
  }

  async close(): Promise<void> {
    this.closed = true
    const client = await this.client?.catch(ignore)
    this.client = undefined
    await client?.shutdown()
  }

  private async use<Result>(work: (client: Client) => Promise<Result>): Promise<Result> {
    if (this.closed) throw new AppError('store_closed', this.place)
    try {
      this.client ??= this.open()
      return await work(await this.client)
    } catch (error) {
      throw toAppError(error, this.place)
    }
  }

  /**
   * Twice: the driver has to be told the name of the data centre that is near, and only a connection can tell it. A
   * client whose first connection fails is of no further use.
   */
  private async open(): Promise<Client> {
    const driver = await import('cassandra-driver')
    try {
      const localDataCenter = await this.findDataCenter(driver)
      return await connect(new driver.Client({ ...this.options(driver), localDataCenter }))
    } catch (error) {
      this.client = undefined
      throw error
    }
  }

  private async findDataCenter(driver: typeof cassandra): Promise<string> {
    const loadBalancing = new driver.policies.loadBalancing.RoundRobinPolicy()
    const scout = await connect(
      new driver.Client({
        ...this.options(driver),
        policies: { loadBalancing },
        pooling: { coreConnectionsPerHost: { [driver.types.distance.local]: 1 }, warmup: false }
      })
    )
    try {
      const { rows } = await scout.execute('select data_center from system.local')
      return String(rows[0]?.['data_center'])
    } finally {
      await scout.shutdown()
    }
  }

  private options({ auth, policies, types }: typeof cassandra): ClientOptions {
    const { contactPoints, username, password, poolSize, tls } = this.config
    return {
      contactPoints: [...contactPoints],
      policies: { reconnection: new policies.reconnection.ConstantReconnectionPolicy(reconnectDelay) },
      pooling: { coreConnectionsPerHost: { [types.distance.local]: poolSize } },
      // Writing or deleting a row again changes nothing, so the driver may send it to another node.
      queryOptions: { consistency: types.consistencies.localQuorum, isIdempotent: true },
      socketOptions: { connectTimeout, readTimeout },
      // Changes of tables are none of our business.
      isMetadataSyncEnabled: false,
      ...(username === '' ? {} : { authProvider: new auth.PlainTextAuthProvider(username, password) }),
      ...(tls === undefined ? {} : { sslOptions: tls })
    }
  }
}

async function connect(client: Client): Promise<Client> {
  refreshOnceAtATime(client)
  try {
    await client.connect()
    return client
  } catch (error) {
    await client.shutdown().catch(ignore)
    throw error
  }
}

function ignore(): undefined {
  return undefined
}
