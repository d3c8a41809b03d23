import type { IClientOptions } from 'mqtt'
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { Bench as FaultBench } from '../../src/engine/bench/bench.js'
import { publishFrame } from '../broker/frames.js'
import { raw } from '../broker/harness.js'
import { Bench, eventually, quiet, type Subscription } from '../cycle/harness.js'

let bench: Bench
const faults = new FaultBench(() => undefined)
const { link } = faults

beforeAll(async () => {
  bench = await Bench.start({ listeners: { tcp: { port: 0 }, ws: { port: 0 } } }, { bench: faults })
})

afterEach(async () => {
  link.setFault(undefined)
  await bench.clear()
})

afterAll(() => bench.stop())

const store = async (text: string): Promise<void> => {
  const publisher = await bench.client()
  await publisher.publishAsync('t/1', text, { qos: 1 })
  await publisher.endAsync()
}

/** A subscriber that comes again by itself, and subscribes again. */
async function returning(options: IClientOptions = {}): Promise<Subscription> {
  const subscription = await bench.subscriber('t/1', 1, { clientId: 'returning', reconnectPeriod: 50, ...options })
  subscription.client.on('connect', () => subscription.client.subscribe('t/1', { qos: 1 }))
  onTestFinished(() => subscription.client.endAsync(true))
  return subscription
}

const rows = (count: number) => expect.poll(() => bench.rows()).toBe(count)
const met = () => link.state?.met

describe('acknowledgements to publishers are lost', () => {
  it('QoS 1: saved, and saved a second time when the publisher sends again', async () => {
    link.setFault('losePubacks')
    const publisher = await raw(bench.port, { clientId: 'one', clean: false })
    publisher.sendBytes(publishFrame(2, 't/1', 7, 'x'))
    await rows(1)
    await expect.poll(met).toBe(1)
    expect(publisher.received).toEqual([])
    link.setFault(undefined)
    await publisher.untilClosed()
    const again = await raw(bench.port, { clientId: 'one', clean: false })
    again.sendBytes(publishFrame(10, 't/1', 7, 'x'))
    await again.next('puback')
    await rows(2)
    const { texts } = await returning()
    await expect.poll(texts).toEqual(['x', 'x'])
    await rows(0)
  })

  it('QoS 2: saved once, for the broker knows the packet id', async () => {
    link.setFault('losePubacks')
    const publisher = await raw(bench.port, { clientId: 'two', clean: false })
    publisher.sendBytes(publishFrame(4, 't/1', 7, 'x'))
    await expect.poll(met).toBe(1)
    expect(publisher.received).toEqual([])
    link.setFault(undefined)
    await publisher.untilClosed()
    const again = await raw(bench.port, { clientId: 'two', clean: false })
    again.sendBytes(publishFrame(12, 't/1', 7, 'x'))
    await again.next('pubrec')
    again.send({ cmd: 'pubrel', messageId: 7 })
    await again.next('pubcomp')
    await rows(1)
  })

  it('everything else goes its way, over WebSocket too', async () => {
    const port = bench.engine.brokerState.listeners[1]?.port ?? 0
    const client = await bench.client({ protocol: 'ws', port, path: '/mqtt' })
    const received: string[] = []
    client.on('message', (_topic, payload) => received.push(payload.toString()))
    link.setFault('losePubacks')
    await client.subscribeAsync('live', { qos: 0 })
    // A payload that begins as a PUBACK does.
    await client.publishAsync('live', '@\u0002', { qos: 0 })
    await expect.poll(() => received).toEqual(['@\u0002'])
    client.publish('live', 'at QoS 1', { qos: 1 })
    await expect.poll(() => received).toHaveLength(2)
    await expect.poll(met).toBe(1)
    expect(client.connected).toBe(true)
  })
})

describe('acknowledgements of subscribers are lost', () => {
  it.each([true, false])('nothing is deleted until it was delivered again; clean session: %s', async (clean) => {
    await store('x')
    link.setFault('loseAcks')
    const { received } = await returning({ clean })
    await expect.poll(() => received).toMatchObject([{ text: 'x', dup: false }])
    await expect.poll(met).toBe(1)
    await quiet()
    await rows(1)
    link.setFault(undefined)
    // Only a session that is kept knows that it was sent before.
    await expect.poll(() => received.slice(1)).toMatchObject([{ text: 'x', dup: !clean }])
    await rows(0)
  })
})

describe('deliveries are lost', () => {
  it('at QoS 1 it comes after all, and once; at QoS 0 it is gone', async () => {
    await store('kept')
    link.setFault('loseDeliveries')
    const { texts } = await returning()
    await expect.poll(met).toBe(1)
    const publisher = await bench.client()
    await publisher.publishAsync('t/1', 'gone', { qos: 0 })
    await expect.poll(met).toBe(2)
    expect(texts()).toEqual([])
    await rows(1)
    link.setFault(undefined)
    await expect.poll(texts).toEqual(['kept'])
    await rows(0)
    // The publisher lost nothing, so it stays.
    expect(publisher.connected).toBe(true)
  })
})

describe('the way to the broker', () => {
  it('refuses: who is there stays, who comes is told that the server is unavailable', async () => {
    const inside = await bench.client()
    link.setFault('refuse')
    await expect(bench.client()).rejects.toMatchObject({ code: 3 })
    expect(inside.connected).toBe(true)
    expect(met()).toBeGreaterThan(0)
    link.setFault(undefined)
    expect((await bench.client()).connected).toBe(true)
  })

  it('is cut: nobody is connected, nobody comes in, and what is stored is delivered afterwards', async () => {
    const { texts } = await returning()
    link.setFault('cut')
    await eventually(
      () => bench.engine.brokerState.clients,
      (clients) => clients === 0
    )
    const outside = await raw(bench.port)
    outside.send({ cmd: 'connect', clientId: 'outside', clean: true, keepalive: 0, protocolId: 'MQTT' } as never)
    await outside.untilClosed()
    expect(outside.received).toEqual([])
    link.setFault(undefined)
    await store('x')
    await expect.poll(texts).toEqual(['x'])
  })
})
