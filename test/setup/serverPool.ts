import { AppError } from '../../src/shared/errors.js'
import type { ParameterValues } from '../../src/shared/parameters.js'
import type { ResourceTypeName } from '../../src/shared/resourceTypes.js'
import type { RunningServer, ServerName } from '../../src/engine/servers/server.js'
import { startServer } from '../../src/engine/servers/startServer.js'
import { fromUrl, urlVariables } from './fromUrl.js'

/** A server that tests share. */
export interface TestServer {
  readonly type: ResourceTypeName
  readonly config: ParameterValues
  /** `env`: named by an environment variable. */
  readonly origin: RunningServer['origin'] | 'env'
  readonly description: string
}

export type Answer = { readonly server: TestServer } | { readonly reason: string }

/** Starts each server once, when it is first asked for, and stops all. */
export class ServerPool {
  private readonly answers = new Map<ServerName, Promise<Answer>>()
  private readonly running: RunningServer[] = []

  get(name: ServerName): Promise<Answer> {
    const answer = this.answers.get(name) ?? this.open(name)
    this.answers.set(name, answer)
    return answer
  }

  async stop(): Promise<void> {
    await Promise.all(this.answers.values())
    await Promise.all(this.running.map((server) => server.stop()))
  }

  private async open(name: ServerName): Promise<Answer> {
    const url = process.env[urlVariables[name]]
    if (url !== undefined) {
      return { server: { ...fromUrl(name, url), origin: 'env', description: `the server of ${urlVariables[name]}` } }
    }
    try {
      const server = await startServer(name, { obtain: true, onProgress: ({ step, what }) => tell(name, step, what) })
      this.running.push(server)
      const { type, config, origin, description } = server
      return { server: { type, config, origin, description } }
    } catch (error) {
      const { code, data, cause } = AppError.from(error)
      const reason =
        code === 'server_missing' ? `not on this machine; install: ${String(data['install'])}` : String(cause)
      return { reason: `${name}: ${reason}` }
    }
  }
}

/** Only what takes long is worth a line. */
function tell(name: ServerName, step: string, what: string): void {
  if (['installing', 'downloading', 'building'].includes(step)) process.stderr.write(`${name}: ${step} ${what}\n`)
}
