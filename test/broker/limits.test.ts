import { connect } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { WebSocket } from 'ws'
import type { LimitName } from '../../src/shared/limits.js'
import { connectFrame, frame, publishFrame, remainingLength, subscribeFrame, text } from './frames.js'
import { RawClient, type RunningBroker, raw, running } from './harness.js'

/** The limit took effect once, the log says so once, and another client is served. */
async function tookEffect({ broker, log, port }: RunningBroker, limit: LimitName, times = 1): Promise<void> {
  await expect.poll(() => broker.state.exceeded[limit]).toBe(times)
  expect(log.entries.filter(({ code }) => code === `limit.${limit}`)).toHaveLength(times)
  const other = await raw(port, { clientId: 'other' })
  other.send({ cmd: 'pingreq' })
  await other.next('pingresp')
}

describe('the length of a packet', () => {
  it('of 256 MiB closes the connection as soon as it is announced, before anything is kept', async () => {
    const started = await running()
    const client = await raw(started.port, { clientId: 'long' })
    client.sendBytes(frame(0x30, Buffer.alloc(0), 268_435_455))
    await client.untilClosed()
    await tookEffect(started, 'packetSize')
  })

  it.each([
    ['at the limit is taken', 2000, true],
    ['one byte above it closes the connection, though all of it is there already', 2001, false]
  ])('%s', async (_name, length, taken) => {
    const started = await running({}, { limits: { packetSize: 2000 } })
    const client = await raw(started.port, { clientId: 'exact' })
    // 2 bytes of length, 1 of topic, 2 of packet id.
    client.sendBytes(publishFrame(2, 't', 1, 'x'.repeat(length - 5)))
    if (taken) expect((await client.next('puback')).messageId).toBe(1)
    else {
      await client.untilClosed()
      await tookEffect(started, 'packetSize')
    }
  })

  it('of 10 MB is within the usual limit', async () => {
    const { port } = await running()
    const client = await raw(port, { clientId: 'large' })
    client.sendBytes(subscribeFrame(['t']))
    await client.next('suback')
    client.sendBytes(publishFrame(2, 't', 1, 'x'.repeat(10_000_000)))
    expect((await client.next('publish')).payload).toHaveLength(10_000_000)
  })

  it('of a WebSocket message is limited too', async () => {
    const { broker } = await running({}, { limits: { packetSize: 2000 } })
    const url = broker.state.listeners.find(({ name }) => name === 'ws')?.url ?? ''
    const socket = new WebSocket(url, 'mqtt')
    socket.on('error', () => undefined)
    await new Promise((resolve) => socket.once('open', resolve))
    socket.send(Buffer.alloc(3000))
    expect(await new Promise((resolve) => socket.once('close', resolve))).toBe(1009)
  })
})

describe('a packet that does not end', () => {
  it.each(['in its length', 'in its payload'])('%s closes the connection after a time', async (where) => {
    const started = await running({}, { limits: { packetTimeout: 300 } })
    const client = await raw(started.port, { clientId: 'loris' })
    const whole = publishFrame(2, 't', 1, 'x'.repeat(500))
    const trickle = setInterval(() => client.sendBytes(Buffer.from('x')), 50)
    onTestFinished(() => clearInterval(trickle))
    client.sendBytes(where === 'in its length' ? Buffer.from([0x32, 0xff]) : whole.subarray(0, 100))
    if (where === 'in its length') clearInterval(trickle)
    await client.untilClosed()
    await tookEffect(started, 'packetTimeout')
  })

  it('byte by byte, but in time, is read as it is', async () => {
    const { port } = await running()
    const client = await raw(port, { clientId: 'slow' })
    client.sendBytes(subscribeFrame(['t']))
    await client.next('suback')
    const payload = Array.from({ length: 3000 }, (_, index) => String(index % 10)).join('')
    const bytes = publishFrame(2, 't', 1, payload)
    for (let at = 0; at < bytes.length; at += 1) {
      client.sendBytes(bytes.subarray(at, at + 1))
      await new Promise((resolve) => setImmediate(resolve))
    }
    expect((await client.next('publish')).payload.toString()).toBe(payload)
  })
})

describe('connections', () => {
  it('above the limit are closed at once, and one that ends makes room', async () => {
    const started = await running({}, { limits: { connections: 3 } })
    const clients = await Promise.all(['a', 'b', 'c'].map((clientId) => RawClient.open(started.port, { clientId })))
    const fourth = await RawClient.open(started.port)
    await fourth.untilClosed()
    clients[0]?.close()
    await expect.poll(() => started.broker.state.clients).toBe(2)
    clients[1]?.close()
    await tookEffect(started, 'connections')
    clients[2]?.close()
  })

  it.each(['nothing', 'half a CONNECT', 'half an HTTP request'])(
    'that send %s are closed after a time',
    async (what) => {
      const started = await running({}, { limits: { connectTimeout: 300 } })
      const listener = started.broker.state.listeners[what === 'half an HTTP request' ? 1 : 0]
      const client = await raw(listener?.port ?? 0)
      if (what === 'half a CONNECT') client.sendBytes(connectFrame().subarray(0, 7))
      if (what === 'half an HTTP request') client.sendBytes(Buffer.from('GET /mqtt HTTP/1.1\r\nHost: x\r\n'))
      await client.untilClosed()
      await tookEffect(started, 'connectTimeout')
    }
  )
})

describe('names and topics', () => {
  it('a client id that is too long is refused with return code 2 [MQTT-3.1.3-9]', async () => {
    const started = await running({}, { limits: { clientIdLength: 30 } })
    const client = await raw(started.port)
    // Each of the letters has two bytes.
    client.sendBytes(connectFrame({ payload: [text('ü'.repeat(16))] }))
    expect((await client.next('connack')).returnCode).toBe(2)
    await client.untilClosed()
    await tookEffect(started, 'clientIdLength')
  })

  it.each<[string, Buffer]>([
    ['of a PUBLISH', publishFrame(2, 'ü'.repeat(21), 1)],
    ['of a SUBSCRIBE', subscribeFrame(['fine', `${'x'.repeat(40)}/#`])]
  ])('a topic %s that is too long closes the connection', async (_name, bytes) => {
    const started = await running({}, { limits: { topicLength: 41 } })
    const client = await raw(started.port, { clientId: 'long' })
    client.sendBytes(bytes)
    await client.untilClosed()
    await tookEffect(started, 'topicLength')
  })

  it('a topic of 65,535 bytes is taken, one of 65,535 levels is not', async () => {
    const started = await running()
    const client = await raw(started.port, { clientId: 'long' })
    const topic = 'x'.repeat(65_535)
    client.sendBytes(subscribeFrame([topic]))
    await client.next('suback')
    client.sendBytes(publishFrame(2, topic, 1))
    expect((await client.next('publish')).topic).toBe(topic)
    client.sendBytes(publishFrame(2, '/'.repeat(65_535), 2))
    await client.untilClosed()
    await tookEffect(started, 'topicLevels')
  })

  it('a topic may have as many levels as the limit says', async () => {
    const started = await running({}, { limits: { topicLevels: 3 } })
    const client = await raw(started.port, { clientId: 'levels' })
    client.sendBytes(publishFrame(2, 'a/b/c', 1))
    await client.next('puback')
    client.sendBytes(subscribeFrame(['a/b/c/#']))
    await client.untilClosed()
    await tookEffect(started, 'topicLevels')
  })
})

describe('keep alive', () => {
  it('counts one and a half times [MQTT-3.1.2-24], and packets of any kind', async () => {
    const started = await running()
    const client = await raw(started.port, { clientId: 'quiet', keepalive: 1 })
    const began = performance.now()
    client.send({ cmd: 'pingreq' })
    await client.untilClosed()
    expect(performance.now() - began).toBeGreaterThan(1490)
    await tookEffect(started, 'keepalive')
  })

  it('of none, or of a longer one, is as good as the longest', async () => {
    const started = await running({}, { limits: { keepalive: 1 } })
    const none = await raw(started.port, { clientId: 'none', keepalive: 0 })
    const long = await raw(started.port, { clientId: 'long', keepalive: 60 })
    await Promise.all([none.untilClosed(), long.untilClosed()])
    await tookEffect(started, 'keepalive', 2)
  })

  it('stands still while a message waits for its store, for then nothing is read', async () => {
    const releases: (() => void)[] = []
    const { port } = await running({ publish: (_message, release) => releases.push(release) > 0 })
    const client = await raw(port, { clientId: 'waits', keepalive: 1 })
    client.sendBytes(Buffer.concat([publishFrame(2, 't', 1), frame(0xc0)]))
    await new Promise((resolve) => setTimeout(resolve, 2600))
    expect(client.closed).toBe(false)
    for (const release of releases) release()
    expect((await client.next('puback')).messageId).toBe(1)
  })
})

describe('QoS 2 messages', () => {
  it('without their PUBREL are limited; released ones make room', async () => {
    const started = await running({}, { limits: { receiveMaximum: 3 } })
    const client = await raw(started.port, { clientId: 'flood' })
    for (const id of [1, 2, 3, 4, 5, 6]) {
      client.sendBytes(publishFrame(4, 't', id))
      await client.next('pubrec')
      if (id > 3) continue
      client.send({ cmd: 'pubrel', messageId: id })
      await client.next('pubcomp')
    }
    // The same again is no new one.
    client.sendBytes(publishFrame(12, 't', 6))
    await client.next('pubrec')
    client.sendBytes(publishFrame(4, 't', 7))
    await client.untilClosed()
    await tookEffect(started, 'receiveMaximum')
  })

  it('may come in one burst, as many as the limit is', async () => {
    const { port } = await running({}, { limits: { receiveMaximum: 10 } })
    const client = await raw(port, { clientId: 'burst' })
    const ids = Array.from({ length: 10 }, (_, index) => index + 1)
    client.sendBytes(Buffer.concat(ids.map((id) => publishFrame(4, 't', id))))
    for (const id of ids) expect(await client.next('pubrec')).toMatchObject({ messageId: id })
  })
})

describe('what clients cause in the log', () => {
  it('is ten lines of a kind, and one that counts the rest', async () => {
    const started = await running()
    for (let turn = 0; turn < 30; turn += 1) {
      const socket = connect({ port: started.port, host: '127.0.0.1' })
      socket.on('error', () => undefined)
      socket.write(Buffer.concat([Buffer.from([0xf0]), remainingLength(0)]))
      await new Promise((resolve) => socket.once('close', resolve))
    }
    await expect.poll(() => started.broker.state.refused.malformed).toBe(30)
    expect(started.log.entries.filter(({ code }) => code === 'protocol_fault')).toHaveLength(10)
    await expect
      .poll(() => started.log.entries.find(({ code }) => code === 'lines_omitted')?.data, { timeout: 15_000 })
      .toEqual({ count: 20, code: 'protocol_fault' })
  })
})
