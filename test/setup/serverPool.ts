import { AppError, wordsOf } from '../../src/shared/errors.js'
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
    await Promise.allSettled(this.answers.values())
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
      return { reason: whyMissing(error) }
    }
  }
}

/** Why there is no server to be had here. One that is there and does not start is a failure, and thrown again. */
export function whyMissing(error: unknown): string {
  const { code, data, cause } = AppError.from(error)
  if (code !== 'server_missing') throw error
  const install = `not on this machine; install: ${String(data['install'])}`
  return cause === undefined
    ? install
    : `${install}; obtaining it failed: ${wordsOf(cause).trim().split('\n').at(-1) ?? ''}`
}

/** Only what takes long is worth a line. */
function tell(name: ServerName, step: string, what: string): void {
  if (['installing', 'downloading', 'building'].includes(step)) process.stderr.write(`${name}: ${step} ${what}\n`)
}
