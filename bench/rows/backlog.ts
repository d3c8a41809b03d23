import type { Context, Measurement } from '../context.js'
import { driverNames, type DriverName } from '../drivers/driver.js'
import { alternate, figureOf, type Outcome } from '../figure.js'
import type { AedesCalls } from '../processes/aedes.js'
import { Child } from '../processes/child.js'
import type { DriverCalls } from '../processes/driver.js'
import type { LoadCalls } from '../processes/load.js'
import { Product } from '../product.js'
import { profiled } from '../profile.js'

const topic = 't/backlog'
const bytes = 64

/** Row 5: a backlog fetched, acknowledged and deleted beside the drain of aedes' own session, which is in memory. */
export const backlog: Measurement = {
  rows: [5],
  async run(context) {
    const load = Child.start<LoadCalls>('load')
    try {
      for (const name of driverNames) {
        // The built-in database can be filled by its own process only.
        if (name !== 'embedded' && (name === 'pgsql' || !context.options.quick)) {
          context.report(await measure(name, load, context))
        }
      }
    } finally {
      await load.end()
    }
  }
}

async function measure(name: DriverName, load: Child<LoadCalls>, { options, servers, say }: Context): Promise<Outcome> {
  const place = await servers.place(name)
  if ('reason' in place) return { row: 5, name: `backlog, ${name}`, reason: place.reason }
  const { resource, title } = place
  const isBase = name === 'pgsql'
  const count = isBase ? 60_000 : 20_000
  const label = `backlog of ${count.toLocaleString('en')} fetched, acknowledged, deleted, ${title}`
  say(label)
  const driver = Child.start<DriverCalls>('driver')
  await driver.call('open', { name, resource })
  const product = await Product.start(resource)
  const ours = async (): Promise<number> => {
    await driver.call('clear', undefined)
    await driver.call('fill', { count, topics: 1, prefix: topic, bytes })
    const { port } = product
    const received = await load.call('receive', { port, clientId: 'reader', clean: true, topic, qos: 1, count })
    // Over only when nothing is left in the store.
    return (count / (received + (await driver.call('untilEmpty', undefined)))) * 1000
  }
  const peer = async (): Promise<number> => {
    const aedes = Child.start<AedesCalls>('aedes')
    try {
      const port = await aedes.call('start', undefined)
      const session = { port, clientId: 'reader', clean: false, qos: 1 } as const
      await load.call('makeSession', { ...session, topic })
      const publishing = { publishers: 4, topic, oneTopic: true, qos: 1, bytes, inflight: 256 } as const
      await load.call('publishAll', { ...publishing, port, count })
      return (count / (await load.call('receive', { ...session, topic: undefined, count }))) * 1000
    } finally {
      await aedes.end()
    }
  }
  try {
    await ours()
    const rounds = await alternate(isBase ? options.rounds : Math.min(3, options.rounds), ours, peer)
    await profiled(options.profile, label, product.process, ours)
    return figureOf({
      row: 5,
      name: label,
      unit: 'messages/s',
      peerName: 'aedes, session in memory',
      ...(isBase ? { aim: { least: 1.5 } } : {}),
      rounds
    })
  } finally {
    await product.stop()
    await driver.call('clear', undefined)
    await driver.call('close', undefined)
    await driver.end()
  }
}
