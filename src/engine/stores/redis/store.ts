import type { InitPlan } from '../../../shared/contract.js'
import type { StoreLook } from '../../../shared/storeLook.js'
import type { AppError } from '../../../shared/errors.js'
import { unlessAborted } from '../cancelling.js'
import { fetchBounded } from '../pageSize.js'
import type {
  ConsoleAnswer,
  FetchPage,
  FetchQuery,
  Removal,
  RowKey,
  SaveOptions,
  SaveResult,
  Store,
  StoredMessage
} from '../store.js'
import { ask } from './console.js'
import type { Commands } from './commands.js'
import type { Client, RedisConnection } from './connection.js'
import { toAppError } from './errors.js'
import { fetchPage } from './fetch.js'
import { inspect } from './inspect.js'
import { memberOf } from './layout.js'
import { plainCommands } from './plainCommands.js'
import { plan } from './schema.js'
import { scriptedCommands } from './scriptedCommands.js'

/** EMQX's default of the action's `ttl`, in seconds. */
const defaultTtl = 7200
/** A server does nothing else while it works on one part. */
const partSize = 1000

export class RedisStore implements Store {
  private commands: Commands

  constructor(private readonly connection: RedisConnection) {
    this.commands = connection.isCluster ? plainCommands : scriptedCommands
  }

  async test(): Promise<string> {
    return this.connection.use(async (client) => {
      await client.ping()
      // A user may be forbidden to ask.
      const info = await client.info('server').catch(() => '')
      const name = /^server_name:(\w+)/m.exec(info)?.[1] ?? 'redis'
      const version = /^(?:valkey|redis)_version:([\d.]+)/m.exec(info)?.[1] ?? ''
      return `${name.charAt(0).toUpperCase()}${name.slice(1)} ${version}`.trim()
    })
  }

  plan(): Promise<InitPlan> {
    return plan(this.connection)
  }

  init(signal?: AbortSignal): Promise<InitPlan> {
    return unlessAborted(plan(this.connection), signal)
  }

  /** Writing a message again changes nothing, so `again` needs no care. */
  async save(batch: readonly StoredMessage[], { ttl = defaultTtl }: SaveOptions): Promise<SaveResult> {
    const entries = batch.map((message) => ({ message, member: memberOf(message.id) }))
    const keys: (RowKey | undefined)[] = entries.map(({ member }) => member)
    const refused: { index: number; error: AppError }[] = []
    for (let start = 0; start < entries.length; start += partSize) {
      const part = entries.slice(start, start + partSize)
      const errors = await this.use((client, commands) => commands.write(client, part, ttl))
      for (const [place, error] of errors) {
        const failure = toAppError(error, this.connection.place)
        if (failure.code !== 'message_refused') throw failure
        keys[start + place] = undefined
        refused.push({ index: start + place, error: failure })
      }
    }
    return { keys, refused }
  }

  fetch(query: FetchQuery): Promise<FetchPage> {
    return fetchBounded(query, (page) => this.use((client, commands) => fetchPage(client, commands, page)))
  }

  async remove(batch: readonly Removal[]): Promise<void> {
    const gone = batch.map(({ id, topic, key }) => ({ member: key?.toString() ?? memberOf(id), topic }))
    for (let start = 0; start < gone.length; start += partSize) {
      await this.use((client, commands) => commands.remove(client, gone.slice(start, start + partSize)))
    }
  }

  inspect(limit: number): Promise<Omit<StoreLook, 'resourceId' | 'error'>> {
    return this.connection.use((client) => inspect(client, limit))
  }

  ask(line: string): Promise<ConsoleAnswer> {
    return this.connection.use((client) => ask(client, line))
  }

  close(): Promise<void> {
    return this.connection.close()
  }

  /** A server that forbids scripts, or does not know them, gets plain commands from then on. */
  private async use<Result>(work: (client: Client, commands: Commands) => Promise<Result>): Promise<Result> {
    try {
      return await this.connection.use((client) => work(client, this.commands))
    } catch (error) {
      const words = (error as AppError).toInfo().detail ?? ''
      if (this.commands === plainCommands || !/evalsha|'eval'|from script/i.test(words)) throw error
      this.commands = plainCommands
      return this.connection.use((client) => work(client, this.commands))
    }
  }
}
