import type { Measurement } from '../context.js'
import { alternate, figureOf } from '../figure.js'
import type { AedesCalls } from '../processes/aedes.js'
import { Child } from '../processes/child.js'
import type { LoadCalls, Publishing } from '../processes/load.js'
import { Product } from '../product.js'
import { profiled } from '../profile.js'

/** Row 3: what the broker costs where no rule names the topic. */
export const unmatched: Measurement = {
  rows: [3],
  async run({ options, servers, say, report }) {
    const place = await servers.place('embedded')
    if ('reason' in place) {
      report({ row: 3, name: 'publishes that no rule names', reason: place.reason })
      return
    }
    const product = await Product.start(place.resource)
    const aedes = Child.start<AedesCalls>('aedes')
    const port = await aedes.call('start', undefined)
    const load = Child.start<LoadCalls>('load')
    try {
      for (const qos of [1, 2] as const) {
        const name = `publishes that no rule names: 64 B, QoS ${qos}, 4 publishers`
        say(name)
        const publishing: Omit<Publishing, 'port'> = { topic: 'u', bytes: 64, qos, publishers: 4, inflight: 200 }
        for (const each of [port, product.port]) {
          await load.call('publishAll', { ...publishing, port: each, count: options.quick ? 20_000 : 60_000 })
        }
        const rateAt = (each: number) => async () =>
          (await load.call('publishFor', { ...publishing, port: each, warmUp: options.warmUp, time: options.time }))
            .rate
        const rounds = await alternate(options.rounds, rateAt(product.port), rateAt(port))
        await profiled(options.profile, name, product.process, rateAt(product.port))
        report(
          figureOf({
            row: 3,
            name,
            unit: 'messages/s',
            peerName: 'bare aedes',
            ...(qos === 1 ? { aim: { least: 0.95 } } : {}),
            rounds
          })
        )
      }
    } finally {
      await product.stop()
      await aedes.end()
      await load.end()
    }
  }
}
