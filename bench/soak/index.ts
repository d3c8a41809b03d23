import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { startServer } from '../../src/engine/servers/startServer.js'
import { openStore } from '../../src/engine/stores/registry.js'
import { backendNames } from '../../src/shared/resourceTypes.js'
import { type Resource, resourceSchema } from '../../src/shared/workspace.js'
import { JournalingPublisher, JournalingSubscriber, missing } from '../../test/kills/journal.js'
import { Proxy } from '../../test/stores/proxy.js'
import { Product } from '../product.js'
import { faults } from './faults.js'
import { keep } from './keep.js'
import { headOf, lineOf, type Sample, summaryOf, type Verdict } from './record.js'

const half = 16
/** A subscriber is there all the time for the ones, and comes now and then for the others. */
const listenedTo = Array.from({ length: half }, (_, index) => `t/live/${String(index)}`)
const waitedFor = Array.from({ length: half }, (_, index) => `t/kept/${String(index)}`)
const topics = [...listenedTo, ...waitedFor]
/** So many messages may be unacknowledged. */
const underWay = 1024
const longestFault = 20_000

/**
 * Runs the product for a long time at half the rate that it can, with a fault each minute, and keeps a record in
 * `bench/results/soak.md`. Resolves to whether nothing was lost.
 */
export async function run(args: readonly string[], { project }: { readonly project: string }): Promise<boolean> {
  const { minutes, backend } = readOptions(args)
  const say = (line: string): void => void process.stderr.write(`${line}\n`)
  say('starting the store …')
  const server = await startServer(backend, { obtain: true })
  const [host = '', port = ''] = String(server.config['server']).split(':')
  const proxy = new Proxy({ host, port: Number(port) })
  await proxy.start()
  const direct = resourceSchema.parse({ id: 'store', type: server.type, config: server.config })
  const store = openStore(direct, { dataDir: '' })
  await store.init()
  const product = await Product.start(behind(direct, proxy))
  try {
    const top = await topRate(product)
    say(`top rate of the whole cycle: ${Math.round(top).toLocaleString('en')} messages a second`)
    const publisher = new JournalingPublisher(product.port, topics, {
      period: (topics.length / (top / 2)) * 1000,
      underWay
    })
    const listener = await JournalingSubscriber.start(product.port, listenedTo)
    const kept = new Map<string, number[]>()
    const samples: Sample[] = []
    let before = { acknowledged: 0, received: 0 }
    say(headOf())
    for (let minute = 1; minute <= minutes; minute += 1) {
      const end = sleep(60_000)
      const fault = await disturb(minute, { server, proxy, publisher, listener })
      const visitor = await JournalingSubscriber.start(product.port, waitedFor, kept)
      await end
      await visitor.stop()
      const now = { acknowledged: publisher.count, received: countOf(listener.received) + countOf(kept) }
      const sample: Sample = {
        minute,
        fault,
        ...(await product.process.usage()),
        heap: await product.process.call('heap', undefined),
        waiting: await product.process.call('waiting', undefined),
        acknowledged: (now.acknowledged - before.acknowledged) / 60,
        received: (now.received - before.received) / 60
      }
      before = now
      samples.push(sample)
      say(lineOf(sample))
    }
    await publisher.stop()
    await listener.quiet()
    await listener.stop()
    // Also what nobody forwarded, as its publisher was cut off before the acknowledgement and sent it again.
    const received = new Map([...listener.received, ...kept])
    const last = await JournalingSubscriber.start(product.port, topics, received)
    await last.quiet()
    await last.stop()
    await product.settled()
    const rowsLeft = (await store.inspect(10)).rows.length
    const verdict = judge(publisher.acknowledged, received, rowsLeft)
    const summary = summaryOf(samples, verdict)
    say(summary)
    await keep(project, 'soak', [headOf(), ...samples.map(lineOf), '', summary, ''])
    return verdict.missing + verdict.rowsLeft === 0
  } finally {
    await product.stop()
    await store.close()
    await proxy.stop()
    await server.stop()
  }
}

function readOptions(args: readonly string[]) {
  const { values } = parseArgs({
    args: [...args],
    options: { minutes: { type: 'string', default: '30' }, backend: { type: 'string', default: 'pgsql' } }
  })
  const backend = backendNames.find((name) => name === values.backend)
  if (backend === undefined) throw new Error(`--backend is one of ${backendNames.join(', ')}`)
  return { minutes: Number(values.minutes), backend }
}

function behind({ id, type, config }: Resource, { port }: Proxy): Resource {
  return resourceSchema.parse({ id, type, config: { ...config, server: `127.0.0.1:${String(port)}` } })
}

/** Messages a second that are saved, delivered, acknowledged and deleted as fast as it goes. */
async function topRate({ port }: Product): Promise<number> {
  const listener = await JournalingSubscriber.start(port, topics)
  const publisher = new JournalingPublisher(port, topics, { period: 0, underWay })
  await sleep(5000)
  const before = listener.count
  const time = 15_000
  await sleep(time)
  const rate = ((listener.count - before) / time) * 1000
  await publisher.stop()
  await listener.quiet()
  await listener.stop()
  return rate
}

/** One fault at a moment of its own, early in the minute. Resolves to what it was. */
async function disturb(minute: number, bed: Parameters<(typeof faults)[number]['run']>[0]): Promise<string> {
  // Each comes in turn, so that none is missed; moment and length are left to chance.
  const fault = faults[minute % faults.length]
  if (fault === undefined) return ''
  await sleep(Math.random() * 10_000)
  const time = 1000 + Math.random() * (longestFault - 1000)
  await fault.run(bed, time)
  return `${fault.name}, ${(time / 1000).toFixed(0)} s`
}

function countOf(received: ReadonlyMap<string, readonly number[]>): number {
  let count = 0
  for (const numbers of received.values()) count += numbers.length
  return count
}

/** Order is not looked at: to whoever comes while others publish, stored and live messages go side by side. */
function judge(
  acknowledged: ReadonlyMap<string, readonly number[]>,
  received: ReadonlyMap<string, readonly number[]>,
  rowsLeft: number
): Verdict {
  const verdict = { acknowledged: 0, missing: 0, again: 0, rowsLeft }
  for (const [topic, numbers] of acknowledged) {
    const came = received.get(topic) ?? []
    verdict.acknowledged += numbers.length
    verdict.missing += missing(numbers, came).length
    verdict.again += came.length - new Set(came).size
  }
  return verdict
}
