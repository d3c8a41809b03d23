import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AppError } from '../../src/shared/errors.js'
import type { RunningServer } from '../../src/engine/servers/server.js'
import { startServer } from '../../src/engine/servers/startServer.js'
import { chapterSql } from '../../src/engine/workspace/defaultWorkspace.js'
import { RawClient } from '../broker/harness.js'
import { Bench, eventually, quiet } from './harness.js'

const missing = await startServer('pgsql', { obtain: true }).then(
  (server) => server.stop().then(() => undefined),
  (error: unknown) => AppError.from(error).message
)

describe.skipIf(missing !== undefined)(`a PostgreSQL that goes away ${missing ?? ''}`, () => {
  let server: RunningServer
  let bench: Bench

  async function start(limits: Record<string, number> = {}): Promise<void> {
    server = await startServer('pgsql', { obtain: true })
    bench = await Bench.start({ limits, resources: [{ id: 'pg', type: server.type, config: server.config }] })
    await bench.engine.resource('pg').store.init()
    bench.engine.resource('pg').retryNow()
  }

  beforeEach(() => start())
  afterEach(async () => {
    await bench.stop()
    await server.stop()
  })

  it('that was not there at first is up as soon as it is', async () => {
    await server.kill('SIGKILL')
    const away = await Bench.start({ resources: [{ id: 'pg', type: server.type, config: server.config }] })
    try {
      const state = () => away.engine.resourceViews()[0]?.state
      await eventually(state, (now) => now === 'down')
      const seen = new Set<string | undefined>()
      const noLongerDown = eventually(
        () => {
          const now = state()
          seen.add(now)
          return now
        },
        (now) => now !== 'down'
      )
      // It may be up before the one who starts it knows.
      await Promise.all([server.restart(), noLongerDown])
      expect([...seen]).toEqual(['down', 'up'])
    } finally {
      await away.stop()
    }
  })

  it('keeps publishers waiting without an acknowledgement, and has everything in order when it is back', async () => {
    const publisher = await bench.client()
    await publisher.publishAsync('t/1', 'before', { qos: 1 })
    await server.kill('SIGKILL')
    let acknowledged = 0
    const texts = Array.from({ length: 200 }, (_, index) => String(index))
    const publishing = texts.map((text) =>
      publisher.publishAsync('t/1', text, { qos: 1 }).then(() => (acknowledged += 1))
    )
    const down = await eventually(
      () => bench.engine.resourceViews()[0],
      (view) => view?.state === 'down'
    )
    expect({ acknowledged, code: down?.error?.code, next: typeof down?.nextTry }).toEqual({
      acknowledged: 0,
      code: 'store_unreachable',
      next: 'number'
    })
    await server.restart()
    await Promise.all(publishing)
    expect(await bench.rows()).toBe(201)
    const subscriber = await bench.subscriber('t/1')
    await eventually(subscriber.texts, (received) => received.length >= 201)
    await eventually(
      () => bench.rows(),
      (rows) => rows === 0
    )
    expect(subscriber.texts()).toEqual(['before', ...texts])
  })

  it('holds a live copy up for so long that its subscriber got the stored one, and gets no other', async () => {
    await bench.stop()
    const saveInto = (resource: string) => [{ name: 'offline_msg_to_pgsql', params: { $resource: resource } }]
    bench = await Bench.start({
      limits: { inflight: 1 },
      resources: [
        { id: 'pg', type: server.type, config: server.config },
        { id: 'own', type: 'backend_pgsql', config: { server: 'embedded' } }
      ],
      rules: [
        { id: 'held', rawsql: 'SELECT * FROM "held"', actions: saveInto('pg') },
        { id: 'offline', rawsql: chapterSql, actions: saveInto('own') }
      ]
    })
    await eventually(
      () => bench.engine.resourceViews(),
      (views) => views.every(({ state }) => state === 'up')
    )
    const subscriber = await RawClient.open(bench.port, { clientId: 'one' })
    const subscribe = async (topic: string) => {
      subscriber.send({ cmd: 'subscribe', messageId: 1, subscriptions: [{ topic, qos: 1 }] })
      await subscriber.next('suback')
    }
    await subscribe('live')
    const publisher = await bench.client()
    await publisher.publishAsync('live', 'fills the window', { qos: 1 })
    const live = await subscriber.next('publish')
    await server.kill('SIGKILL')
    // Acknowledged and forwarded in order, so the second one waits for the first one's store as well.
    const publishing = ['held', 't/1'].map((topic) => publisher.publishAsync(topic, 'x', { qos: 1 }))
    await eventually(
      () => bench.rows('own'),
      (rows) => rows === 1
    )
    await subscribe('t/1')
    const stored = await subscriber.next('publish')
    subscriber.send({ cmd: 'puback', messageId: stored.messageId ?? 0 })
    await eventually(
      () => bench.rows('own'),
      (rows) => rows === 0
    )
    await server.restart()
    bench.engine.resource('pg').retryNow()
    await Promise.all(publishing)
    await publisher.publishAsync('live', 'last', { qos: 1 })
    subscriber.send({ cmd: 'puback', messageId: live.messageId ?? 0 })
    expect([stored.topic, (await subscriber.next('publish')).topic]).toEqual(['t/1', 'live'])
    subscriber.close()
  })

  it('saves a QoS 2 message once that was sent again by a publisher who came back meanwhile', async () => {
    const again = { cmd: 'publish', topic: 't/1', payload: 'x', qos: 2, messageId: 7, retain: false } as const
    await server.kill('SIGKILL')
    const first = await RawClient.open(bench.port, { clientId: 'one', clean: false })
    first.send({ ...again, dup: false })
    const received = (count: number) =>
      eventually(
        () => bench.engine.brokerState,
        (state) => state.received === count
      )
    await received(1)
    first.close()
    const second = await RawClient.open(bench.port, { clientId: 'one', clean: false })
    second.send({ ...again, dup: true })
    await received(2)
    await server.restart()
    await second.next('pubrec')
    second.send({ cmd: 'pubrel', messageId: 7 })
    await second.next('pubcomp')
    expect(await bench.rows()).toBe(1)
    second.close()
  })

  it('gets its deletes when it is back, and nothing is delivered twice meanwhile', async () => {
    const publisher = await bench.client()
    await publisher.publishAsync('t/1', 'kept', { qos: 1 })
    const subscriber = await bench.client({ clientId: 'sub' })
    const held: (() => void)[] = []
    const received: string[] = []
    subscriber.handleMessage = (packet, done) => {
      received.push(packet.payload.toString())
      held.push(() => done())
    }
    await subscriber.subscribeAsync('t/1', { qos: 1 })
    await eventually(
      () => held.length,
      (count) => count === 1
    )
    await server.kill('SIGKILL')
    held[0]?.()
    await eventually(
      () => bench.engine.resourceViews()[0]?.state,
      (state) => state === 'down'
    )
    await server.restart()
    await subscriber.subscribeAsync('t/1', { qos: 1 })
    await eventually(
      () => bench.engine.resourceViews()[0]?.state,
      (state) => state === 'up'
    )
    await eventually(
      () => bench.rows(),
      (rows) => rows === 0
    )
    expect(received).toEqual(['kept'])
  })

  it('is left away without auto_reconnect, until a person asks for it', async () => {
    await bench.stop()
    const config = { ...server.config, auto_reconnect: false }
    bench = await Bench.start({ resources: [{ id: 'pg', type: server.type, config }] })
    await bench.engine.resource('pg').store.init()
    bench.engine.resource('pg').retryNow()
    const view = () => bench.engine.resourceViews()[0]
    await eventually(view, (resource) => resource?.state === 'up')
    const publisher = await bench.client()
    await server.kill('SIGKILL')
    const publishing = publisher.publishAsync('t/1', 'later', { qos: 1 })
    await eventually(view, (resource) => resource?.state === 'down')
    await server.restart()
    // Longer than the first tries of one that reconnects by itself.
    await quiet(1500)
    expect(view()).toMatchObject({ state: 'down', waiting: 1 })
    expect(view()?.nextTry).toBeUndefined()
    bench.engine.resource('pg').retryNow()
    await publishing
    expect(view()).toMatchObject({ state: 'up', waiting: 0 })
  })

  it('is asked again for a subscriber that still waits', async () => {
    const publisher = await bench.client()
    await publisher.publishAsync('t/1', 'later', { qos: 1 })
    await server.kill('SIGKILL')
    const subscriber = await bench.subscriber('t/1')
    await quiet()
    expect(subscriber.texts()).toEqual([])
    await server.restart()
    await eventually(subscriber.texts, (texts) => texts.length === 1)
  })

  it('for longer than the save timeout costs the publisher its connection, not its message', async () => {
    await bench.stop()
    await server.stop()
    await start({ saveTimeout: 500 })
    await server.kill('SIGKILL')
    const publisher = await bench.client()
    const closed = new Promise<void>((resolve) => publisher.once('close', () => resolve()))
    const acknowledgement = publisher.publishAsync('t/1', 'mine', { qos: 1 }).then(
      () => 'acknowledged',
      () => 'not acknowledged'
    )
    await closed
    await publisher.endAsync(true)
    expect(await acknowledgement).toBe('not acknowledged')
    await server.restart()
    await eventually(
      () => bench.engine.resourceViews()[0]?.state,
      (state) => state === 'up',
      30_000
    )
    expect(await bench.rows()).toBeLessThanOrEqual(1)
  })
})
