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
    private readonly onRunning: (resource: Resource) => Promise<void>
  ) {}

  views(): LocalServer[] {
    return [...this.slots.values()].map(({ view }) => view)
  }

  /** Whether a resource is one of ours, so that its tables may be made without asking. */
  owns(resourceId: string): boolean {
    return backendNames.some((backend) => resourceIdOf(backend) === resourceId)
  }

  /** Begins a start, of which `views` tells; a server that is there already is left alone. */
  start(backend: BackendName): void {
    const slot = this.slotOf(backend)
    if (slot.view.state === 'starting' || slot.view.state === 'running') return
    void this.run(slot, backend)
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
    this.show(slot, { backend, state: 'starting' })
    try {
      const server = await startServer(backend, {
        obtain: false,
        dataDir: join(this.dataDir, 'servers', backend),
        signal: starting.signal,
        onProgress: ({ step, what }) => this.show(slot, { backend, state: 'starting', step, what })
      })
      if (starting.signal.aborted) {
        await server.stop()
        return
      }
      slot.server = server
      const { type, config, description } = server
      await this.onRunning({ id: resourceIdOf(backend), type, description, config })
      this.show(slot, { backend, state: 'running', what: description, resourceId: resourceIdOf(backend) })
    } catch (error) {
      if (starting.signal.aborted) return
      const { code, data, detail } = AppError.from(error).toInfo()
      const info = detail === undefined ? { code, data: { ...data } } : { code, data: { ...data }, detail }
      this.show(slot, { backend, state: 'failed', error: info })
    } finally {
      slot.starting = undefined
    }
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

function resourceIdOf(backend: BackendName): string {
  return `local-${backend}`
}
