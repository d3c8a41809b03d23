import { join } from 'node:path'
import { utilityProcess, type UtilityProcess } from 'electron'
import type { CallResult, Push } from '../shared/contract.js'
import { AppError } from '../shared/errors.js'
import type { EngineStatus } from '../shared/host.js'
import type { FromEngine, ToEngine } from './enginePort.js'
import type { SecretStore } from './secrets.js'

export interface EngineProcess {
  status(): EngineStatus
  /** Never rejects: a call to an engine that is not there, or dies meanwhile, is answered with an error. */
  call(name: string, input: unknown): Promise<CallResult<unknown>>
  restart(): Promise<void>
  /** Lets the engine settle what is in flight; after five seconds it is ended. */
  stop(): Promise<void>
}

interface Options {
  readonly dataDir: string
  readonly version: string
  readonly secrets: SecretStore
  readonly onStatus: (status: EngineStatus) => void
  readonly onPush: (pushes: readonly Push[]) => void
}

const longestStop = 5000

export function startEngineProcess(options: Options): EngineProcess {
  const waiting = new Map<number, { readonly name: string; readonly resolve: (result: CallResult<unknown>) => void }>()
  let status: EngineStatus = { state: 'starting' }
  let lastId = 0
  let child: UtilityProcess | undefined
  let isRestarting = false

  function setStatus(next: EngineStatus): void {
    status = next
    options.onStatus(next)
  }

  function tell(message: ToEngine): void {
    child?.postMessage(message)
  }

  function onMessage(message: FromEngine): void {
    switch (message.type) {
      case 'ready':
        setStatus({ state: 'ready' })
        return
      case 'failed':
        setStatus({ state: 'failed', error: { ...message.error, data: { ...message.error.data } } })
        return
      case 'result':
        waiting.get(message.id)?.resolve(message.result)
        waiting.delete(message.id)
        return
      case 'pushes':
        options.onPush(message.pushes)
        return
      case 'loadSecrets':
        void options.secrets.load().then((all) => tell({ type: 'secrets', id: message.id, all }))
        return
      case 'saveSecrets':
        void options.secrets.save(message.all).then(() => tell({ type: 'secrets', id: message.id, all: {} }))
    }
  }

  function fork(): UtilityProcess {
    const started = utilityProcess.fork(join(import.meta.dirname, 'engine.js'), [], {
      serviceName: 'MQTT Offline Inspector engine',
      stdio: 'inherit'
    })
    started.on('message', (message: FromEngine) => {
      if (child === started) onMessage(message)
    })
    started.once('exit', (exitCode) => {
      if (child !== started) return
      child = undefined
      for (const { name, resolve } of waiting.values()) resolve(refusal(name, 'the engine has stopped'))
      waiting.clear()
      // One that ends on purpose, to begin anew, is no accident to tell of.
      if (!isRestarting) setStatus({ state: 'stopped', exitCode })
    })
    return started
  }

  function begin(): void {
    setStatus({ state: 'starting' })
    child = fork()
    tell({ type: 'start', dataDir: options.dataDir, version: options.version })
  }

  async function stop(): Promise<void> {
    const stopping = child
    if (stopping === undefined) return
    await new Promise<void>((resolve) => {
      const timer = setTimeout(() => stopping.kill(), longestStop)
      stopping.once('exit', () => {
        clearTimeout(timer)
        resolve()
      })
      tell({ type: 'stop' })
    })
  }

  begin()
  return {
    status: () => status,
    call: (name, input) => {
      if (child === undefined) return Promise.resolve(refusal(name, 'the engine has stopped'))
      const id = ++lastId
      return new Promise((resolve) => {
        waiting.set(id, { name, resolve })
        tell({ type: 'call', id, name, input })
      })
    },
    restart: async () => {
      isRestarting = true
      setStatus({ state: 'starting' })
      await stop()
      isRestarting = false
      begin()
    },
    stop
  }
}

function refusal(name: string, reason: string): CallResult<never> {
  const { code, data } = new AppError('call_refused', { name, reason })
  return { ok: false, error: { code, data: { ...data } } }
}
