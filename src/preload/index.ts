import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron'
import { channels } from '../shared/channels.js'
import type { EngineBridge } from '../shared/contract.js'
import type { HostBridge } from '../shared/host.js'

/** Listens on one fixed channel; the page never sees Electron's event object. */
function listen(channel: string, listener: (payload: never) => void): () => void {
  const handler = (_event: IpcRendererEvent, payload: unknown): void => {
    listener(payload as never)
  }
  ipcRenderer.on(channel, handler)
  return () => ipcRenderer.off(channel, handler)
}

// The main process checks names and inputs against the contract; here is only the way through.
const inspector: EngineBridge = {
  call: (name, input) => ipcRenderer.invoke(channels.engineCall, name, input) as never,
  onPush: (listener) => listen(channels.enginePush, listener)
}

const host: HostBridge = {
  call: (name, input) => ipcRenderer.invoke(channels.hostCall, name, input) as never,
  onEngineStatus: (listener) => listen(channels.engineStatus, listener),
  onUpdate: (listener) => listen(channels.update, listener),
  onFileOpened: (listener) => listen(channels.fileOpened, listener)
}

contextBridge.exposeInMainWorld('inspector', inspector)
contextBridge.exposeInMainWorld('host', host)
