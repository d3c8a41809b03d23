import { join } from 'node:path'
import type { LocalServer } from '../shared/contract.js'
import { AppError } from '../shared/errors.js'
import { type BackendName, backendNames } from '../shared/resourceTypes.js'
import type { Resource } from '../shared/workspace.js'
import type { RunningServer } from './servers/server.js'
import { startServer } from './servers/startServer.js'

interface Slot {
  view: LocalServer
  starting: AbortController | undefined
  server: RunningServer | undefined
}

/** Private servers that the window starts for a person who has none; they end with the program. */
export class LocalServers {
  private readonly slots = new Map<BackendName, Slot>(
    backendNames.map((backend) => [
      backend,
      { view: { backend, state: 'stopped' }, starting: undefined, server: undefined }
    ])
  )

  constructor(
    private readonly dataDir: string,
    private readonly onChange: () => void,
    /** Told of a server that runs, as the resource that reaches it. */
    private readonly onRunning: (resource: Resource) => Promise<void>,
    /** Told of one that runs again, at the same address with the same data. */
    private readonly onBack: (resourceId: string) => void
  ) {}

  views(): LocalServer[] {
    return [...this.slots.values()].map(({ view }) => view)
  }

  /** Whether a resource is one of ours, so that its tables may be made without asking. */
  owns(resourceId: string): boolean {
    return backendNames.some((backend) => resourceIdOf(backend) === resourceId)
  }

  /** Begins a start, of which `views` tells; a server that runs is left alone, and one that was killed comes back. */
  start(backend: BackendName): void {
    const slot = this.slotOf(backend)
    if (slot.view.state === 'starting' || slot.view.state === 'running') return
    void this.run(slot, backend)
  }

  /** Ends one that runs as a crash would: it can neither finish nor write anything. */
  async kill(backend: BackendName): Promise<void> {
    const slot = this.slotOf(backend)
    if (slot.view.state !== 'running') return
    await slot.server?.kill('SIGKILL')
    this.show(slot, { ...slot.view, state: 'killed' })
  }

  async stop(backend: BackendName): Promise<void> {
    const slot = this.slotOf(backend)
    slot.starting?.abort(new AppError('store_closed'))
    await slot.server?.stop()
    slot.server = undefined
    this.show(slot, { backend, state: 'stopped' })
  }

  async stopAll(): Promise<void> {
    await Promise.all(backendNames.map((backend) => this.stop(backend)))
  }

  private async run(slot: Slot, backend: BackendName): Promise<void> {
    const starting = new AbortController()
    slot.starting = starting
    const killed = slot.server
    this.show(slot, { ...slot.view, state: 'starting', since: Date.now(), error: undefined })
    let server: RunningServer | undefined
    try {
      server = await (killed === undefined ? this.startNew(slot, backend, starting.signal) : restarted(killed, backend))
      if (starting.signal.aborted) {
        await server.stop()
        return
      }
      slot.server = server
      const { type, config, description } = server
      const resourceId = resourceIdOf(backend)
      if (killed === undefined) await this.onRunning({ id: resourceId, type, description, config })
      else this.onBack(resourceId)
      this.show(slot, { backend, state: 'running', what: description, resourceId })
    } catch (error) {
      if (starting.signal.aborted) return
      // It may run, and only its table could not be made.
      await (server ?? killed)?.stop()
      slot.server = undefined
      const { code, data, detail } = AppError.from(error).toInfo()
      const info = detail === undefined ? { code, data: { ...data } } : { code, data: { ...data }, detail }
      this.show(slot, { backend, state: 'failed', error: info })
    } finally {
      slot.starting = undefined
    }
  }

  private startNew(slot: Slot, backend: BackendName, signal: AbortSignal): Promise<RunningServer> {
    return startServer(backend, {
      obtain: false,
      dataDir: join(this.dataDir, 'servers', backend),
      signal,
      onProgress: ({ step, what }) => this.show(slot, { ...slot.view, step, what })
    })
  }

  private show(slot: Slot, view: LocalServer): void {
    slot.view = view
    this.onChange()
  }

  private slotOf(backend: BackendName): Slot {
    const slot = this.slots.get(backend)
    if (slot === undefined) throw new AppError('feature_unavailable', { feature: backend })
    return slot
  }
}

async function restarted(server: RunningServer, backend: BackendName): Promise<RunningServer> {
  try {
    await server.restart()
    return server
  } catch (cause) {
    throw new AppError('server_start_failed', { backend }, { cause })
  }
}

function resourceIdOf(backend: BackendName): string {
  return `local-${backend}`
}
