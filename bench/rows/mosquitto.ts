import type { Measurement } from '../context.js'
import { alternate, figureOf } from '../figure.js'
import { Mosquitto } from '../mosquitto.js'
import { Child } from '../processes/child.js'
import type { DriverCalls } from '../processes/driver.js'
import type { LoadCalls, Publishing } from '../processes/load.js'
import { Product } from '../product.js'

const name = '60,000 saves, PostgreSQL: 64 B, QoS 1, 4 publishers'
const count = 60_000

/** Row 4: durable saves beside a broker in C that queues the same messages for a session that is away. */
export const besideMosquitto: Measurement = {
  rows: [4],
  async run({ options, servers, say, report }) {
    const program = await Mosquitto.find()
    if (program === undefined) {
      report({ row: 4, name, reason: 'there is no mosquitto on this machine' })
      return
    }
    const place = await servers.place('pgsql')
    if ('reason' in place) {
      report({ row: 4, name, reason: place.reason })
      return
    }
    say(name)
    const driver = Child.start<DriverCalls>('driver')
    await driver.call('open', { name: 'pgsql', resource: place.resource })
    const load = Child.start<LoadCalls>('load')
    const product = await Product.start(place.resource)
    const publishing: Omit<Publishing, 'port'> = { topic: 't', bytes: 64, qos: 1, publishers: 4, inflight: 256 }
    const publish = async (port: number): Promise<number> =>
      (count / (await load.call('publishAll', { ...publishing, port, count }))) * 1000
    const ours = async (): Promise<number> => {
      await driver.call('clear', undefined)
      return publish(product.port)
    }
    // Its queue is written to disk as a whole each time: every round begins with an empty one.
    const peer = async (): Promise<number> => {
      const mosquitto = await Mosquitto.start(program)
      try {
        const { port } = mosquitto
        await load.call('makeSession', { port, clientId: 'away', clean: false, topic: 't/#', qos: 1 })
        return await publish(port)
      } finally {
        await mosquitto.stop()
      }
    }
    try {
      await ours()
      const rounds = await alternate(options.rounds, ours, peer)
      const peerName = 'mosquitto, session away, autosave on changes'
      report(figureOf({ row: 4, name, unit: 'messages/s', peerName, aim: { least: 1 }, rounds }))
    } finally {
      await driver.call('clear', undefined)
      await product.stop()
      await driver.end()
      await load.end()
    }
  }
}
