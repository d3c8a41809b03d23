import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it, vi } from 'vitest'
import type { RunningServer } from '../../src/engine/servers/server.js'
import { backendNames } from '../../src/shared/resourceTypes.js'
import { reasonFor } from '../setup/servers.js'
import { openBed } from './bed.js'
import { JournalingPublisher, JournalingSubscriber, lastTimes, missing } from './journal.js'
import type { Served } from './served.js'

/** The built-in store, which takes longest to start, only dies with the product. */
const kills = (name: string) => (name === 'embedded' ? 8 : 20)
const waitedFor = ['t/0', 't/1']
const listenedTo = ['t/2', 't/3']

describe.each([...backendNames, 'embedded'] as const)('kill -9 at any moment: %s', { concurrent: true }, (name) => {
  it('loses nothing that was acknowledged, and keeps the order', { timeout: 900_000 }, async ({ skip }) => {
    const bed = await openBed(name)
    if (bed === undefined) return skip(name === 'embedded' ? '' : reasonFor(name))
    const { port, served, server, store } = bed

    const publisher = new JournalingPublisher(port, [...waitedFor, ...listenedTo], { period: 20 })
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
    await bed.close()
  })
})

/** Mostly the product; every fifth time the store, every fifth time both at once. */
async function killOne(round: number, served: Served, server: RunningServer | undefined): Promise<void> {
  const isStore = server !== undefined && round % 5 >= 3
  const isProduct = !isStore || round % 5 === 4
  await Promise.all([isProduct ? served.kill() : undefined, isStore ? server.kill('SIGKILL') : undefined])
  await Promise.all([isProduct ? served.start() : undefined, isStore ? server.restart() : undefined])
}
