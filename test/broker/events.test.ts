import mqtt from 'mqtt'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { RuleEvent, Value } from '../../src/engine/rules/types.js'
import { ruleEvents } from '../../src/rulesql/events.js'
import { RawClient, type RunningBroker, raw, running } from './harness.js'

interface Told extends RunningBroker {
  readonly events: RuleEvent[]
  /** Some columns of the events of one kind; waits for the first. */
  readonly of: (name: RuleEvent['name'], ...columns: readonly string[]) => Promise<Value[][]>
}

async function telling(config: Parameters<typeof running>[1] = {}): Promise<Told> {
  const events: RuleEvent[] = []
  const started = await running({ listens: () => true, happened: (event) => void events.push(event) }, config)
  const named = (name: RuleEvent['name']) => events.filter((event) => event.name === name)
  return {
    ...started,
    events,
    of: async (name, ...columns) => {
      await expect.poll(() => named(name).length, { timeout: 10_000 }).toBeGreaterThan(0)
      return named(name).map((event) => columns.map((column) => event.get(column)))
    }
  }
}

const publish = {
  cmd: 'publish',
  topic: 't/1',
  payload: 'hello',
  qos: 1,
  messageId: 1,
  dup: false,
  retain: false
} as const

describe('a client that connects', () => {
  it('is told of with its connection, as connected and then as answered', async () => {
    const { port, events, of } = await telling()
    await raw(port, { clientId: 'one', username: 'me', keepalive: 30, clean: false })
    const columns = ['clientid', 'username', 'proto_name', 'proto_ver', 'keepalive', 'clean_start', 'is_bridge']
    expect(await of('client.connected', ...columns)).toEqual([['one', 'me', 'MQTT', 4n, 30n, false, false]])
    expect(await of('client.connack', 'clientid', 'reason_code')).toEqual([['one', 'success']])
    expect(events.map(({ name }) => name)).toEqual(['client.connected', 'client.connack'])
    const [[peername, sockname, connectedAt] = []] = await of(
      'client.connected',
      'peername',
      'sockname',
      'connected_at'
    )
    expect(peername).toMatch(/^127\.0\.0\.1:\d+$/)
    expect(sockname).toBe(`127.0.0.1:${port}`)
    expect(Math.abs(Number(connectedAt) - Date.now())).toBeLessThan(60_000)
  })

  const connectBytes = (level: number, flags: number, id: string) => {
    const body = Buffer.from(`\0\x04MQTT${String.fromCharCode(level, flags)}\0\0`, 'latin1')
    const end = Buffer.from(`\0${String.fromCharCode(id.length)}${id}`, 'latin1')
    return Buffer.concat([Buffer.from([0x10, body.length + end.length]), body, end])
  }
  it.each([
    ['no user name', 4, 2, 'one', 'bad_username_or_password'],
    ['no id for a session to keep', 4, 0, '', 'client_identifier_not_valid'],
    ['an unknown level', 9, 2, '', 'unsupported_protocol_version']
  ] as const)('is told of as refused with %s', async (_what, level, flags, id, reason) => {
    const { port, events, of } = await telling({ users: [{ username: 'u', password: 'p' }] })
    const client = await RawClient.open(port)
    onTestFinished(() => client.close())
    client.sendBytes(connectBytes(level, flags, id))
    expect(await of('client.connack', 'clientid', 'reason_code')).toEqual([[id, reason]])
    await client.untilClosed()
    expect(events.map(({ name }) => name)).toEqual(['client.connack'])
  })

  it('is told of as refused with MQTT 5', async () => {
    const { port, of } = await telling()
    const client = mqtt.connect({ port, protocolVersion: 5, clientId: 'five', reconnectPeriod: 0 })
    client.on('error', () => undefined)
    onTestFinished(() => void client.end(true))
    const answer = ['five', 5n, 'unsupported_protocol_version']
    expect(await of('client.connack', 'clientid', 'proto_ver', 'reason_code')).toEqual([answer])
  })

  it('is told of over WebSocket, too', async () => {
    const { broker, of } = await telling()
    const client = await mqtt.connectAsync(broker.state.listeners[1]?.url ?? '')
    onTestFinished(() => void client.end(true))
    expect(await of('client.connected', 'peername')).toEqual([[expect.stringMatching(/^127\.0\.0\.1:\d+$/)]])
    await client.endAsync()
    expect(await of('client.disconnected', 'reason')).toEqual([['normal']])
  })
})

describe('a client that goes', () => {
  const ending: readonly (readonly [string, string, (client: RawClient) => void])[] = [
    ['says DISCONNECT', 'normal', (client) => client.send({ cmd: 'disconnect' })],
    ['breaks off', 'tcp_closed', (client) => client.close()],
    ['publishes what it may not', 'not_authorized', (client) => client.send({ ...publish, topic: 'secret' })],
    ['breaks the protocol', 'internal_error', (client) => client.send({ cmd: 'suback', messageId: 1, granted: [0] })],
    ['is silent for too long', 'keepalive_timeout', () => undefined]
  ]
  it.each(ending)('and %s is told of as %s', async (_how, reason, end) => {
    const { port, of } = await telling({ acl: [{ permit: 'deny', action: 'publish', topic: 'secret' }] })
    const client = await raw(port, { clientId: 'one', username: 'me', keepalive: 1 })
    end(client)
    const columns = ['clientid', 'username', 'reason', 'proto_ver', 'disconn_props']
    expect(await of('client.disconnected', ...columns)).toEqual([['one', 'me', reason, 4n, new Map()]])
    // They are known though the socket is gone.
    const [[peername, sockname] = []] = await of('client.disconnected', 'peername', 'sockname')
    expect([peername, sockname]).toEqual([expect.stringMatching(/^127\.0\.0\.1:\d+$/), `127.0.0.1:${port}`])
  })

  it('is not told of when another connection takes its place, as in EMQX', async () => {
    const { port, events, of } = await telling()
    const first = await raw(port, { clientId: 'one' })
    const second = await raw(port, { clientId: 'one' })
    await first.untilClosed()
    second.send({ cmd: 'disconnect' })
    expect(await of('client.disconnected', 'reason')).toEqual([['normal']])
    expect(events.filter(({ name }) => name === 'client.connected')).toHaveLength(2)
  })
})

describe('what a client may do', () => {
  it('is told of with its outcome, for publishing and subscribing', async () => {
    const { port, of } = await telling({ acl: [{ permit: 'deny', action: 'subscribe', topic: 'secret/#' }] })
    const client = await raw(port, { clientId: 'one', username: 'me' })
    client.send({ cmd: 'subscribe', messageId: 1, subscriptions: [{ topic: 'secret/1', qos: 1 }] })
    expect((await client.next('suback')).granted).toEqual([128])
    client.send({ cmd: 'subscribe', messageId: 2, subscriptions: [{ topic: 't/#', qos: 1 }] }, publish)
    await client.next('puback')
    const columns = ['clientid', 'username', 'peerhost', 'action', 'topic', 'result', 'is_cache']
    const who = ['one', 'me', '127.0.0.1']
    expect(await of('client.check_acl_complete', ...columns)).toEqual([
      [...who, 'subscribe', 'secret/1', 'deny', false],
      [...who, 'subscribe', 't/#', 'allow', false],
      [...who, 'publish', 't/1', 'allow', false]
    ])
  })
})

describe('the end of a subscription', () => {
  it.each([true, false])('is told of with the QoS that it had (clean session: %s)', async (clean) => {
    const { port, events, of } = await telling()
    const client = await raw(port, { clientId: 'one', clean })
    client.send({ cmd: 'subscribe', messageId: 1, subscriptions: [{ topic: 't/#', qos: 2 }] })
    await client.next('suback')
    client.send({ cmd: 'unsubscribe', messageId: 2, unsubscriptions: ['never/subscribed', 't/#'] })
    await client.next('unsuback')
    const columns = ['clientid', 'topic', 'qos', 'peerhost', 'unsub_props']
    expect(await of('session.unsubscribed', ...columns)).toEqual([['one', 't/#', 2n, '127.0.0.1', new Map()]])
    client.send({ cmd: 'unsubscribe', messageId: 3, unsubscriptions: ['t/#'] })
    await client.next('unsuback')
    expect(events.filter(({ name }) => name === 'session.unsubscribed')).toHaveLength(1)
  })
})

describe('a message that is lost', () => {
  it('is told of when nobody has subscribed to it', async () => {
    const { port, of } = await telling()
    const client = await raw(port, { clientId: 'one', username: 'me' })
    client.send(publish)
    const columns = ['clientid', 'username', 'topic', 'payload', 'qos', 'reason', 'from_clientid']
    expect(await of('message.dropped', ...columns)).toEqual([
      ['one', 'me', 't/1', Buffer.from('hello'), 1n, 'no_subscribers', undefined]
    ])
  })

  it.each(['there', 'away, with a session'])('is not told of when a subscriber is %s', async (where) => {
    const { port, events, of } = await telling()
    const subscriber = await raw(port, { clientId: 'sub', clean: where === 'there' })
    subscriber.send({
      cmd: 'subscribe',
      messageId: 1,
      subscriptions: [{ topic: where === 'there' ? '#' : 't/#', qos: 1 }]
    })
    await subscriber.next('suback')
    if (where !== 'there') {
      subscriber.close()
      await of('client.disconnected')
    }
    const client = await raw(port, { clientId: 'one' })
    client.send(publish)
    await client.next('puback')
    // What follows shows that nothing is still to come.
    const other = where === 'there' ? '$other/1' : 'other/1'
    client.send({ ...publish, topic: other })
    expect(await of('message.dropped', 'topic')).toEqual([[other]])
    expect(events.filter(({ name }) => name === 'message.dropped')).toHaveLength(1)
  })

  it('is told of when its client has too many at QoS 2', async () => {
    const { port, of } = await telling({ limits: { receiveMaximum: 1 } })
    const client = await raw(port, { clientId: 'one' })
    client.send({ ...publish, qos: 2 }, { ...publish, qos: 2, messageId: 2, topic: 't/2' })
    await client.untilClosed()
    expect(await of('message.dropped', 'topic', 'reason')).toContainEqual(['t/2', 'receive_maximum_exceeded'])
  })

  const dropColumns = ['from_clientid', 'clientid', 'username', 'peerhost', 'topic', 'qos', 'flags', 'reason']
  const dropOf = (topic: string) => {
    const flags = new Map([
      ['dup', false],
      ['retain', false]
    ])
    return ['one', 'sub', 'slow', '127.0.0.1', topic, 1n, flags, 'queue_full']
  }
  it('on its way to one client is told of when that has no room for it', async () => {
    const { port, of } = await telling({ limits: { inflight: 1, queue: 1 } })
    const subscriber = await raw(port, { clientId: 'sub', username: 'slow' })
    subscriber.send({ cmd: 'subscribe', messageId: 1, subscriptions: [{ topic: 't/#', qos: 1 }] })
    await subscriber.next('suback')
    const client = await raw(port, { clientId: 'one' })
    for (const topic of ['t/1', 't/2', 't/3']) {
      client.send({ ...publish, topic })
      await client.next('puback')
    }
    expect(await of('delivery.dropped', ...dropColumns)).toEqual([dropOf('t/2')])
    expect(await of('client.disconnected', 'reason')).toEqual([['internal_error']])
  })

  it('in the session of a client that is away is told of when there is no room for it, or for the session', async () => {
    const { port, of } = await telling({ limits: { queue: 2, sessions: 1 } })
    const subscriber = await raw(port, { clientId: 'sub', username: 'slow', clean: false })
    subscriber.send({ cmd: 'subscribe', messageId: 1, subscriptions: [{ topic: 't/#', qos: 1 }] })
    await subscriber.next('suback')
    subscriber.close()
    await of('client.disconnected')
    const client = await raw(port, { clientId: 'one' })
    for (const topic of ['t/1', 't/2', 't/3']) {
      client.send({ ...publish, topic })
      await client.next('puback')
    }
    expect(await of('delivery.dropped', ...dropColumns)).toEqual([dropOf('t/1')])
    await raw(port, { clientId: 'other', clean: false })
    const lost = ['t/1', 't/2', 't/3'].map(dropOf)
    expect(await of('delivery.dropped', ...dropColumns)).toEqual(lost)
  })
})

describe('every event', () => {
  it('has the columns that the editor completes', async () => {
    const { port, events, of } = await telling()
    const client = await raw(port, { clientId: 'one' })
    client.send({ cmd: 'subscribe', messageId: 1, subscriptions: [{ topic: 'x', qos: 1 }] })
    client.send({ cmd: 'unsubscribe', messageId: 2, unsubscriptions: ['x'] }, publish)
    await of('message.dropped')
    client.send({ cmd: 'disconnect' })
    await of('client.disconnected')
    expect(new Set(events.map(({ name }) => name)).size).toBe(6)
    for (const event of events) {
      const completed = ruleEvents[event.name].columns.filter((column) => column !== 'metadata')
      expect([...event.columns()].toSorted()).toEqual(completed.toSorted())
    }
  })
})
