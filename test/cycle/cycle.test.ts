import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { Bench, eventually, quiet } from './harness.js'

let bench: Bench
beforeAll(async () => {
  bench = await Bench.start()
})
afterEach(() => bench.clear())
afterAll(() => bench.stop())

const numbered = (count: number) => Array.from({ length: count }, (_, index) => String(index))
const steps = (text: string) =>
  bench.journal
    .all()
    .filter(({ preview }) => Buffer.from(preview).toString() === text)
    .flatMap((life) => life.steps.map(({ step }) => step))

describe('save', () => {
  it('happens before the acknowledgement', async () => {
    const publisher = await bench.client({ clientId: 'pub' })
    await publisher.publishAsync('t/1', 'hello', { qos: 1 })
    // Acknowledged, so it has to be there now.
    expect(await bench.rows()).toBe(1)
    expect(steps('hello')).toEqual(['published', 'matched', 'saved'])
  })

  it('does not happen at QoS 0, on other topics, or for what WHERE leaves out', async () => {
    const publisher = await bench.client()
    await publisher.publishAsync('t/1', 'zero', { qos: 0 })
    await publisher.publishAsync('u/1', 'other', { qos: 1 })
    await eventually(
      () => steps('zero'),
      (seen) => seen.includes('not_saved')
    )
    expect({ rows: await bench.rows(), other: steps('other') }).toEqual({ rows: 0, other: ['published', 'unmatched'] })
  })

  it('fails for a topic longer than the column, which is passed on all the same, and harms no other message', async () => {
    const long = `t/${'x'.repeat(300)}`
    const subscriber = await bench.subscriber(long)
    const publisher = await bench.client()
    await Promise.all([
      publisher.publishAsync('t/1', 'before', { qos: 1 }),
      publisher.publishAsync(long, 'long', { qos: 1 }),
      publisher.publishAsync('t/1', 'after', { qos: 1 })
    ])
    await eventually(subscriber.texts, (texts) => texts.includes('long'))
    expect(await bench.rows()).toBe(2)
    expect(bench.log.entries.map(({ code }) => code)).toContain('message_topic_too_long')
    const failed = bench.journal.all().find(({ topic }) => topic === long)
    expect(failed?.steps.find(({ step }) => step === 'save_failed')).toMatchObject({
      reason: 'message_topic_too_long',
      data: { length: 302, most: 255 }
    })
  })

  it('keeps a last will like any message', async () => {
    const client = await bench.client({
      will: { topic: 't/will', payload: Buffer.from('gone'), qos: 1, retain: false }
    })
    client.stream.destroy()
    await eventually(
      () => bench.rows(),
      (rows) => rows === 1
    )
    const subscriber = await bench.subscriber('t/will')
    await eventually(subscriber.texts, (texts) => texts.length === 1)
    expect(subscriber.texts()).toEqual(['gone'])
  })
})

describe('deliver', () => {
  it('gives a later subscriber what was stored, oldest first, across pages, and deletes it', async () => {
    const publisher = await bench.client()
    const expected = numbered(1300)
    await Promise.all(expected.map((text) => publisher.publishAsync('t/order', text, { qos: 1 })))
    const subscriber = await bench.subscriber('t/order')
    await eventually(subscriber.texts, (texts) => texts.length >= expected.length)
    await eventually(
      () => bench.rows(),
      (rows) => rows === 0
    )
    expect(subscriber.texts()).toEqual(expected)
  })

  it.each([
    [1, 2, 1],
    [2, 1, 1],
    [2, 2, 2],
    [1, 0, 0]
  ] as const)(
    'of QoS %d to a subscription of QoS %d is at QoS %d, with the retain flag cleared',
    async (stored, subscribed, qos) => {
      const publisher = await bench.client()
      await publisher.publishAsync('t/qos', 'x', { qos: stored })
      const subscriber = await bench.subscriber('t/qos', subscribed)
      await eventually(subscriber.texts, (texts) => texts.length === 1)
      expect(subscriber.received.map((message) => [message.qos, message.retain])).toEqual([[qos, false]])
    }
  )

  it('at QoS 0 deletes nothing, and the next subscription gets it again', async () => {
    const publisher = await bench.client()
    await publisher.publishAsync('t/1', 'again', { qos: 1 })
    for (let turn = 0; turn < 2; turn += 1) {
      const subscriber = await bench.subscriber('t/1', 0)
      await eventually(subscriber.texts, (texts) => texts.length === 1)
      await subscriber.client.endAsync()
    }
    expect(await bench.rows()).toBe(1)
    expect(bench.log.entries.map(({ code }) => code)).toContain('subscribed_qos0')
  })

  it('fetches nothing for a filter with wildcards, and says so', async () => {
    const publisher = await bench.client()
    await publisher.publishAsync('t/1', 'hello', { qos: 1 })
    const subscriber = await bench.subscriber('t/+')
    await quiet()
    expect({ received: subscriber.texts(), rows: await bench.rows() }).toEqual({ received: [], rows: 1 })
    expect(bench.log.entries.map(({ code }) => code)).toContain('wildcard_not_fetched')
  })

  it('gives a retained message twice at subscription, as EMQX does: retained, and from the store', async () => {
    const publisher = await bench.client()
    await publisher.publishAsync('t/retained', 'kept', { qos: 1, retain: true })
    const subscriber = await bench.subscriber('t/retained')
    await eventually(subscriber.texts, (texts) => texts.length === 2)
    await eventually(
      () => bench.rows(),
      (rows) => rows === 0
    )
    expect(subscriber.received.map(({ retain }) => retain).sort()).toEqual([false, true])
    await publisher.publishAsync('t/retained', '', { qos: 1, retain: true })
  })

  it('comes again to the next subscription when the client went away without an acknowledgement', async () => {
    const publisher = await bench.client()
    await publisher.publishAsync('t/1', 'unacked', { qos: 1 })
    const deaf = await bench.client({ clientId: 'sub' })
    const first = new Promise<void>((resolve) => (deaf.handleMessage = () => resolve()))
    await deaf.subscribeAsync('t/1', { qos: 1 })
    await first
    await deaf.endAsync(true)
    expect(await bench.rows()).toBe(1)
    const subscriber = await bench.subscriber('t/1', 1, { clientId: 'sub' })
    await eventually(subscriber.texts, (texts) => texts.length === 1)
    await eventually(
      () => bench.rows(),
      (rows) => rows === 0
    )
  })

  it('gives no message twice to one connection, however often it subscribes while messages pour in', async () => {
    const publisher = await bench.client()
    const expected = numbered(600)
    const subscriber = await bench.subscriber('t/race')
    const publishing = Promise.all(expected.map((text) => publisher.publishAsync('t/race', text, { qos: 1 })))
    for (let turn = 0; turn < 25; turn += 1) {
      await subscriber.client.subscribeAsync('t/race', { qos: 1 })
      await quiet(5)
    }
    await publishing
    await eventually(
      () => bench.rows(),
      (rows) => rows === 0
    )
    await quiet()
    expect(subscriber.texts().sort()).toEqual(expected.sort())
  })

  it('skips what the persistent session of the client holds already', async () => {
    const options = { clientId: 'persistent', clean: false }
    const before = await bench.subscriber('t/session', 1, options)
    await before.client.endAsync()
    const publisher = await bench.client()
    for (const text of numbered(20)) await publisher.publishAsync('t/session', text, { qos: 1 })
    const after = await bench.client(options)
    const texts: string[] = []
    after.on('message', (_topic, payload) => texts.push(payload.toString()))
    await after.subscribeAsync('t/session', { qos: 1 })
    await eventually(
      () => bench.rows(),
      (rows) => rows === 0
    )
    await quiet()
    expect(texts.sort()).toEqual(numbered(20).sort())
    await (await bench.client({ clientId: 'persistent', clean: true })).endAsync()
  })
})

describe('delete', () => {
  it('happens at the acknowledgement of a live copy by a client with a clean session', async () => {
    const subscriber = await bench.subscriber('t/#')
    const publisher = await bench.client()
    await publisher.publishAsync('t/live', 'now', { qos: 2 })
    await eventually(
      () => steps('now'),
      (seen) => seen.includes('deleted')
    )
    expect({ received: subscriber.texts(), rows: await bench.rows() }).toEqual({ received: ['now'], rows: 0 })
    expect(steps('now')).toEqual(['published', 'matched', 'saved', 'delivered', 'acked', 'deleted'])
  })

  it('happens at the first of several acknowledgements', async () => {
    const one = await bench.subscriber('t/1')
    const two = await bench.subscriber('t/1')
    const publisher = await bench.client()
    await publisher.publishAsync('t/1', 'both', { qos: 1 })
    await eventually(
      () => [one.texts(), two.texts()].flat(),
      (texts) => texts.length === 2
    )
    await eventually(
      () => bench.rows(),
      (rows) => rows === 0
    )
    const third = await bench.subscriber('t/1')
    await quiet()
    expect(third.texts()).toEqual([])
  })
})

describe('payloads', () => {
  it.each([
    ['all byte values', Buffer.from(Array.from({ length: 256 }, (_, index) => index))],
    ['NUL bytes', Buffer.from('a\0b\0')],
    ['broken UTF-8', Buffer.from([0xc3, 0x28, 0xff])],
    ['nothing', Buffer.alloc(0)],
    ['10 MB', Buffer.alloc(10_000_000, 'abc')]
  ])('of %s come back byte for byte', async (_name, payload) => {
    const publisher = await bench.client()
    await publisher.publishAsync('t/bytes', payload, { qos: 1 })
    const subscriber = await bench.subscriber('t/bytes')
    await eventually(
      () => subscriber.received.length,
      (count) => count === 1
    )
    expect(subscriber.received[0]?.payload.equals(payload)).toBe(true)
    await eventually(
      () => bench.rows(),
      (rows) => rows === 0
    )
  })
})

describe('counters', () => {
  it('count as the dashboard does: matched, passed, no result, taken, success, failed', async () => {
    bench.engine.resetMetrics('offline')
    const publisher = await bench.client()
    await publisher.publishAsync('t/1', 'one', { qos: 1 })
    await publisher.publishAsync('t/1', 'zero', { qos: 0 })
    const subscriber = await bench.subscriber('t/1')
    await bench.subscriber('elsewhere')
    await eventually(subscriber.texts, (texts) => texts.length >= 1)
    await eventually(
      () => bench.rows(),
      (rows) => rows === 0
    )
    const view = bench.engine.ruleViews()[0]
    expect(view?.metrics).toMatchObject({ matched: 5, passed: 4, no_result: 1, failed: 1, exception: 0 })
    expect(view?.actions).toEqual([{ taken: 4, success: 3, failed: 1, fallbacks: [] }])
  })
})
