import { setTimeout as delay } from 'node:timers/promises'
import { wordsOf } from '../../shared/errors.js'
import { Child, type Launch, type SystemUser } from './child.js'
import { dockerLaunch } from './docker.js'
import { runProgram } from './find.js'
import type { Folder } from './folder.js'
import { freePort, host, untilAnswered } from './probe.js'
import { withDescendants } from './processTree.js'
import type { Place, Recipe } from './recipe.js'
import type { RunningServer, ServerName, ServerOrigin } from './server.js'
import type { Source } from './source.js'

/** Another program may take the port between our finding it free and the server's taking it. */
const attempts = 3

/** The process ended before it answered; its last words are the message. */
class EndedEarly extends Error {}

/** One server process (or container) with its folder, from its first start to its end. */
export class SingleServer implements RunningServer {
  readonly members = []
  private child: Child | undefined
  private port = 0

  constructor(
    readonly name: ServerName,
    private readonly recipe: Recipe,
    private readonly source: Source,
    private readonly folder: Folder,
    private readonly user: SystemUser | undefined,
    private readonly signal: AbortSignal | undefined
  ) {}

  get backend(): RunningServer['backend'] {
    return this.recipe.backend
  }

  get type(): RunningServer['type'] {
    return this.recipe.type
  }

  get config(): RunningServer['config'] {
    return this.recipe.config(`${host}:${String(this.port)}`)
  }

  get origin(): ServerOrigin {
    return 'docker' in this.source ? 'docker' : this.source.installation.origin
  }

  get description(): string {
    return 'docker' in this.source ? this.recipe.docker.image : this.source.installation.description
  }

  get pids(): readonly number[] {
    const pid = this.child?.running === true ? this.child.pid : undefined
    return pid === undefined ? [] : [pid]
  }

  /** Rejects with the server's last words. */
  async start(): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      this.port = await freePort()
      try {
        await this.startOnPort()
        return
      } catch (error) {
        if (!(error instanceof EndedEarly) || attempt === attempts) throw error
      }
    }
  }

  async restart(): Promise<void> {
    await this.child?.stop()
    // After a crash the remains of the old process may hold the port or the data for a moment longer.
    for (let attempt = 1; ; attempt++) {
      try {
        await this.startOnPort()
        return
      } catch (error) {
        if (!(error instanceof EndedEarly) || attempt === attempts) throw error
        await delay(500)
      }
    }
  }

  async kill(signal: NodeJS.Signals): Promise<void> {
    const { child } = this
    if (child?.pid === undefined || !child.running) return
    if ('docker' in this.source) {
      await runProgram(this.source.docker, ['kill', '--signal', signal, this.containerName])
    } else {
      for (const pid of await withDescendants(child.pid)) send(pid, signal)
    }
    if (signal === 'SIGKILL') await child.end
  }

  async stop(): Promise<void> {
    await this.child?.stop()
    await this.folder.remove()
  }

  private async startOnPort(): Promise<void> {
    const place = this.place
    if ('installation' in this.source) await this.source.installation.prepare(place)
    const child = Child.start({ ...this.launch, removeAfter: this.folder.temporary ? this.folder.path : undefined })
    this.child = child
    try {
      await this.untilReady(child)
      if ('installation' in this.source) await this.source.installation.settle?.(place)
    } catch (error) {
      await child.stop()
      throw error
    }
  }

  private get place(): Place {
    return { folder: this.folder.path, port: this.port, user: this.user, signal: this.signal }
  }

  private get launch(): Launch {
    if ('installation' in this.source) return this.source.installation.launch(this.place)
    return dockerLaunch(this.source.docker, this.recipe.docker, this.containerName, this.port, this.folder.path)
  }

  private get containerName(): string {
    return `mqtt-offline-inspector-${this.recipe.backend}-${String(this.port)}`
  }

  private async untilReady(child: Child): Promise<void> {
    const check = (): void => {
      this.signal?.throwIfAborted()
      if (!child.running) throw new EndedEarly(child.tail === '' ? 'it ended at once' : child.tail)
    }
    try {
      await untilAnswered(this.port, this.recipe.probe, this.recipe.patience, check)
    } catch (error) {
      check()
      throw new Error(`${wordsOf(error)}\n${child.tail}`.trim(), { cause: error })
    }
    // Another program that holds the port may have answered in its place.
    check()
  }
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch {
    // It ended in between.
  }
}
