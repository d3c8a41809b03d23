import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { outsideTarget, type Targets } from '../../src/engine/clients/target.js'
import { Publishers } from '../../src/engine/clients/publisher.js'
import { Subscribers } from '../../src/engine/clients/subscribers.js'
import { connectionConfigSchema } from '../../src/shared/connections.js'
import type { AppError } from '../../src/shared/errors.js'
import { subscriberSchema } from '../../src/shared/workspace.js'
import { eventually } from '../cycle/harness.js'
import { type Mosquitto, reason, startMosquitto, user } from './mosquitto.js'

describe.skipIf(reason !== '')(`the panes' clients on a mosquitto ${reason}`, () => {
  let broker: Mosquitto
  let publishers: Publishers
  let subscribers: Subscribers
  const configs: Record<string, Record<string, unknown>> = {}
  const targets: Targets = (name) => outsideTarget(connectionConfigSchema.parse({ ...user, ...configs[name ?? ''] }))

  beforeAll(async () => {
    broker = await startMosquitto()
    const { ports, certificates } = broker
    const tls = { ssl: true, cacertfile: certificates.ca }
    const { certificate, key } = certificates.client
    Object.assign(configs, {
      'tcp 3.1.1': { port: ports.tcp },
      'tcp 5': { port: ports.tcp, proto_ver: '5' },
      'ws 3.1.1': { port: ports.ws, transport: 'ws', path: '/mqtt' },
      'ws 5': { port: ports.ws, transport: 'ws', proto_ver: '5' },
      'tls 3.1.1': { port: ports.tls, ...tls },
      'tls 5': { port: ports.tls, ...tls, proto_ver: '5' },
      'wss 3.1.1': { port: ports.wss, ...tls, transport: 'ws' },
      'wss 5': { port: ports.wss, ...tls, transport: 'ws', proto_ver: '5' },
      'client certificate 5': { port: ports.mutual, ...tls, certfile: certificate, keyfile: key, proto_ver: '5' },
      'wrong password 3.1.1': { port: ports.tcp, password: 'guess' },
      'wrong password 5': { port: ports.tcp, password: 'guess', proto_ver: '5' },
      'unknown authority': { port: ports.tls, ssl: true },
      'unknown authority, wss': { port: ports.wss, ssl: true, transport: 'ws' },
      'unknown authority, not verified': { port: ports.tls, ssl: true, verify: false },
      'other name': { port: ports.tls, ...tls, server_name_indication: 'example.org' },
      'no client certificate': { port: ports.mutual, ...tls },
      'no such file': { port: ports.tls, ssl: true, cacertfile: '/nowhere/ca.pem' },
      'plain to tls': { port: ports.tls },
      nobody: { port: 1 }
    })
    publishers = new Publishers(targets, 5_000)
    subscribers = new Subscribers(targets, {
      changed: () => undefined,
      received: () => undefined,
      cleared: () => undefined
    })
  })
  afterAll(async () => {
    await subscribers.close()
    await publishers.close()
    await broker.stop()
  })

  function publish(connection: string, topic: string, text: string, qos: 0 | 1 | 2 = 1): Promise<number> {
    const payload = Buffer.from(text)
    return publishers.publish({ clientId: `p-${connection}`, connection, topic, payload, qos, retain: false })
  }

  function subscriber(connection: string, settings: Record<string, unknown> = {}) {
    const id = `s${subscribers.settings().length}`
    const parsed = subscriberSchema.parse({ id, clientId: id, topic: `t/${id}`, ...settings })
    return subscribers.add({ ...parsed, connection })
  }

  async function failureOf(work: Promise<unknown>): Promise<AppError> {
    return work.then(
      () => {
        throw new Error('it worked')
      },
      (error: unknown) => error as AppError
    )
  }

  it.each([
    'tcp 3.1.1',
    'tcp 5',
    'ws 3.1.1',
    'ws 5',
    'tls 3.1.1',
    'tls 5',
    'wss 3.1.1',
    'wss 5',
    'client certificate 5',
    'unknown authority, not verified'
  ])('%s: what is published arrives', async (connection) => {
    const live = subscriber(connection, { qos: 2 })
    await live.connect()
    expect(live.view()).toMatchObject({ state: 'online', granted: [2] })
    await publish(connection, live.subscriber.topic, 'hello', 2)
    const [message] = await eventually(
      () => live.recent(),
      ([first]) => first?.acked === true
    )
    expect(message).toMatchObject({ topic: live.subscriber.topic, qos: 2, size: 5, dup: false, retain: false })
    await live.disconnect()
  })

  it.each([
    ['wrong password 3.1.1', 'client_login_refused', 'Not authorized'],
    ['wrong password 5', 'client_login_refused', 'Not authorized'],
    ['unknown authority', 'client_tls_failed', 'self-signed certificate'],
    ['unknown authority, wss', 'client_tls_failed', 'self-signed certificate'],
    ['other name', 'client_tls_failed', "does not match certificate's altnames"],
    ['no such file', 'client_tls_failed', 'ENOENT'],
    ['nobody', 'client_connect_failed', 'ECONNREFUSED'],
    ['plain to tls', 'client_connect_failed', '']
  ])('%s: %s', async (connection, code, words) => {
    const { code: found, data, cause } = await failureOf(publish(connection, 't/1', 'x'))
    expect(found).toBe(code)
    expect(`${String(data['reason'])} ${String(cause)}`).toContain(words)
    const live = subscriber(connection)
    expect(await failureOf(live.connect())).toMatchObject({ code })
    expect(live.view()).toMatchObject({ state: 'offline', error: { code } })
  })

  it('a broker that wants a certificate and gets none says so', async () => {
    const { code, cause } = await failureOf(publish('no client certificate', 't/1', 'x'))
    expect(code).toBe('client_tls_failed')
    expect(String(cause)).toMatch(/certificate required/i)
  })

  it('MQTT 5 tells a publisher that it may not; 3.1.1 cannot', async () => {
    const { code, cause } = await failureOf(publish('tcp 5', 'secret/1', 'x'))
    expect(code).toBe('publish_failed')
    expect(String(cause)).toContain('Not authorized')
    await publish('tcp 3.1.1', 'secret/1', 'x')
  })

  it.each(['tcp 3.1.1', 'tcp 5'])('%s: several filters on one subscriber', async (connection) => {
    const more = [
      { topic: 'b/+', qos: 0 },
      { topic: 'c', qos: 2 }
    ]
    const live = subscriber(connection, { topic: 'a', more })
    await live.connect()
    expect(live.view()).toMatchObject({ state: 'online', granted: [1, 0, 2] })
    for (const topic of ['a', 'b/1', 'c', 'd']) await publish(connection, topic, topic, 2)
    const messages = await eventually(
      () => live.recent(),
      ({ length }) => length >= 3
    )
    expect(messages.map(({ topic, qos }) => `${topic} ${qos}`)).toEqual(['a 1', 'b/1 0', 'c 2'])
    await live.disconnect()
  })

  it.each(['tcp 3.1.1', 'tcp 5'])('%s: a persistent session gets what came while it was away', async (connection) => {
    const live = subscriber(connection, { clean: false })
    await live.connect()
    await live.disconnect()
    await publish(connection, live.subscriber.topic, 'while away')
    await live.connect()
    const [message] = await eventually(
      () => live.recent(),
      ({ length }) => length > 0
    )
    expect(Buffer.from(message?.payload ?? []).toString()).toBe('while away')
    await live.disconnect()
  })

  it.each(['tcp 3.1.1', 'tcp 5'])('%s: a clean session does not', async (connection) => {
    const live = subscriber(connection)
    await live.connect()
    await live.disconnect()
    await publish(connection, live.subscriber.topic, 'while away')
    await live.connect()
    await publish(connection, live.subscriber.topic, 'now')
    const messages = await eventually(
      () => live.recent(),
      ({ length }) => length > 0
    )
    expect(messages.map(({ payload }) => Buffer.from(payload).toString())).toEqual(['now'])
    await live.disconnect()
  })
})
