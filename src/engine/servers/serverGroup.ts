import type { Group } from './redisGroups.js'
import type { RunningServer, ServerName } from './server.js'

/** Several servers that are started, killed and stopped as one. */
export class ServerGroup implements RunningServer {
  readonly backend = 'redis'

  constructor(
    readonly name: ServerName,
    readonly members: readonly RunningServer[],
    private readonly group: Group
  ) {}

  get type(): RunningServer['type'] {
    return this.group.type
  }

  get config(): RunningServer['config'] {
    return this.group.config
  }

  get origin(): RunningServer['origin'] {
    return this.members[0]?.origin ?? 'path'
  }

  get description(): string {
    return `${String(this.members.length)} × ${this.members[0]?.description ?? ''}`
  }

  get pids(): readonly number[] {
    return this.members.flatMap(({ pids }) => pids)
  }

  async kill(signal: NodeJS.Signals): Promise<void> {
    await Promise.all(this.members.map((member) => member.kill(signal)))
  }

  async restart(): Promise<void> {
    await Promise.all(this.members.map((member) => member.restart()))
    await this.group.unite()
  }

  async stop(): Promise<void> {
    await Promise.all(this.members.map((member) => member.stop()))
  }
}
