import { setTimeout as delay } from 'node:timers/promises'
import type { Measurement } from '../context.js'
import { figureOf } from '../figure.js'
import { Child } from '../processes/child.js'
import type { DriverCalls } from '../processes/driver.js'
import type { LoadCalls } from '../processes/load.js'
import { Product } from '../product.js'

const topic = 't/slow'
const few = 10_000
/** A slow subscriber. */
const acksPerSecond = 1000
const sampleEvery = 100

/** Row 7: what many stored messages need of memory while they are delivered, beside few. */
export const memory: Measurement = {
  rows: [7],
  async run({ options, servers, say, report }) {
    const many = options.quick ? 100_000 : 1_000_000
    const name = `memory while ${many.toLocaleString('en')} are delivered slowly, PostgreSQL`
    const place = await servers.place('pgsql')
    if ('reason' in place) {
      report({ row: 7, name, reason: place.reason })
      return
    }
    const driver = Child.start<DriverCalls>('driver')
    await driver.call('open', { name: 'pgsql', resource: place.resource })
    const load = Child.start<LoadCalls>('load')
    const most = async (count: number): Promise<number> => {
      say(`memory while ${count.toLocaleString('en')} are delivered slowly`)
      await driver.call('clear', undefined)
      await driver.call('fill', { count, topics: 1, prefix: topic, bytes: 64 })
      // A process of its own: one that has had much to do once keeps the memory.
      const product = await Product.start(place.resource)
      try {
        const { port } = product
        await load.call('beginSlowly', { port, clientId: 'slow', clean: true, topic, qos: 1, acksPerSecond })
        let highest = 0
        while ((await load.call('slowlyReceived', undefined)) < few) {
          highest = Math.max(highest, (await product.process.usage()).memory)
          await delay(sampleEvery)
        }
        await load.call('endSlowly', undefined)
        return highest / 1024 ** 2
      } finally {
        await product.stop()
      }
    }
    try {
      const rounds = []
      for (let round = 0; round < Math.min(3, options.rounds); round += 1) {
        rounds.push({ ours: await most(many), peer: await most(few) })
      }
      report(
        figureOf({
          row: 7,
          name,
          unit: 'MiB',
          peerName: `${few.toLocaleString('en')} stored`,
          aim: { most: 1.1 },
          rounds
        })
      )
    } finally {
      await driver.call('clear', undefined)
      await driver.end()
      await load.end()
    }
  }
}
