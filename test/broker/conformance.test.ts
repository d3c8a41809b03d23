import mqtt, { type IPublishPacket } from 'mqtt'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { connectFrame, frame, publishFrame, text } from './frames.js'
import { RawClient, type RunningBroker, settle, startBroker } from './harness.js'

/**
 * What the Eclipse Paho interoperability suite for MQTT 3.1.1 asks of a server, in our own words and with more of the
 * specification's clauses (docs/broker.md tells how the suite itself was run).
 */

let running: RunningBroker
const closers: (() => unknown)[] = []

beforeEach(async () => {
  running = await startBroker(
    {},
    {
      acl: [
        { permit: 'deny', action: 'subscribe', topic: 'test/nosubscribe' },
        { permit: 'deny', action: 'publish', topic: 'test/nopublish' }
      ]
    }
  )
})
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
  await running.broker.stop()
})

async function raw(clientId: string, options: Parameters<typeof RawClient.open>[1] = {}): Promise<RawClient> {
  const client = await RawClient.open(running.port, { clientId, ...options })
  closers.push(() => client.close())
  return client
}

/** Connects and tells whether the server had a session [MQTT-3.2.2-2]. */
async function session(clientId: string, clean: boolean): Promise<{ client: RawClient; present: boolean }> {
  const client = await RawClient.open(running.port)
  closers.push(() => client.close())
  client.send({ cmd: 'connect', clientId, clean, keepalive: 0 })
  return { client, present: (await client.next('connack')).sessionPresent }
}

async function subscribe(client: RawClient, ...filters: [string, 0 | 1 | 2][]): Promise<readonly unknown[]> {
  client.send({
    cmd: 'subscribe',
    messageId: 1,
    subscriptions: filters.map(([topic, qos]) => ({ topic, qos }))
  })
  return (await client.next('suback')).granted
}

/** Publishes as a client would, up to the end of the handshake. */
async function publish(client: RawClient, topic: string, payload: string, qos = 0, retain = false): Promise<void> {
  client.sendBytes(publishFrame((qos << 1) | (retain ? 1 : 0), topic, qos === 0 ? undefined : 7, payload))
  if (qos === 1) await client.next('puback')
  if (qos !== 2) return
  await client.next('pubrec')
  client.send({ cmd: 'pubrel', messageId: 7 })
  await client.next('pubcomp')
}

async function end(client: RawClient): Promise<void> {
  client.send({ cmd: 'disconnect' })
  await client.untilClosed()
}

/** All publications that have come, once the server has answered what was sent after them. */
async function received(client: RawClient): Promise<IPublishPacket[]> {
  await settle(20)
  client.send({ cmd: 'pingreq' })
  await client.next('pingresp')
  return client.received.splice(0).filter((packet) => packet.cmd === 'publish')
}

const brief = ({ payload, qos, retain }: IPublishPacket) => `${payload.toString()} ${qos} ${retain}`

describe('basic', () => {
  it('a client of another make gets what it publishes at QoS 0, 1 and 2', async () => {
    const client = await mqtt.connectAsync(`mqtt://127.0.0.1:${running.port}`, { reconnectPeriod: 0 })
    closers.push(() => client.endAsync(true))
    const came: string[] = []
    client.on('message', (_topic, payload, { qos }) => came.push(`${payload.toString()} ${qos}`))
    await client.subscribeAsync('basic', { qos: 2 })
    for (const qos of [0, 1, 2] as const) await client.publishAsync('basic', 'hello', { qos })
    await expect.poll(() => came).toEqual(['hello 0', 'hello 1', 'hello 2'])
  })

  it('[MQTT-4.6.0-6] messages of one topic and QoS keep their order', async () => {
    const subscriber = await raw('ordered-sub')
    await subscribe(subscriber, ['ordered/#', 1])
    const publisher = await raw('ordered-pub')
    const frames = Array.from({ length: 300 }, (_, index) =>
      publishFrame(2, `ordered/${index % 3}`, index + 1, `${index}`)
    )
    publisher.sendBytes(Buffer.concat(frames))
    const seen: number[] = []
    while (seen.length < 300) {
      const { payload, messageId = 0 } = await subscriber.next('publish')
      seen.push(Number(payload.toString()))
      subscriber.send({ cmd: 'puback', messageId })
    }
    expect(seen).toEqual(Array.from({ length: 300 }, (_, index) => index))
  })

  it.each(['', '\0\u00ff', 'x'.repeat(200_000)])('payload number %# survives as it is', async (payload) => {
    const client = await raw('payload')
    await subscribe(client, ['payload', 0])
    await publish(client, 'payload', payload, 1)
    expect((await client.next('publish')).payload.toString()).toBe(payload)
  })

  it('[MQTT-4.3.3-2] PUBREL of a message that is not known is answered all the same', async () => {
    const client = await raw('released')
    client.send({ cmd: 'pubrel', messageId: 4711 })
    expect((await client.next('pubcomp')).messageId).toBe(4711)
  })
})

describe('retained messages', () => {
  it('come to a new subscription with the flag, to a live one without [MQTT-3.3.1-8] [MQTT-3.3.1-9]', async () => {
    const live = await raw('retained-live')
    await subscribe(live, ['retained/+', 2])
    const publisher = await raw('retained-pub')
    for (const qos of [0, 1, 2]) await publish(publisher, `retained/${qos}`, `qos ${qos}`, qos, true)
    expect((await received(live)).map(brief).sort()).toEqual(['qos 0 0 false', 'qos 1 1 false', 'qos 2 2 false'])
    const late = await raw('retained-late')
    await subscribe(late, ['retained/+', 1])
    expect((await received(late)).map(brief).sort()).toEqual(['qos 0 0 true', 'qos 1 1 true', 'qos 2 1 true'])
  })

  it('are replaced by the next one, and removed by an empty one [MQTT-3.3.1-10] [MQTT-3.3.1-11]', async () => {
    const client = await raw('replaced')
    await publish(client, 'replaced', 'first', 1, true)
    await publish(client, 'replaced', 'second', 0, true)
    await publish(client, 'replaced', 'not retained', 1)
    await subscribe(client, ['replaced', 1])
    expect((await received(client)).map(brief)).toEqual(['second 0 true'])
    await publish(client, 'replaced', '', 1, true)
    await received(client)
    await subscribe(client, ['replaced', 1])
    expect(await received(client)).toEqual([])
  })

  it('come again when the same filter is subscribed again, with its new QoS [MQTT-3.8.4-3]', async () => {
    const client = await raw('again')
    await publish(client, 'again', 'kept', 2, true)
    const seen: string[] = []
    for (const qos of [0, 1] as const) {
      expect(await subscribe(client, ['again', qos])).toEqual([qos])
      seen.push(...(await received(client)).map(brief))
    }
    await publish(client, 'again', 'live', 2)
    seen.push(...(await received(client)).map(brief))
    expect(seen).toEqual(['kept 0 true', 'kept 1 true', 'live 1 false'])
  })
})

describe('a will', () => {
  it.each([
    ['breaks', (client: RawClient) => client.close()],
    ['breaks the protocol', (client: RawClient) => client.sendBytes(frame(0xf0))],
    ['is silent for longer than its keep alive', () => undefined]
  ])('is published when the connection %s [MQTT-3.1.2-8]', async (_name, break_) => {
    const watcher = await raw('will-watcher')
    await subscribe(watcher, ['will/+', 2])
    const client = await RawClient.open(running.port)
    // Will flag, QoS 1, retain.
    client.sendBytes(
      connectFrame({ flags: 0x2e, keepalive: 1, payload: [text('will'), text('will/one'), text('gone')] })
    )
    await client.next('connack')
    break_(client)
    expect(brief(await watcher.next('publish'))).toBe('gone 1 false')
    const late = await raw('will-late')
    await subscribe(late, ['will/one', 0])
    expect(brief(await late.next('publish'))).toBe('gone 0 true')
  })

  it('that the access rules forbid is not published', async () => {
    const watcher = await raw('forbidden-watcher')
    await subscribe(watcher, ['test/#', 0])
    const client = await RawClient.open(running.port)
    client.sendBytes(connectFrame({ flags: 6, payload: [text('forbidden'), text('test/nopublish'), text('gone')] }))
    await client.next('connack')
    client.close()
    await expect.poll(() => running.broker.connection('forbidden')).toBe(undefined)
    expect(await received(watcher)).toEqual([])
  })
})

describe('a client id of length zero', () => {
  it('is refused with a persistent session and taken with a clean one [MQTT-3.1.3-7] [MQTT-3.1.3-8]', async () => {
    const refused = await RawClient.open(running.port)
    refused.sendBytes(connectFrame({ flags: 0, payload: [text('')] }))
    expect((await refused.next('connack')).returnCode).toBe(2)
    await refused.untilClosed()
    // Each gets a name of its own, so that none throws the other out.
    const [first, second] = [await raw(''), await raw('')]
    for (const client of [first, second]) {
      await subscribe(client, ['nameless', 0])
      await publish(client, 'nameless', 'x')
      await client.next('publish')
    }
    expect([first.closed, second.closed]).toEqual([false, false])
  })
})

describe('a persistent session', () => {
  it('keeps QoS 1 and 2 for a client that is away [MQTT-3.1.2-4] [MQTT-3.1.2-5]', async () => {
    const first = await session('offline', false)
    expect(first.present).toBe(false)
    await subscribe(first.client, ['offline/#', 2])
    await end(first.client)
    const publisher = await raw('offline-pub')
    for (const [index, qos] of [0, 1, 2, 1, 2].entries()) await publish(publisher, 'offline/x', `${index}`, qos)
    const { client, present } = await session('offline', false)
    expect({ present, messages: (await received(client)).map(brief) }).toEqual({
      present: true,
      messages: ['1 1 false', '2 2 false', '3 1 false', '4 2 false']
    })
  })

  it('ends with a clean one [MQTT-3.1.2-6]', async () => {
    const first = await session('ended', false)
    await subscribe(first.client, ['ended', 1])
    await end(first.client)
    const publisher = await raw('ended-pub')
    await publish(publisher, 'ended', 'lost', 1)
    const clean = await session('ended', true)
    await publish(publisher, 'ended', 'not subscribed', 1)
    expect(await received(clean.client)).toEqual([])
    await end(clean.client)
    const { client, present } = await session('ended', false)
    await publish(publisher, 'ended', 'not subscribed', 1)
    expect({ present, messages: await received(client) }).toEqual({ present: false, messages: [] })
  })

  it('has no place for what was unsubscribed', async () => {
    const first = await session('left', false)
    await subscribe(first.client, ['left/a', 1], ['left/b', 1])
    first.client.send({ cmd: 'unsubscribe', messageId: 2, unsubscriptions: ['left/a'] })
    await first.client.next('unsuback')
    await end(first.client)
    const publisher = await raw('left-pub')
    await publish(publisher, 'left/a', 'a', 1)
    await publish(publisher, 'left/b', 'b', 1)
    const { client } = await session('left', false)
    expect((await received(client)).map(brief)).toEqual(['b 1 false'])
  })

  it('sends again what was not acknowledged, as it was, with DUP [MQTT-4.4.0-1] [MQTT-3.3.1-1]', async () => {
    const first = await session('redelivery', false)
    await subscribe(first.client, ['redelivery', 2])
    const publisher = await raw('redelivery-pub')
    for (const [index, qos] of [1, 2, 2, 1].entries()) await publish(publisher, 'redelivery', `${index}`, qos)
    const sent = await received(first.client)
    expect(sent.map(({ dup }) => dup)).toEqual([false, false, false, false])
    const ids = sent.map(({ messageId = 0 }) => messageId)
    // The third one is received, and the last is acknowledged.
    first.client.send({ cmd: 'pubrec', messageId: ids[2] ?? 0 }, { cmd: 'puback', messageId: ids[3] ?? 0 })
    await first.client.next('pubrel')
    first.client.close()
    await expect.poll(() => running.broker.connection('redelivery')).toBe(undefined)
    const { client } = await session('redelivery', false)
    expect((await client.next('pubrel')).messageId).toBe(ids[2])
    const again = (await received(client)).map(({ messageId, dup, payload }) => [messageId, dup, payload.toString()])
    expect(again).toEqual([
      [ids[0], true, '0'],
      [ids[1], true, '1']
    ])
    client.send({ cmd: 'pubcomp', messageId: ids[2] ?? 0 }, { cmd: 'puback', messageId: ids[0] ?? 0 })
    client.send({ cmd: 'pubrec', messageId: ids[1] ?? 0 })
    await client.next('pubrel')
    client.send({ cmd: 'pubcomp', messageId: ids[1] ?? 0 })
    await end(client)
    const last = await session('redelivery', false)
    expect(await received(last.client)).toEqual([])
  })

  it('knows a QoS 2 message that it had received before the connection broke [MQTT-4.3.3-2]', async () => {
    const watcher = await raw('once-watcher')
    await subscribe(watcher, ['once', 0])
    const first = await session('once', false)
    first.client.sendBytes(publishFrame(4, 'once', 9, 'x'))
    await first.client.next('pubrec')
    first.client.close()
    await expect.poll(() => running.broker.connection('once')).toBe(undefined)
    const { client } = await session('once', false)
    client.sendBytes(publishFrame(12, 'once', 9, 'x'))
    await client.next('pubrec')
    client.send({ cmd: 'pubrel', messageId: 9 })
    await client.next('pubcomp')
    expect(await received(watcher)).toHaveLength(1)
  })
})

describe('subscriptions', () => {
  it('that overlap give one copy, at the highest QoS [MQTT-3.3.5-1]', async () => {
    for (const clean of [true, false]) {
      const client = await raw(`overlap-${clean}`, { clean })
      await subscribe(client, ['overlap/+', 0], ['overlap/#', 2], ['overlap/a', 1])
      await publish(client, 'overlap/a', 'x', 2)
      expect((await received(client)).map(brief)).toEqual(['x 2 false'])
    }
  })

  it('are granted in their order [MQTT-3.8.4-5], and refused with 0x80', async () => {
    const { client } = await session('refused', false)
    const granted = await subscribe(client, ['refused/a', 2], ['test/nosubscribe', 1], ['refused/b', 0])
    expect(granted).toEqual([2, 0x80, 0])
    const publisher = await raw('refused-pub')
    await publish(publisher, 'test/nosubscribe', 'secret', 1)
    await publish(publisher, 'refused/a', 'fine', 1)
    expect((await received(client)).map(brief)).toEqual(['fine 1 false'])
    // Nor does its session get what it may not see while it is away.
    client.send({ cmd: 'puback', messageId: 1 })
    await end(client)
    await publish(publisher, 'test/nosubscribe', 'secret', 1)
    const back = await session('refused', false)
    expect((await received(back.client)).filter(({ topic }) => topic === 'test/nosubscribe')).toEqual([])
  })

  it('with a leading wildcard do not match $-topics [MQTT-4.7.2-1]', async () => {
    const client = await raw('dollar')
    await subscribe(client, ['#', 1], ['+/topic', 1], ['/#', 1])
    await publish(client, '$other/topic', 'x', 1)
    expect(await received(client)).toEqual([])
    await subscribe(client, ['$other/#', 1])
    await publish(client, '$other/topic', 'x', 1)
    expect((await received(client)).map(brief)).toEqual(['x 1 false'])
  })

  it.each([
    ['+/+', ['a/b', '/b', 'a/', '/'], ['a', 'a/b/c', '//']],
    ['/+', ['/', '/a'], ['a', 'a/b', '//']],
    ['a/#', ['a', 'a/', 'a/b/c'], ['b', 'ab', '/a']],
    ['a//b', ['a//b'], ['a/b', 'a/x/b']],
    ['#', ['a', '/', 'a/b'], []]
  ])('to %s match level by level [MQTT-4.7.1-2] [MQTT-4.7.1-3]', async (filter, matching, others) => {
    const client = await raw('levels')
    await subscribe(client, [filter, 0])
    for (const topic of [...matching, ...others]) await publish(client, topic, 'x', 1)
    expect((await received(client)).map(({ topic }) => topic)).toEqual(matching)
  })

  it('end with UNSUBSCRIBE, which is answered also where there was none [MQTT-3.10.4-4] [MQTT-3.10.4-5]', async () => {
    const client = await raw('unsubscribe')
    await subscribe(client, ['un/a', 2], ['un/b', 2], ['un/c', 2])
    client.send({ cmd: 'unsubscribe', messageId: 77, unsubscriptions: ['un/a', 'un/+', 'never'] })
    expect((await client.next('unsuback')).messageId).toBe(77)
    for (const topic of ['un/a', 'un/b', 'un/c']) await publish(client, topic, topic, 1)
    expect((await received(client)).map(({ topic }) => topic)).toEqual(['un/b', 'un/c'])
  })
})
