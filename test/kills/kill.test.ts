import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it, vi } from 'vitest'
import type { RunningServer } from '../../src/engine/servers/server.js'
import { openStore } from '../../src/engine/stores/registry.js'
import { chapterSql } from '../../src/engine/workspace/defaultWorkspace.js'
import { type BackendName, backendNames } from '../../src/shared/resourceTypes.js'
import { resourceSchema } from '../../src/shared/workspace.js'
import { privateServerFor, reasonFor } from '../setup/servers.js'
import { JournalingPublisher, JournalingSubscriber } from './journal.js'
import { Served } from './served.js'

/** The built-in store, which takes longest to start, only dies with the product. */
const kills = (name: string) => (name === 'embedded' ? 8 : 20)
const waitedFor = ['t/0', 't/1']
const listenedTo = ['t/2', 't/3']

describe.each([...backendNames, 'embedded'] as const)('kill -9 at any moment: %s', { concurrent: true }, (name) => {
  it('loses nothing that was acknowledged, and keeps the order', { timeout: 900_000 }, async ({ skip }) => {
    const server = name === 'embedded' ? undefined : await privateServerFor(name)
    if (server === undefined && name !== 'embedded') return skip(reasonFor(name))
    const folder = await mkdtemp(join(tmpdir(), 'inspector-kill-'))
    const port = await freePort()
    const resource = resourceSchema.parse({
      id: 'store',
      type: server?.type ?? 'backend_pgsql',
      config: server?.config ?? { server: 'embedded' }
    })
    const configFile = join(folder, 'config.json')
    await writeFile(configFile, JSON.stringify(configOf(name === 'embedded' ? 'pgsql' : name, resource, port)))
    const store = openStore(resource, { dataDir: join(folder, 'data') })
    if (server !== undefined) await store.init()
    const served = new Served(configFile)
    await served.start()

    const publisher = new JournalingPublisher(port, [...waitedFor, ...listenedTo], 20)
    const listener = await JournalingSubscriber.start(port, listenedTo)
    for (let round = 0; round < kills(name); round += 1) {
      // Each in the middle of work.
      await publisher.more(20)
      await sleep(Math.random() * 200)
      await killOne(round, served, server)
    }
    await publisher.more(20)
    await publisher.stop()

    const subscriber = await JournalingSubscriber.start(port, waitedFor)
    await vi.waitFor(
      () => {
        for (const topic of waitedFor) {
          const acknowledged = publisher.acknowledged.get(topic) ?? []
          expect(missing(acknowledged, subscriber.received.get(topic))).toEqual([])
        }
        for (const topic of listenedTo) {
          const acknowledged = publisher.acknowledged.get(topic) ?? []
          expect(missing(acknowledged, listener.received.get(topic))).toEqual([])
        }
      },
      { timeout: 60_000, interval: 500 }
    )
    for (const topic of waitedFor)
      expect(lastTimes(subscriber.received.get(topic))).toEqual(publisher.acknowledged.get(topic))
    // What was sent again is there again.
    await Promise.all([subscriber.quiet(), listener.quiet()])
    await Promise.all([subscriber.stop(), listener.stop()])
    await served.stop()
    expect((await store.inspect(10)).rows).toEqual([])
    await store.close()
    await server?.stop()
    await rm(folder, { recursive: true, force: true })
  })
})

/** Mostly the product; every fifth time the store, every fifth time both at once. */
async function killOne(round: number, served: Served, server: RunningServer | undefined): Promise<void> {
  const isStore = server !== undefined && round % 5 >= 3
  const isProduct = !isStore || round % 5 === 4
  await Promise.all([isProduct ? served.kill() : undefined, isStore ? server.kill('SIGKILL') : undefined])
  await Promise.all([isProduct ? served.start() : undefined, isStore ? server.restart() : undefined])
}

/** A message that was sent again is there again: where it is for the last time counts. */
function lastTimes(numbers: readonly number[] = []): readonly number[] {
  return [...new Set([...numbers].reverse())].reverse()
}

function missing(acknowledged: readonly number[], received: readonly number[] = []): readonly number[] {
  const all = new Set(received)
  return acknowledged.filter((number) => !all.has(number))
}

function configOf(backend: BackendName, resource: object, port: number): object {
  return {
    listeners: { tcp: { port }, ws: { port: 0 } },
    dataDir: './data',
    resources: [resource],
    rules: [
      {
        id: 'offline',
        enabled: true,
        rawsql: chapterSql,
        actions: [{ name: `offline_msg_to_${backend}`, params: { $resource: 'store' } }]
      }
    ]
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  return port
}
