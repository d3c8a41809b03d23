import { startInspector, type Inspector } from '../engine/inspector.js'
import { AppError } from '../shared/errors.js'
import type { FromEngine, Secrets, ToEngine } from './enginePort.js'

/**
 * The engine's own process. Nothing that the engine does can freeze the window, and a crash here leaves the window
 * standing to say so.
 */

const port = process.parentPort
const secretsAsked = new Map<number, (all: Secrets) => void>()
let lastSecretsId = 0
let inspector: Inspector | undefined

function tell(message: FromEngine): void {
  port.postMessage(message)
}

function askForSecrets(message: (id: number) => FromEngine): Promise<Secrets> {
  const id = ++lastSecretsId
  return new Promise((resolve) => {
    secretsAsked.set(id, resolve)
    tell(message(id))
  })
}

const secrets = {
  load: () => askForSecrets((id) => ({ type: 'loadSecrets', id })),
  save: async (all: Secrets) => {
    await askForSecrets((id) => ({ type: 'saveSecrets', id, all }))
  }
}

async function start(dataDir: string, version: string): Promise<void> {
  try {
    inspector = await startInspector({ dataDir, version, secrets })
    inspector.onPush((pushes) => tell({ type: 'pushes', pushes }))
    tell({ type: 'ready' })
  } catch (error) {
    tell({ type: 'failed', error: AppError.from(error).toInfo() })
  }
}

async function answer(id: number, name: string, input: unknown): Promise<void> {
  if (inspector === undefined) {
    const error = new AppError('call_refused', { name, reason: 'the engine is not running' })
    tell({ type: 'result', id, result: { ok: false, error: error.toInfo() } })
    return
  }
  tell({ type: 'result', id, result: await inspector.call(name, input) })
}

async function stop(): Promise<void> {
  await inspector?.stop()
  process.exit(0)
}

function onMessage(message: ToEngine): void {
  switch (message.type) {
    case 'start':
      void start(message.dataDir, message.version)
      return
    case 'call':
      void answer(message.id, message.name, message.input)
      return
    case 'secrets':
      secretsAsked.get(message.id)?.(message.all)
      secretsAsked.delete(message.id)
      return
    case 'stop':
      void stop()
  }
}

port.on('message', (event) => {
  onMessage(event.data as ToEngine)
})
