import type { EngineStatus, HostBridge, HostCallName } from '../../src/shared/host.js'

/** The program around the window, as far as a page without one needs it. */
export class FakeHost implements HostBridge {
  readonly calls: { readonly name: HostCallName; readonly input: unknown }[] = []
  private readonly listeners = new Set<(status: EngineStatus) => void>()

  constructor(private status: EngineStatus = { state: 'ready' }) {}

  call: HostBridge['call'] = (name, input) => {
    this.calls.push({ name, input })
    return Promise.resolve({ ok: true, value: this.answer(name) as never })
  }

  onEngineStatus(listener: (status: EngineStatus) => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  setStatus(status: EngineStatus): void {
    this.status = status
    for (const listener of this.listeners) listener(status)
  }

  private answer(name: HostCallName): unknown {
    switch (name) {
      case 'info':
        return { platform: 'linux', runtime: 'preview', secrets: 'memory' }
      case 'engine.status':
        return this.status
      case 'file.choose':
        return null
      case 'file.save':
        return true
      case 'engine.restart':
      case 'clipboard.write':
      case 'folder.open':
      case 'appearance.set':
        return undefined
    }
  }
}
