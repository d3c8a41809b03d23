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
