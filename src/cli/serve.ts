import { Engine } from '../engine/engine.js'
import { RingLog } from '../engine/log.js'
import { readConfig } from '../engine/workspace/config.js'
import type { Terminal } from './index.js'

const logSize = 1000

/** Runs until SIGTERM or SIGINT. The ready line is the only thing on stdout. */
export async function serve(file: string, { out, error, texts }: Terminal): Promise<number> {
  const config = await readConfig(file)
  const log = new RingLog(logSize, (entry) => error(texts.logLine(entry)))
  const stopping = untilSignal()
  const engine = await Engine.start(config, { log })
  const { listeners } = engine.brokerState
  const failed = listeners.filter(({ state }) => state === 'failed')
  if (failed.length > 0) {
    for (const listener of failed) if (listener.error !== undefined) error(texts.error(listener.error))
    await engine.stop()
    return 1
  }
  const urls = Object.fromEntries(listeners.map(({ name, url }) => [name, url]))
  out(JSON.stringify({ ready: true, ...urls }))
  await stopping
  await engine.stop()
  return 0
}

function untilSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve())
  })
}
