import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { Engine } from '../../src/engine/engine.js'
import { RingLog } from '../../src/engine/log.js'
import { checkConfig } from '../../src/engine/workspace/config.js'
import { answer } from './desk.js'

let engine: Engine | undefined

/** The engine as `serve` runs it. */
const calls = {
  /** @param config As in a configuration file. Resolves to the port of the TCP listener. */
  async start(config: Record<string, unknown>): Promise<number> {
    const checked = checkConfig({ listeners: { tcp: { port: 0 } }, ...config }, 'bench')
    engine = await Engine.start(checked, { log: new RingLog(1000) })
    return engine.brokerState.listeners[0]?.port ?? 0
  },

  /** Resolves when the store of a resource has been reached. */
  async reached(resource: string): Promise<void> {
    await engine?.resource(resource).store.test()
  },

  /** Messages on their way into and out of the stores. */
  waiting(): number {
    return engine?.resources().reduce((sum, { waiting }) => sum + waiting.messages, 0) ?? 0
  },

  /** Bytes that are in use when the garbage collector has been over all of it. */
  heap(): number {
    setFlagsFromString('--expose-gc')
    const collect = runInNewContext('gc') as () => void
    collect()
    return process.memoryUsage().heapUsed
  },

  async stop(): Promise<void> {
    await engine?.stop()
  }
}

export type ProductCalls = typeof calls

answer(calls)
