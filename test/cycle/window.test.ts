import { afterAll, beforeAll, expect, it } from 'vitest'
import { Bench, eventually, quiet } from './harness.js'

let bench: Bench
beforeAll(async () => {
  bench = await Bench.start({ limits: { inflight: 50 } })
})
afterAll(() => bench.stop())

it('has at most so many stored messages unacknowledged, and goes on as they are acknowledged', async () => {
  const publisher = await bench.client()
  await Promise.all(Array.from({ length: 400 }, (_, index) => publisher.publishAsync('t/1', String(index), { qos: 1 })))
  const slow = await bench.client()
  const acknowledgements: (() => void)[] = []
  const seen: string[] = []
  // MQTT.js holds later packets of a connection back too, so the window is read from the broker's side.
  slow.handleMessage = (packet, done) => {
    seen.push(packet.payload.toString())
    acknowledgements.push(() => done())
  }
  await slow.subscribeAsync('t/1', { qos: 1 })
  await eventually(
    () => acknowledgements.length,
    (count) => count > 0
  )
  await quiet()
  const connection = bench.engine.broker.connection(slow.options.clientId ?? '')
  expect(connection?.inflightCount).toBe(50)
  slow.handleMessage = (packet, done) => {
    seen.push(packet.payload.toString())
    done()
  }
  for (const acknowledge of acknowledgements) acknowledge()
  await eventually(
    () => bench.rows(),
    (rows) => rows === 0
  )
  expect(seen).toEqual(Array.from({ length: 400 }, (_, index) => String(index)))
})

it('reads on only as far as a slow client has taken what was read', async () => {
  const publisher = await bench.client()
  const count = 4000
  await Promise.all(Array.from({ length: count }, () => publisher.publishAsync('t/2', 'x', { qos: 1 })))
  const before = bench.engine.resource('pg').counts.fetched
  const slow = await bench.client()
  let acknowledged = 0
  slow.handleMessage = (_packet, done) => {
    acknowledged += 1
    setTimeout(done, 2)
  }
  await slow.subscribeAsync('t/2', { qos: 1 })
  await eventually(
    () => acknowledged,
    (so) => so >= 100
  )
  // Two pages of 500, and what was on its way or acknowledged.
  expect(bench.engine.resource('pg').counts.fetched - before).toBeLessThan(1500)
  slow.handleMessage = (_packet, done) => done()
  await eventually(
    () => bench.rows(),
    (rows) => rows === 0
  )
})
