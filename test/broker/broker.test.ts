import { createServer } from 'node:net'
import mqtt from 'mqtt'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Connection } from '../../src/engine/broker/connection.js'
import type { Message } from '../../src/engine/message.js'
import { RawClient, raw, running, settle } from './harness.js'

const publish = (messageId: number, topic: string, qos: 1 | 2 = 1, more: object = {}) =>
  ({
    cmd: 'publish',
    topic,
    payload: Buffer.from(`p${messageId}`),
    qos,
    messageId,
    retain: false,
    dup: false,
    ...more
  }) as const

describe('the acknowledgement of a PUBLISH', () => {
  it('waits until the message is released, and the live copy with it', async () => {
    const releases: (() => void)[] = []
    const { port } = await running({ publish: (_message, release) => releases.push(release) > 0 })
    const subscriber = await raw(port, { clientId: 'sub' })
    subscriber.send({ cmd: 'subscribe', messageId: 1, subscriptions: [{ topic: 't/1', qos: 1 }] })
    await subscriber.next('suback')
    const publisher = await raw(port, { clientId: 'pub' })
    publisher.send(publish(7, 't/1'))
    await settle()
    expect({ publisher: publisher.received, subscriber: subscriber.received }).toEqual({
      publisher: [],
      subscriber: []
    })
    releases[0]?.()
    expect((await publisher.next('puback')).messageId).toBe(7)
    expect((await subscriber.next('publish')).payload.toString()).toBe('p7')
  })

  it('keeps the order of the packets, though later ones are released first or have nothing to wait for', async () => {
    const releases = new Map<string, () => void>()
    const { port } = await running({
      publish: (message, release) => {
        if (!message.topic.startsWith('t/')) return false
        releases.set(message.topic, release)
        return true
      }
    })
    const publisher = await raw(port, {})
    publisher.send(publish(1, 't/1'), publish(2, 't/2'), publish(3, 'free'))
    await settle()
    releases.get('t/2')?.()
    await settle()
    expect(publisher.received).toEqual([])
    releases.get('t/1')?.()
    const order = [await publisher.next('puback'), await publisher.next('puback'), await publisher.next('puback')]
    expect(order.map(({ messageId }) => messageId)).toEqual([1, 2, 3])
  })

  it('is not sent when the release carries an error: the connection closes', async () => {
    const { port } = await running({
      publish: (_message, release) => {
        setImmediate(() => release(new Error('save timeout')))
        return true
      }
    })
    const publisher = await raw(port, {})
    publisher.send(publish(1, 't/1'))
    await publisher.untilClosed()
    expect(publisher.received).toEqual([])
  })

  it('comes at once on a topic that nobody holds, at QoS 2 by the four-way handshake', async () => {
    const { port } = await running()
    const publisher = await raw(port, {})
    publisher.send(publish(5, 'free', 2))
    expect((await publisher.next('pubrec')).messageId).toBe(5)
    publisher.send({ cmd: 'pubrel', messageId: 5 })
    expect((await publisher.next('pubcomp')).messageId).toBe(5)
  })
})

describe('a QoS 2 packet that is sent again', () => {
  it.each(['while the first waits for its save', 'after the PUBREC'])('is the same message %s', async (when) => {
    const seen: Message[] = []
    const releases: (() => void)[] = []
    const { port } = await running({
      publish: (message, release) => {
        seen.push(message)
        releases.push(release)
        return true
      }
    })
    const subscriber = await raw(port, { clientId: 'sub' })
    subscriber.send({ cmd: 'subscribe', messageId: 1, subscriptions: [{ topic: 't/1', qos: 0 }] })
    await subscriber.next('suback')
    const publisher = await raw(port, {})
    publisher.send(publish(9, 't/1', 2))
    if (when === 'after the PUBREC') {
      await expect.poll(() => releases.length).toBe(1)
      releases[0]?.()
      await publisher.next('pubrec')
    }
    publisher.send(publish(9, 't/1', 2, { dup: true }))
    await settle()
    for (const release of releases) release()
    await publisher.next('pubrec')
    await settle()
    expect({ saved: seen.length, live: subscriber.received.length }).toEqual({ saved: 1, live: 1 })
  })

  it('is another message once it was released', async () => {
    const seen: Message[] = []
    const { port } = await running({ publish: (message) => (seen.push(message), false) })
    const publisher = await raw(port, {})
    for (let turn = 0; turn < 2; turn += 1) {
      publisher.send(publish(9, 't/1', 2))
      await publisher.next('pubrec')
      publisher.send({ cmd: 'pubrel', messageId: 9 })
      await publisher.next('pubcomp')
    }
    expect(seen).toHaveLength(2)
  })
})

describe('acknowledgements of subscribers', () => {
  it.each([true, false])('tell which message it was, with clean session %s', async (clean) => {
    const acked: [string, string, number][] = []
    const { port } = await running({
      acked: (connection: Connection, message: Message, qos) =>
        acked.push([connection.clientId, message.payload.toString(), qos])
    })
    const subscriber = await raw(port, { clientId: 'sub', clean })
    subscriber.send({ cmd: 'subscribe', messageId: 1, subscriptions: [{ topic: '#', qos: 2 }] })
    await subscriber.next('suback')
    const publisher = await raw(port, { clientId: 'pub' })
    publisher.send(publish(1, 'a'), publish(2, 'b', 2))
    const packets = [await subscriber.next('publish'), await subscriber.next('publish')]
    const idOf = (qos: number) => packets.find((packet) => packet.qos === qos)?.messageId ?? 0
    subscriber.send({ cmd: 'pubrec', messageId: idOf(2) })
    await subscriber.next('pubrel')
    // PUBREC is what counts for QoS 2 in EMQX, so it is there before PUBCOMP.
    expect(acked).toEqual([['sub', 'p2', 2]])
    subscriber.send({ cmd: 'pubcomp', messageId: idOf(2) }, { cmd: 'puback', messageId: idOf(1) })
    subscriber.send({ cmd: 'puback', messageId: idOf(1) })
    await settle()
    expect(acked).toEqual([
      ['sub', 'p2', 2],
      ['sub', 'p1', 1]
    ])
  })

  it('of packet ids that were never sent are ignored', async () => {
    const acked: Message[] = []
    const { port } = await running({ acked: (_connection, message) => acked.push(message) })
    const subscriber = await raw(port, {})
    subscriber.send({ cmd: 'puback', messageId: 4711 }, { cmd: 'pingreq' })
    await subscriber.next('pingresp')
    expect(acked).toEqual([])
  })

  it('lower the QoS to what the matching wildcard subscription was granted [MQTT-3.8.4-6]', async () => {
    const { port } = await running()
    const subscriber = await raw(port, { clientId: 'sub' })
    subscriber.send({ cmd: 'subscribe', messageId: 1, subscriptions: [{ topic: 't/#', qos: 1 }] })
    await subscriber.next('suback')
    const publisher = await raw(port, { clientId: 'pub' })
    publisher.send(publish(1, 't/x', 2))
    expect((await subscriber.next('publish')).qos).toBe(1)
  })
})

describe('deliver', () => {
  it.each([
    [true, 1],
    [true, 2],
    [false, 1],
    [false, 2]
  ] as const)('sends to one client only and hears its acknowledgement (clean %s, QoS %d)', async (clean, qos) => {
    const held: { message?: Message } = {}
    const acked: Message[] = []
    const { broker, port } = await running({
      publish: (message) => ((held.message = message), false),
      acked: (_connection, message) => acked.push(message)
    })
    const publisher = await raw(port, { clientId: 'pub' })
    publisher.send(publish(1, 'stored', 2))
    await publisher.next('pubrec')
    const subscriber = await raw(port, { clientId: 'sub', clean })
    const connection = broker.connection('sub')
    const { message } = held
    if (connection === undefined || message === undefined) throw new Error('not there')
    expect(await broker.deliver(connection, message, qos)).toBe(true)
    const packet = await subscriber.next('publish')
    expect({ qos: packet.qos, retain: packet.retain, topic: packet.topic }).toEqual({
      qos,
      retain: false,
      topic: 'stored'
    })
    const messageId = packet.messageId ?? 0
    subscriber.send({ cmd: qos === 1 ? 'puback' : 'pubrec', messageId })
    if (qos === 2) {
      await subscriber.next('pubrel')
      subscriber.send({ cmd: 'pubcomp', messageId })
    }
    await settle()
    expect(acked).toEqual([message])
    expect(connection.inflightCount).toBe(0)
  })

  it('to a persistent session is sent again when the client comes back without having acknowledged', async () => {
    const held: { message?: Message } = {}
    const { broker, port } = await running({ publish: (message) => ((held.message = message), false) })
    const publisher = await raw(port, { clientId: 'pub' })
    publisher.send(publish(1, 'stored'))
    await publisher.next('puback')
    const first = await raw(port, { clientId: 'sub', clean: false })
    const connection = broker.connection('sub')
    if (connection === undefined || held.message === undefined) throw new Error('not there')
    await broker.deliver(connection, held.message, 1)
    const { messageId } = await first.next('publish')
    first.close()
    await settle()
    const second = await raw(port, { clientId: 'sub', clean: false })
    const again = await second.next('publish')
    expect({ messageId: again.messageId, payload: again.payload.toString() }).toEqual({ messageId, payload: 'p1' })
  })
})

describe('hostile and unlucky clients', () => {
  it.each(['__proto__', 'constructor', 'hasOwnProperty'])('may be called %s', async (clientId) => {
    const acked: Message[] = []
    const { broker, port } = await running({ acked: (_connection, message) => acked.push(message) })
    const client = await raw(port, { clientId })
    client.send({ cmd: 'subscribe', messageId: 1, subscriptions: [{ topic: '__proto__', qos: 1 }] })
    await client.next('suback')
    client.send(publish(1, '__proto__'))
    const packet = await client.next('publish')
    client.send({ cmd: 'puback', messageId: packet.messageId ?? 0 })
    await settle()
    expect({ known: broker.connection(clientId)?.clientId, acked: acked.length }).toEqual({ known: clientId, acked: 1 })
  })

  it('take over the connection of a client with the same id, which is closed [MQTT-3.1.4-2]', async () => {
    const { broker, port } = await running()
    const first = await raw(port, { clientId: 'same' })
    const second = await raw(port, { clientId: 'same' })
    await first.untilClosed()
    await settle()
    expect({ open: broker.connection('same')?.open, clients: broker.state.clients, second: second.closed }).toEqual({
      open: true,
      clients: 1,
      second: false
    })
  })

  it('that ask for MQTT 5 are refused in the form of version 5, and the log says what to do', async () => {
    const { port, log } = await running()
    const asking = mqtt.connectAsync(`mqtt://127.0.0.1:${port}`, {
      protocolVersion: 5,
      reconnectPeriod: 0,
      clientId: 'five'
    })
    await expect(asking).rejects.toThrow(/Unsupported Protocol Version/i)
    expect(log.entries.find(({ code }) => code === 'mqtt5_refused')?.data).toMatchObject({ clientid: 'five' })
  })

  it('without a client id may not have a persistent session [MQTT-3.1.3-8]', async () => {
    const { port } = await running()
    const client = await RawClient.open(port)
    onTestFinished(() => client.close())
    // By hand: the packet library refuses to make it.
    client.sendBytes(Buffer.from('100c00044d5154540400003c0000', 'hex'))
    expect((await client.next('connack')).returnCode).toBe(2)
    await client.untilClosed()
  })

  it('are refused with a wrong password, and by the access rules', async () => {
    const { port } = await running(
      {},
      {
        users: [{ username: 'u', password: 'p' }],
        acl: [{ permit: 'deny', action: 'subscribe', topic: 'test/nosubscribe' }]
      }
    )
    await expect(
      mqtt.connectAsync(`mqtt://127.0.0.1:${port}`, { username: 'u', password: 'x', reconnectPeriod: 0 })
    ).rejects.toThrow(/Not authorized|Bad/i)
    const client = await mqtt.connectAsync(`mqtt://127.0.0.1:${port}`, {
      username: 'u',
      password: 'p',
      reconnectPeriod: 0
    })
    onTestFinished(() => client.endAsync(true))
    const granted = await client
      .subscribeAsync({ 'test/nosubscribe': { qos: 1 }, fine: { qos: 1 } })
      .catch((error: unknown) => error)
    expect(JSON.stringify(granted)).toMatch(/128/)
  })
})

describe('listeners', () => {
  it('are reached over WebSocket too', async () => {
    const { broker } = await running()
    const url = broker.state.listeners.find(({ name }) => name === 'ws')?.url ?? ''
    const client = await mqtt.connectAsync(url, { reconnectPeriod: 0 })
    onTestFinished(() => client.endAsync(true))
    await client.subscribeAsync('t/1', { qos: 1 })
    const received = new Promise<string>((resolve) =>
      client.on('message', (_topic, payload) => resolve(payload.toString()))
    )
    await client.publishAsync('t/1', 'over ws', { qos: 1 })
    expect(await received).toBe('over ws')
  })

  it('whose port is in use are a state with the port, and the others open all the same', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => other.once('listening', resolve))
    onTestFinished(() => void other.close())
    const address = other.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    const { broker } = await running()
    const states = await broker.listen({
      tcp: { host: '127.0.0.1', port },
      ws: { host: '127.0.0.1', port: 0, path: '/mqtt' }
    })
    expect(states.map(({ state, error }) => [state, error?.code, error?.data['port']])).toEqual([
      ['failed', 'listener_port_in_use', port],
      ['running', undefined, undefined]
    ])
  })
})
