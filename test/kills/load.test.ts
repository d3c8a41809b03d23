import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it, vi } from 'vitest'
import { reasonFor } from '../setup/servers.js'
import { openBed } from './bed.js'
import { JournalingPublisher, JournalingSubscriber, lastTimes, missing } from './journal.js'

const topics = ['t/0', 't/1', 't/2', 't/3']

it('of 60,000 messages with a kill in the middle none is missing', { timeout: 600_000 }, async ({ skip }) => {
  const bed = await openBed('pgsql')
  if (bed === undefined) return skip(reasonFor('pgsql'))
  const publisher = new JournalingPublisher(bed.port, topics, { period: 0 })
  await publisher.more(30_000)
  await bed.served.kill()
  await bed.served.start()
  await publisher.more(30_000)
  await publisher.stop()
  const subscriber = await JournalingSubscriber.start(bed.port, topics)
  await vi.waitFor(
    () => {
      for (const [topic, numbers] of publisher.acknowledged) {
        expect(missing(numbers, subscriber.received.get(topic)).length).toBe(0)
      }
    },
    { timeout: 300_000, interval: 500 }
  )
  for (const [topic, numbers] of publisher.acknowledged) {
    expect(lastTimes(subscriber.received.get(topic))).toEqual(numbers)
  }
  await subscriber.quiet()
  await subscriber.stop()
  await bed.served.stop()
  expect((await bed.store.inspect(10)).rows).toEqual([])
  await bed.close()
})

it(
  'of a store that is gone for 20 s under load nothing is lost, nothing is in it twice, and memory is given back',
  { timeout: 600_000 },
  async ({ skip }) => {
    const bed = await openBed('pgsql')
    if (bed === undefined) return skip(reasonFor('pgsql'))
    const publisher = new JournalingPublisher(bed.port, topics, { period: 0, underWay: 1000, bytes: 16_384 })
    await publisher.more(5000)
    await publisher.pause()
    await sleep(3000)
    const idle = await bed.served.heap()
    publisher.goOn()
    await publisher.more(1000)
    await bed.server?.kill('SIGKILL')
    await sleep(20_000)
    await bed.server?.restart()
    await publisher.more(5000)
    await publisher.stop()
    // 1,000 payloads of 16 KiB have waited.
    await vi.waitFor(async () => expect(await bed.served.heap()).toBeLessThan(idle + 8e6), {
      timeout: 60_000,
      interval: 1000
    })
    const subscriber = await JournalingSubscriber.start(bed.port, topics)
    await vi.waitFor(() => expect(subscriber.received).toEqual(publisher.acknowledged), {
      timeout: 120_000,
      interval: 500
    })
    await subscriber.quiet()
    expect(subscriber.received).toEqual(publisher.acknowledged)
    await subscriber.stop()
    await bed.close()
  }
)
