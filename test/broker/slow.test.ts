import { connect, type Socket } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Message } from '../../src/engine/message.js'
import { limitsSchema } from '../../src/shared/limits.js'
import { connectFrame, publishFrame, subscribeFrame, text } from './frames.js'
import { RawClient, raw, running, settle } from './harness.js'

async function subscriber(port: number, clientId: string, clean = true, qos = 1): Promise<RawClient> {
  const client = await raw(port, { clientId, clean })
  client.sendBytes(subscribeFrame(['t'], qos))
  await client.next('suback')
  return client
}

/** Subscribes and then reads nothing any more. */
async function deafSubscriber(port: number, qos: number): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1' })
  onTestFinished(() => void socket.destroy())
  socket.on('error', () => undefined)
  socket.write(Buffer.concat([connectFrame({ payload: [text('deaf')] }), subscribeFrame(['t'], qos)]))
  // CONNACK has four bytes, SUBACK five.
  let came = 0
  for await (const chunk of socket.iterator({ destroyOnReturn: false })) {
    came += (chunk as Buffer).length
    if (came >= 9) break
  }
  socket.pause()
  return socket
}

/** Publishes to `t` and waits for each acknowledgement, so that it is known when the broker has taken it. */
async function publishAll(client: RawClient, payloads: readonly string[]): Promise<void> {
  for (const [index, payload] of payloads.entries()) {
    client.sendBytes(publishFrame(2, 't', index + 1, payload))
    await client.next('puback')
  }
}

const numbers = (count: number) => Array.from({ length: count }, (_, index) => String(index))
const payloads = (client: RawClient) =>
  client.received.flatMap((packet) => (packet.cmd === 'publish' ? [packet.payload.toString()] : []))

describe('a subscriber that does not acknowledge', () => {
  it('gets as many as its window has, the others get all, and what waits follows its acknowledgements', async () => {
    const { broker, port } = await running({}, { limits: { inflight: 5 } })
    const slow = await subscriber(port, 'slow')
    const quick = await subscriber(port, 'quick')
    const publisher = await raw(port, { clientId: 'publisher' })
    await publishAll(publisher, numbers(20))
    for (let turn = 0; turn < 20; turn += 1) {
      const { messageId = 0 } = await quick.next('publish')
      quick.send({ cmd: 'puback', messageId })
    }
    await settle()
    expect(payloads(slow)).toEqual(numbers(5))
    const seen: string[] = []
    while (seen.length < 20) {
      const { messageId = 0, payload } = await slow.next('publish')
      seen.push(payload.toString())
      slow.send({ cmd: 'puback', messageId })
    }
    expect(seen).toEqual(numbers(20))
    await expect.poll(() => broker.state.held).toBe(0)
  })

  it('is closed when its queue is full, and nothing is kept for it', async () => {
    const { broker, port, log } = await running({}, { limits: { inflight: 5, queue: 10 } })
    const slow = await subscriber(port, 'slow')
    const publisher = await raw(port, { clientId: 'publisher' })
    await publishAll(publisher, numbers(30))
    await slow.untilClosed()
    await expect.poll(() => broker.state.held).toBe(0)
    expect(broker.state.exceeded.queue).toBe(1)
    expect(log.entries.filter(({ code }) => code === 'limit.queue')).toHaveLength(1)
  })

  it('does not get what a store gave it before the live copy had to wait', async () => {
    const wasGiven = (_connection: unknown, message: Message) => message.payload.toString() === '1'
    const { port } = await running({ wasGiven }, { limits: { inflight: 1 } })
    const slow = await subscriber(port, 'slow')
    await publishAll(await raw(port, { clientId: 'publisher' }), numbers(3))
    const { messageId = 0 } = await slow.next('publish')
    slow.send({ cmd: 'puback', messageId })
    await expect.poll(() => payloads(slow)).toEqual(['2'])
  })

  it('gets messages at QoS 0 all the same', async () => {
    const { port } = await running({}, { limits: { inflight: 1 } })
    const slow = await subscriber(port, 'slow')
    const publisher = await raw(port, { clientId: 'publisher' })
    await publishAll(publisher, numbers(3))
    publisher.sendBytes(publishFrame(0, 't', undefined, 'at once'))
    await expect.poll(() => payloads(slow)).toEqual(['0', 'at once'])
  })
})

describe('a subscriber that does not read', () => {
  it.each([0, 1])('at QoS %d holds up neither the publisher nor other subscribers', async (qos) => {
    let told = 0
    const hooks = { listens: (name: string) => name === 'delivery.dropped', happened: () => void (told += 1) }
    const { broker, port } = await running(hooks, { limits: { queue: 20, memory: 2_000_000 } })
    await deafSubscriber(port, qos)
    const quick = await subscriber(port, 'quick', true, 0)
    const publisher = await raw(port, { clientId: 'publisher' })
    const large = 'x'.repeat(100_000)
    await publishAll(
      publisher,
      numbers(200).map(() => large)
    )
    await expect.poll(() => payloads(quick).length).toBe(200)
    expect(broker.state.held).toBeLessThan(2_100_000)
    expect(told).toBe(broker.state.dropped)
    if (qos === 0) expect(broker.state.dropped).toBeGreaterThan(0)
    else expect(broker.state.exceeded.queue + broker.state.exceeded.memory).toBe(1)
  })

  it('is given up after a time, which is longer the more it has to read', async () => {
    const { broker, port } = await running({}, { limits: { queue: 100 } })
    const deaf = await deafSubscriber(port, 0)
    const publisher = await raw(port, { clientId: 'publisher' })
    // The systems on both sides take some megabytes; 256 KiB and one message wait in the broker.
    await publishAll(publisher, Array<string>(150).fill('x'.repeat(100_000)))
    const connection = broker.connection('deaf')
    const lateIn = (seconds: number) =>
      connection?.lateness(performance.now() + seconds * 1000, limitsSchema.parse({}))?.message
    expect([lateIn(0), lateIn(70), lateIn(85)]).toEqual([undefined, undefined, 'writeTimeout: at most 60000'])
    deaf.resume()
    await expect.poll(() => lateIn(85)).toBe(undefined)
  })
})

describe('the memory for clients', () => {
  it('is made free by whoever holds most of it', async () => {
    const { broker, port } = await running({}, { limits: { memory: 1_100_000 } })
    const hoarder = await subscriber(port, 'hoarder')
    const modest = await subscriber(port, 'modest')
    modest.sendBytes(subscribeFrame(['other']))
    await modest.next('suback')
    const publisher = await raw(port, { clientId: 'publisher' })
    const large = 'x'.repeat(400_000)
    await publishAll(publisher, [large])
    modest.send({ cmd: 'puback', messageId: (await modest.next('publish')).messageId ?? 0 })
    await publishAll(publisher, [large])
    modest.send({ cmd: 'puback', messageId: (await modest.next('publish')).messageId ?? 0 })
    await publishAll(publisher, [large])
    await hoarder.untilClosed()
    expect({ count: broker.state.exceeded.memory, modest: modest.closed }).toEqual({ count: 1, modest: false })
  })

  it('counts a message in many queues once', async () => {
    const { broker, port } = await running()
    for (const name of ['a', 'b', 'c', 'd']) await subscriber(port, name)
    const publisher = await raw(port, { clientId: 'publisher' })
    await publishAll(publisher, ['x'.repeat(1_000_000)])
    expect(broker.state.held).toBeGreaterThan(1_000_000)
    expect(broker.state.held).toBeLessThan(1_010_000)
  })

  it('has begun packets in it: the longest is given up, the others are finished', async () => {
    const { broker, port } = await running({}, { limits: { memory: 1_100_000 } })
    const begin = async (clientId: string, length: number) => {
      const client = await raw(port, { clientId })
      const bytes = publishFrame(2, 't', 1, 'x'.repeat(length + 10))
      client.sendBytes(bytes.subarray(0, length))
      return { client, rest: bytes.subarray(length) }
    }
    const first = await begin('first', 300_000)
    const second = await begin('second', 600_000)
    await expect.poll(() => broker.state.held).toBeGreaterThan(899_900)
    const third = await begin('third', 400_000)
    await second.client.untilClosed()
    for (const { client, rest } of [first, third]) {
      client.sendBytes(rest)
      await client.next('puback')
    }
    await expect.poll(() => broker.state.held).toBe(0)
    expect(broker.state.exceeded.memory).toBe(1)
  })
})

describe('a persistent session', () => {
  it('keeps the newest for a client that is away, and counts what it had no room for', async () => {
    const { broker, port } = await running({}, { limits: { queue: 10 } })
    const away = await subscriber(port, 'away', false)
    away.close()
    await expect.poll(() => broker.state.clients).toBe(0)
    const publisher = await raw(port, { clientId: 'publisher' })
    await publishAll(publisher, numbers(25))
    expect(broker.state.dropped).toBe(15)
    const back = await raw(port, { clientId: 'away', clean: false })
    await expect.poll(() => payloads(back)).toEqual(numbers(25).slice(15))
  })

  it('asks for what is in a store again, when its queue had no room for it', async () => {
    const subscribed: string[] = []
    const { broker, port } = await running(
      {
        publish: (message) => {
          message.addCopy('store', undefined)
          return false
        },
        subscribed: (connection, topic, qos) => subscribed.push(`${connection.clientId} ${topic} ${qos}`)
      },
      { limits: { queue: 10 } }
    )
    const away = await subscriber(port, 'away', false)
    away.close()
    await expect.poll(() => broker.state.clients).toBe(0)
    const publisher = await raw(port, { clientId: 'publisher' })
    await publishAll(publisher, numbers(25))
    expect(broker.state.dropped).toBe(0)
    const back = await raw(port, { clientId: 'away', clean: false })
    await expect.poll(() => payloads(back)).toEqual(numbers(25).slice(15))
    await expect.poll(() => subscribed).toEqual(['away t 1', 'away t 1'])
  })

  it('does not send what a store has given meanwhile', async () => {
    const messages: Message[] = []
    const { broker, port } = await running(
      {
        publish: (message) => {
          message.addCopy('store', undefined)
          messages.push(message)
          return false
        }
      },
      { limits: { inflight: 1 } }
    )
    const slow = await subscriber(port, 'slow', false)
    const publisher = await raw(port, { clientId: 'publisher' })
    await publishAll(publisher, numbers(3))
    const connection = broker.connection('slow')
    const second = messages[1]
    if (connection === undefined || second === undefined) throw new Error('not there')
    await broker.deliver(connection, second, 1)
    const seen: string[] = []
    for (let turn = 0; turn < 3; turn += 1) {
      const { messageId = 0, payload } = await slow.next('publish')
      seen.push(payload.toString())
      slow.send({ cmd: 'puback', messageId })
    }
    await settle()
    expect({ seen, more: payloads(slow) }).toEqual({ seen: ['0', '1', '2'], more: [] })
  })

  it('does not send live what a store gave before the connection broke', async () => {
    const releases: (() => void)[] = []
    const messages: Message[] = []
    const { broker, port } = await running(
      {
        publish: (message, release) => {
          message.addCopy('store', undefined)
          messages.push(message)
          releases.push(release)
          return true
        }
      },
      { limits: { inflight: 1 } }
    )
    const before = await subscriber(port, 'slow', false)
    const publisher = await raw(port, { clientId: 'publisher' })
    publisher.sendBytes(publishFrame(2, 't', 1, '0'))
    publisher.sendBytes(publishFrame(2, 't', 2, '1'))
    await expect.poll(() => messages.length).toBe(2)
    releases[0]?.()
    await before.next('publish')
    const [connection, second] = [broker.connection('slow'), messages[1]]
    if (connection === undefined || second === undefined) throw new Error('not there')
    await broker.deliver(connection, second, 1)
    await before.next('publish')
    before.close()
    await expect.poll(() => broker.connection('slow')).toBe(undefined)
    releases[1]?.()
    await publisher.next('puback')
    await publisher.next('puback')
    const back = await raw(port, { clientId: 'slow', clean: false })
    await expect.poll(() => payloads(back)).toEqual(['0', '1'])
    const ids = back.received.flatMap((packet) => (packet.cmd === 'publish' ? [packet.messageId ?? 0] : []))
    // The stored one first, so that nothing but the queue knows of it when the window opens.
    for (const messageId of ids.toReversed()) back.send({ cmd: 'puback', messageId })
    await settle()
    expect(payloads(back)).toEqual(['0', '1'])
    expect(broker.state.held).toBe(0)
  })

  it('that its client ends by itself loses nothing that would count', async () => {
    const { broker, port, log } = await running()
    const away = await subscriber(port, 'away', false)
    away.close()
    await expect.poll(() => broker.state.clients).toBe(0)
    await publishAll(await raw(port, { clientId: 'publisher' }), numbers(3))
    await raw(port, { clientId: 'away', clean: true })
    expect(broker.state).toMatchObject({ dropped: 0, held: 0, sessions: 0 })
    expect(log.entries.filter(({ code }) => code === 'message_dropped')).toEqual([])
  })

  it('that is away for the longest time makes room for a new one', async () => {
    const { broker, port } = await running({}, { limits: { sessions: 3 } })
    for (const name of ['a', 'b', 'c', 'd', 'e']) {
      const client = await subscriber(port, name, false)
      if (name === 'b') continue
      client.close()
      await expect.poll(() => broker.connection(name)).toBe(undefined)
    }
    expect(broker.state).toMatchObject({ sessions: 3, exceeded: { sessions: 2 } })
    const client = await RawClient.open(port)
    client.send({ cmd: 'connect', clientId: 'a', clean: false, keepalive: 0 })
    expect((await client.next('connack')).sessionPresent).toBe(false)
    client.close()
  })

  it('that has no subscription is there all the same [MQTT-3.2.2-2]', async () => {
    const { port } = await running()
    const present: boolean[] = []
    for (const clean of [false, false, true, false]) {
      const client = await RawClient.open(port)
      client.send({ cmd: 'connect', clientId: 'session', clean, keepalive: 0 })
      present.push((await client.next('connack')).sessionPresent)
      client.send({ cmd: 'disconnect' })
      await client.untilClosed()
    }
    expect(present).toEqual([false, true, false, false])
  })
})

describe('subscriptions and retained messages', () => {
  it('above their limits are refused: 0x80, and not retained', async () => {
    const { broker, port } = await running({}, { limits: { subscriptions: 2, retained: 2 } })
    const client = await raw(port, { clientId: 'many' })
    client.sendBytes(subscribeFrame(['a', 'b', 'c']))
    expect((await client.next('suback')).granted).toEqual([1, 1, 128])
    client.send({ cmd: 'unsubscribe', messageId: 2, unsubscriptions: ['a'] })
    await client.next('unsuback')
    client.sendBytes(subscribeFrame(['b', 'd']))
    expect((await client.next('suback')).granted).toEqual([1, 1])
    for (const topic of ['r/1', 'r/2', 'r/3', 'r/1']) {
      client.sendBytes(publishFrame(3, topic, 1, topic))
      await client.next('puback')
    }
    const late = await raw(port, { clientId: 'late' })
    late.sendBytes(subscribeFrame(['r/#']))
    await expect.poll(() => payloads(late).sort()).toEqual(['r/1', 'r/2'])
    expect(broker.state.exceeded).toMatchObject({ subscriptions: 1, retained: 1 })
  })
})
