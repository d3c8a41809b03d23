import type { Cluster, Redis } from 'ioredis'
import { AppError, type ErrorData } from '../../../shared/errors.js'
import type { RedisConfig } from './config.js'
import { toAppError } from './errors.js'

export type Client = Redis | Cluster

/** Longer than any work of ours takes: a connection that is silent for so long is given up. */
const timeout = 20_000

interface Member {
  readonly client: Client
  readonly ready: Promise<void>
  busy: number
  lastError: unknown
}

/**
 * Up to `pool_size` connections to a Redis, a Sentinel's master or a cluster. One more is opened only when all are at
 * work; one that is lost is made again by the next who needs it, so that a Sentinel is asked anew who the master is.
 */
export class RedisConnection {
  readonly place: ErrorData
  private readonly members = new Set<Member>()
  private create: (() => Client) | undefined
  private closed = false

  constructor(private readonly config: RedisConfig) {
    this.place = { server: config.server, database: config.database, table: 'mqtt:msg:*' }
  }

  get isCluster(): boolean {
    return this.config.kind === 'cluster'
  }

  async use<Result>(work: (client: Client) => Promise<Result>): Promise<Result> {
    this.create ??= await creator(this.config)
    if (this.closed) throw new AppError('store_closed', this.place)
    const member = this.take(this.create)
    member.busy += 1
    try {
      await member.ready
      return await this.inTime(member, work(member.client))
    } catch (error) {
      const failure = this.explain(member, error)
      // A master that became a replica answers on, but refuses writes.
      if (member.client.status !== 'ready' || failure.code === 'store_read_only') this.drop(member)
      throw failure
    } finally {
      member.busy -= 1
    }
  }

  close(): Promise<void> {
    this.closed = true
    for (const member of this.members) this.drop(member)
    return Promise.resolve()
  }

  private take(create: () => Client): Member {
    let idlest: Member | undefined
    for (const member of this.members) {
      if (member.busy === 0) return member
      if (idlest === undefined || member.busy < idlest.busy) idlest = member
    }
    if (idlest !== undefined && this.members.size >= this.config.poolSize) return idlest
    const client = create()
    const member: Member = { client, ready: this.connect(client), busy: 0, lastError: undefined }
    // Told to whoever waits for it; nobody does after a close.
    member.ready.catch(ignore)
    client.on('error', (error: unknown) => (member.lastError = error))
    client.on('end', () => this.members.delete(member))
    this.members.add(member)
    return member
  }

  private async connect(client: Client): Promise<void> {
    await client.connect()
    // ioredis goes on in database 0 when there is none of that number.
    if (this.config.database !== 0) await client.select(this.config.database)
  }

  private async inTime<Result>(member: Member, work: Promise<Result>): Promise<Result> {
    const timer = setTimeout(() => {
      member.lastError = new AppError('store_timeout', this.place)
      this.drop(member)
    }, timeout)
    try {
      return await work
    } finally {
      clearTimeout(timer)
    }
  }

  /** Of a connection that ended ioredis says only that; the reason came before as an event. */
  private explain({ lastError }: Member, error: unknown): AppError {
    if (this.closed) return new AppError('store_closed', this.place, { cause: error })
    const isVague = error instanceof Error && /Connection is closed|None of startup nodes/.test(error.message)
    return toAppError(isVague && lastError !== undefined ? lastError : error, this.place)
  }

  private drop(member: Member): void {
    this.members.delete(member)
    member.client.disconnect()
  }
}

async function creator(config: RedisConfig): Promise<() => Client> {
  const { Cluster, Redis } = await import('ioredis')
  if (config.kind === 'single') return () => new Redis(config.options)
  return () => new Cluster(config.nodes, config.options)
}

function ignore(): void {
  // Told elsewhere.
}
