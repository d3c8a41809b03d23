import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connectFrame, frame, publishFrame, subscribeFrame, text, uint16 } from './frames.js'
import { RawClient, type RunningBroker, startBroker } from './harness.js'

let running: RunningBroker
/** Another client, that is served on whatever the others do. */
let witness: RawClient

beforeAll(async () => {
  running = await startBroker()
  witness = await RawClient.open(running.port, { clientId: 'witness' })
})
afterAll(async () => {
  witness.close()
  await running.broker.stop()
})

async function witnessIsServed(): Promise<void> {
  witness.send({ cmd: 'pingreq' })
  await witness.next('pingresp')
}

/** Sends bytes before or after a proper CONNECT; the connection has to be closed without an answer to them. */
async function closes(bytes: Buffer, connected: boolean): Promise<RawClient> {
  const client = await RawClient.open(running.port, connected ? { clientId: 'hostile' } : undefined)
  const before = running.broker.state.refused.malformed
  client.sendBytes(bytes)
  await client.untilClosed()
  expect(client.received).toEqual([])
  await expect.poll(() => running.broker.state.refused.malformed).toBe(before + 1)
  await witnessIsServed()
  return client
}

const nul = 'a\0b'
const notUtf8 = Buffer.from([0x61, 0xff, 0x62])
const surrogate = Buffer.from([0xed, 0xa0, 0x80])

describe('a CONNECT', () => {
  it.each<[string, Buffer]>([
    ['[MQTT-3.1.0-1] that does not come first', publishFrame(0, 't', undefined)],
    ['[MQTT-3.1.2-1] of another protocol', connectFrame({ name: 'MQTS' })],
    ['[MQTT-3.1.2-3] with the reserved flag', connectFrame({ flags: 3 })],
    ['[MQTT-3.1.2-13] with a QoS of a will that is not there', connectFrame({ flags: 0x0a })],
    ['[MQTT-3.1.2-15] with the retain flag of a will that is not there', connectFrame({ flags: 0x22 })],
    [
      '[MQTT-3.1.2-14] with a will at QoS 3',
      connectFrame({ flags: 0x1e, payload: [text('c'), text('will'), text('gone')] })
    ],
    [
      '[MQTT-3.1.2-22] with a password and no user name',
      connectFrame({ flags: 0x42, payload: [text('c'), text('p')] })
    ],
    ['[MQTT-3.1.3-1] whose payload lacks the will', connectFrame({ flags: 0x06, payload: [text('c')] })],
    [
      '[MQTT-4.7.1-1] with a wildcard in the topic of its will',
      connectFrame({ flags: 0x06, payload: [text('c'), text('will/#'), text('gone')] })
    ],
    ['[MQTT-3.1.3-4] with a client id that is not UTF-8', connectFrame({ payload: [text(notUtf8)] })],
    ['[MQTT-1.5.3-2] with U+0000 in its client id', connectFrame({ payload: [text(nul)] })],
    ['[MQTT-2.2.2-2] with flags in its first byte', Buffer.concat([Buffer.from([0x11]), connectFrame().subarray(1)])],
    ['that is longer than its fields', connectFrame({ payload: [text('c'), Buffer.from('more')] })],
    ['that is empty', frame(0x10)]
  ])('%s closes the connection', async (_name, bytes) => {
    await closes(bytes, false)
  })

  it('[MQTT-3.1.0-2] that is the second of its connection closes it', async () => {
    await closes(connectFrame(), true)
  })

  it.each([
    ['MQTT', 3],
    ['MQTT', 6],
    ['MQTT', 0],
    ['MQIsdp', 4],
    ['MQTT', 255]
  ])('[MQTT-3.1.2-2] of protocol %s level %d is answered with return code 1', async (name, level) => {
    const client = await RawClient.open(running.port)
    client.sendBytes(connectFrame({ name, level }))
    expect(await client.next('connack')).toMatchObject({ returnCode: 1, sessionPresent: false })
    await client.untilClosed()
  })

  it.each([
    ['MQIsdp', 3],
    ['MQTT', 0x84]
  ])('of protocol %s level %d is taken', async (name, level) => {
    const client = await RawClient.open(running.port)
    client.sendBytes(connectFrame({ name, level }))
    expect(await client.next('connack')).toMatchObject({ returnCode: 0 })
    client.close()
  })

  it('of MQTT 3.1 without a client id is answered with return code 2', async () => {
    const client = await RawClient.open(running.port)
    client.sendBytes(connectFrame({ name: 'MQIsdp', level: 3, payload: [text('')] }))
    expect(await client.next('connack')).toMatchObject({ returnCode: 2 })
    await client.untilClosed()
  })
})

describe('a PUBLISH', () => {
  it.each<[string, Buffer]>([
    ['[MQTT-3.3.1-4] with QoS 3', publishFrame(6, 't', 1)],
    ['[MQTT-3.3.1-2] with DUP at QoS 0', publishFrame(8, 't', undefined)],
    ['[MQTT-2.3.1-1] with packet id 0', publishFrame(2, 't', 0)],
    ['[MQTT-3.3.2-2] with # in its topic', publishFrame(2, 't/#', 1)],
    ['[MQTT-3.3.2-2] with + in its topic', publishFrame(2, 't/+/u', 1)],
    ['[MQTT-4.7.3-1] with an empty topic', publishFrame(2, '', 1)],
    ['[MQTT-1.5.3-2] with U+0000 in its topic', publishFrame(2, nul, 1)],
    ['[MQTT-1.5.3-1] with a topic that is not UTF-8', publishFrame(2, notUtf8, 1)],
    ['[MQTT-1.5.3-1] with half a surrogate pair in its topic', publishFrame(2, surrogate, 1)],
    ['whose topic is longer than the packet', frame(0x32, Buffer.concat([uint16(100), Buffer.from('abc')]))],
    ['that ends before its packet id', frame(0x32, text('t'))],
    ['that is empty', frame(0x32)]
  ])('%s closes the connection', async (_name, bytes) => {
    await closes(bytes, true)
  })

  it('whose topic really has U+FFFD, a byte order mark or control characters is taken [MQTT-1.5.3-3]', async () => {
    const client = await RawClient.open(running.port, { clientId: 'exact' })
    const topics = ['a\uFFFDb', '\uFEFFa', 'a\u0001b', 'constructor', '__proto__', 'toString', '/', '//', ' ']
    for (const [index, topic] of topics.entries()) {
      client.sendBytes(subscribeFrame([topic], 1, index + 1))
      await client.next('suback')
      client.sendBytes(publishFrame(2, topic, index + 1))
      expect((await client.next('publish')).topic).toBe(topic)
    }
    client.close()
  })
})

describe('a SUBSCRIBE or UNSUBSCRIBE', () => {
  it.each<[string, Buffer]>([
    ['[MQTT-3.8.1-1] with other flags', subscribeFrame(['t'], 1, 1, 0x80)],
    ['[MQTT-3.8.3-3] without a topic filter', frame(0x82, uint16(1))],
    ['[MQTT-3.8.3-4] with QoS 3', subscribeFrame(['t'], 3)],
    ['[MQTT-3.8.3-4] with reserved bits beside the QoS', subscribeFrame(['t'], 0x11)],
    ['[MQTT-2.3.1-1] with packet id 0', subscribeFrame(['t'], 1, 0)],
    ['[MQTT-4.7.3-1] with an empty filter', subscribeFrame([''])],
    ['[MQTT-4.7.1-2] with a filter like a#', subscribeFrame(['a#'])],
    ['[MQTT-4.7.1-2] with a filter like a/#/b', subscribeFrame(['a/#/b'])],
    ['[MQTT-4.7.1-3] with a filter like a+', subscribeFrame(['a+'])],
    ['[MQTT-4.7.1-3] with a filter like +a/b', subscribeFrame(['+a/b'])],
    ['[MQTT-1.5.3-2] with U+0000 in a filter', subscribeFrame([nul])],
    ['[MQTT-3.8.3-1] with a filter that is not UTF-8', subscribeFrame([notUtf8])],
    ['with a filter and no QoS', frame(0x82, Buffer.concat([uint16(1), text('t')]))],
    ['[MQTT-3.10.1-1] with other flags of UNSUBSCRIBE', frame(0xa0, Buffer.concat([uint16(1), text('t')]))],
    ['[MQTT-3.10.3-2] with nothing to unsubscribe from', frame(0xa2, uint16(1))],
    ['[MQTT-2.3.1-1] with packet id 0 of UNSUBSCRIBE', frame(0xa2, Buffer.concat([uint16(0), text('t')]))]
  ])('%s closes the connection', async (_name, bytes) => {
    await closes(bytes, true)
  })
})

describe('any other packet', () => {
  it.each<[string, Buffer]>([
    ['of the reserved type 0', frame(0x00)],
    ['of the reserved type 15', frame(0xf0)],
    ['[MQTT-2.2.2-2] PUBREL with other flags', frame(0x60, uint16(1))],
    ['[MQTT-2.2.2-2] PINGREQ with flags', frame(0xc1)],
    ['PUBACK of packet id 0', frame(0x40, uint16(0))],
    ['PUBACK of three bytes', frame(0x40, Buffer.from([0, 1, 0]))],
    ['PUBREC without a packet id', frame(0x50)],
    ['PINGREQ with a payload', frame(0xc0, Buffer.from('x'))],
    ['DISCONNECT with a payload', frame(0xe0, Buffer.from('x'))],
    ['CONNACK, which only servers send', frame(0x20, Buffer.from([0, 0]))],
    ['SUBACK, which only servers send', frame(0x90, Buffer.from([0, 1, 0]))],
    ['PINGRESP, which only servers send', frame(0xd0)],
    ['with a length of five bytes', Buffer.from([0xc0, 0x80, 0x80, 0x80, 0x80, 0x01])]
  ])('%s closes the connection', async (_name, bytes) => {
    await closes(bytes, true)
  })

  it('[MQTT-3.14.4-3] DISCONNECT: the will is not published; without one, and after a fault, it is', async () => {
    const watcher = await RawClient.open(running.port, { clientId: 'watcher' })
    watcher.sendBytes(subscribeFrame(['will/+']))
    await watcher.next('suback')
    for (const [name, bytes] of [
      ['said', frame(0xe0)],
      ['fault', publishFrame(6, 't', 1)]
    ] as const) {
      const client = await RawClient.open(running.port)
      client.sendBytes(connectFrame({ flags: 6, payload: [text(name), text(`will/${name}`), text('gone')] }))
      await client.next('connack')
      client.sendBytes(bytes)
      await client.untilClosed()
    }
    expect((await watcher.next('publish')).topic).toBe('will/fault')
    watcher.close()
  })
})
