import type { EngineStatus, HostBridge, HostCallName } from '../../src/shared/host.js'
import type { UpdateView } from '../../src/shared/updates.js'

/** The program around the window, as far as a page without one needs it. */
export class FakeHost implements HostBridge {
  readonly calls: { readonly name: HostCallName; readonly input: unknown }[] = []
  private readonly listeners = new Set<(status: EngineStatus) => void>()
  private readonly updateListeners = new Set<(view: UpdateView) => void>()
  private readonly fileListeners = new Set<() => void>()
  private readonly files: { readonly name: string; readonly text: string }[] = []
  private update: UpdateView = {
    settings: { automatic: true, feed: '' },
    feed: '',
    way: 'page',
    hasPage: false,
    state: { step: 'idle' }
  }

  constructor(private status: EngineStatus = { state: 'ready' }) {}

  call: HostBridge['call'] = (name, input) => {
    this.calls.push({ name, input })
    return Promise.resolve({ ok: true, value: this.answer(name) as never })
  }

  onEngineStatus(listener: (status: EngineStatus) => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  onUpdate(listener: (view: UpdateView) => void): () => void {
    this.updateListeners.add(listener)
    return () => this.updateListeners.delete(listener)
  }

  onFileOpened(listener: () => void): () => void {
    this.fileListeners.add(listener)
    return () => this.fileListeners.delete(listener)
  }

  /** As if the system had opened a file with the program. */
  openFile(file: { readonly name: string; readonly text: string }): void {
    this.files.push(file)
    for (const listener of this.fileListeners) listener()
  }

  setUpdate(view: UpdateView): void {
    this.update = view
    for (const listener of this.updateListeners) listener(view)
  }

  setStatus(status: EngineStatus): void {
    this.status = status
    for (const listener of this.listeners) listener(status)
  }

  private answer(name: HostCallName): unknown {
    switch (name) {
      case 'info':
        return { platform: 'linux', runtime: 'preview', secrets: 'memory', build: 'source' }
      case 'engine.status':
        return this.status
      case 'update.view':
      case 'update.configure':
      case 'update.check':
      case 'update.cancel':
      case 'update.download':
        return this.update
      case 'file.opened':
        return this.files.shift() ?? null
      case 'file.choose':
        return null
      case 'file.save':
        return true
      case 'engine.restart':
      case 'clipboard.write':
      case 'folder.open':
      case 'update.install':
      case 'notify':
      case 'update.page':
      case 'appearance.set':
        return undefined
    }
  }
}
