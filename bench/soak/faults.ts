import { setTimeout as sleep } from 'node:timers/promises'
import type { RunningServer } from '../../src/engine/servers/server.js'
import type { JournalingPublisher, JournalingSubscriber } from '../../test/kills/journal.js'
import type { Proxy } from '../../test/stores/proxy.js'

/** What can be disturbed: the store's server, the way to it, and the clients' connections. */
export interface Bed {
  readonly server: RunningServer
  readonly proxy: Proxy
  readonly publisher: JournalingPublisher
  readonly listener: JournalingSubscriber
}

export interface Fault {
  readonly name: string
  /** Makes it, and ends it after so many ms. */
  run(bed: Bed, time: number): Promise<void>
}

export const faults: readonly Fault[] = [
  {
    name: 'store killed',
    async run({ server }, time) {
      await server.kill('SIGKILL')
      await sleep(time)
      await server.restart()
    }
  },
  {
    name: 'store frozen',
    async run({ server }, time) {
      await server.kill('SIGSTOP')
      await sleep(time)
      await server.kill('SIGCONT')
    }
  },
  {
    name: 'way to the store cut, again and again',
    run: ({ proxy }, time) => againAndAgain(time, () => proxy.cut())
  },
  {
    name: 'way to the store 100 ms longer',
    async run({ proxy }, time) {
      proxy.delay = 100
      await sleep(time)
      proxy.delay = 0
    }
  },
  {
    name: 'subscriber cut off, again and again',
    run: ({ listener }, time) => againAndAgain(time, () => listener.cut())
  },
  {
    name: 'publisher cut off, again and again',
    run: ({ publisher }, time) => againAndAgain(time, () => publisher.cut())
  }
]

async function againAndAgain(time: number, cut: () => void): Promise<void> {
  const end = performance.now() + time
  while (performance.now() < end) {
    cut()
    await sleep(200 + Math.random() * 1000)
  }
}
