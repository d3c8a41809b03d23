import type { Context, Measurement } from '../context.js'
import { backendOf, driverNames, type DriverName } from '../drivers/driver.js'
import { alternate, type Figure, figureOf } from '../figure.js'
import { Child } from '../processes/child.js'
import type { DriverCalls, Manner } from '../processes/driver.js'
import type { LoadCalls, Publishing, Rate } from '../processes/load.js'
import { Product } from '../product.js'
import { profiled } from '../profile.js'

/** What is published, and how. */
interface Shape {
  readonly publishers: number
  readonly qos: 1 | 2
  readonly bytes: number
}

const base: Shape = { publishers: 4, qos: 1, bytes: 64 }
const others: readonly Shape[] = [64, 4096].flatMap((bytes) =>
  ([1, 2] as const).flatMap((qos) =>
    [1, 4, 100]
      .map((publishers) => ({ publishers, qos, bytes }))
      .filter((shape) => shape.publishers !== base.publishers || qos !== base.qos || bytes !== base.bytes)
  )
)
/** Unacknowledged messages in all. */
const window = 1024
const batches = [100, 500, 2000, 5000]
/** Bytes of payload: MariaDB takes no packet of more than 16 MiB (`max_allowed_packet`). */
const largestInsert = 10_000_000

/** Rows 1 and 2: messages a second that are in the store before their acknowledgement leaves; a measurement a store. */
export const saves: readonly Measurement[] = driverNames.map((name) => ({
  rows: [rowOf(name)],
  run: (context) => measure(name, context)
}))

function rowOf(name: DriverName): number {
  return backendOf(name) === 'pgsql' ? 1 : 2
}

async function measure(name: DriverName, { servers, options, say, report }: Context): Promise<void> {
  const row = rowOf(name)
  const place = await servers.place(name)
  if ('reason' in place) {
    report({ row, name: `saves, ${name}`, reason: place.reason })
    return
  }
  const { resource, title } = place
  const driver = Child.start<DriverCalls>('driver')
  const load = Child.start<LoadCalls>('load')
  const ways = await driver.call('open', { name, resource })
  await driver.call('clear', undefined)
  const product = await Product.start(resource)
  const { time, warmUp, rounds } = options
  // What is compiled at run time has to be hot, and the driver's process is.
  const hot: Publishing = { port: product.port, topic: 't', inflight: inflightOf(base), ...base }
  await load.call('publishAll', { ...hot, count: options.quick ? 20_000 : 60_000 })

  const compare = async (shape: Shape, count: number, each: number): Promise<Figure> => {
    const { publishers, qos, bytes } = shape
    const label = `saves, ${title}: ${bytes} B, QoS ${qos}, ${publishers} publisher${publishers === 1 ? '' : 's'}`
    say(label)
    const publishing: Publishing = { port: product.port, topic: 't', inflight: inflightOf(shape), ...shape }
    const inserting = { bytes, topics: publishers, time: each }
    const manner = await bestManner(driver, ways, inserting, name)
    const rates: Rate[] = []
    let cpu = 0
    const ours = async (): Promise<number> => {
      await driver.call('clear', undefined)
      const before = await product.process.usage()
      const rate = await load.call('publishFor', { ...publishing, warmUp, time: each })
      cpu += ((await product.process.usage()).cpu - before.cpu) / rate.acknowledged
      rates.push(rate)
      return rate.rate
    }
    const peer = async (): Promise<number> => {
      await driver.call('clear', undefined)
      return driver.call('insertFor', { manner, ...inserting })
    }
    const turns = await alternate(count, ours, peer)
    await profiled(options.profile, label, product.process, ours)
    const isBase = shape === base
    return figureOf({
      row,
      name: label,
      unit: 'messages/s',
      peerName: `driver, ${manner.way}`,
      ...(isBase ? { aim: { least: 0.5 } } : {}),
      rounds: turns,
      details: {
        'rows an insert': manner.batch,
        'inserts at a time': manner.together,
        'CPU a message, µs': round(cpu / rates.length),
        'median ms to the acknowledgement': round(rates.at(-1)?.median ?? 0),
        '99 % within ms': round(rates.at(-1)?.p99 ?? 0)
      }
    })
  }

  try {
    report(await compare(base, rounds, time))
    if (!options.quick) for (const shape of others) report(await compare(shape, 1, time / 2))
    await driver.call('clear', undefined)
  } finally {
    await product.stop()
    await driver.call('close', undefined)
    await driver.end()
    await load.end()
  }
}

function inflightOf({ publishers }: Shape): number {
  // Aedes ends a connection with 1,000 unreleased messages of QoS 2.
  return Math.min(900, Math.max(8, Math.floor(window / publishers)))
}

/** The driver's best way: each is tried shortly with each size, one call at a time and two. */
async function bestManner(
  driver: Child<DriverCalls>,
  ways: readonly string[],
  inserting: { readonly bytes: number; readonly topics: number },
  name: DriverName
): Promise<Manner> {
  let best: { readonly manner: Manner; readonly rate: number } | undefined
  for (const way of ways) {
    for (const batch of batches) {
      if (batch > 100 && batch * inserting.bytes > largestInsert) continue
      for (const together of name === 'embedded' ? [1] : [1, 2]) {
        const manner = { way, batch, together }
        const rate = await driver.call('insertFor', { manner, ...inserting, time: 250 })
        if (best === undefined || rate > best.rate) best = { manner, rate }
      }
    }
    await driver.call('clear', undefined)
  }
  if (best === undefined) throw new Error('no way to insert')
  return best.manner
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
