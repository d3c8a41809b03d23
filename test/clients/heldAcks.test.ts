import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Subscribers } from '../../src/engine/clients/subscribers.js'
import { subscriberSchema } from '../../src/shared/workspace.js'
import { Bench, eventually } from '../cycle/harness.js'

describe('holding the acknowledgement', () => {
  let bench: Bench
  let subscribers: Subscribers

  beforeAll(async () => {
    bench = await Bench.start()
    // The built-in PostgreSQL keeps this process, in which the clients are too, busy while it starts.
    await bench.engine.resource('pg').store.test()
    // What is held must outlast it; much less, and a busy machine is late with a ping.
    const target = () => ({ url: `mqtt://127.0.0.1:${bench.port}`, options: { keepalive: 2 } })
    subscribers = new Subscribers(target, {
      changed: () => undefined,
      received: () => undefined,
      cleared: () => undefined
    })
  })
  afterAll(async () => {
    await subscribers.close()
    await bench.stop()
  })

  it.each([1, 2] as const)(
    'at QoS %i keeps the row, and the connection, for longer than the keepalive',
    async (qos) => {
      const topic = `t/held/${qos}`
      const id = `held-${qos}`
      const live = subscribers.add(subscriberSchema.parse({ id, clientId: id, topic, qos }))
      await live.connect()
      live.holdAcks(true)
      const publisher = await bench.client()
      await publisher.publishAsync(topic, 'first', { qos })
      await publisher.publishAsync(topic, 'second', { qos })
      await eventually(
        () => live.view().held,
        (held) => held === 1
      )
      const began = Date.now()
      const lost = await eventually(
        () => live.view().state !== 'online',
        (isLost) => isLost || Date.now() - began > 5_000
      )
      expect(lost).toBe(false)
      // Nothing behind it is read, and nothing has been acknowledged.
      expect(live.recent().map(({ acked }) => acked)).toEqual([false])
      expect(steps('acked', topic)).toBe(0)

      live.holdAcks(false)
      await eventually(
        () => steps('deleted', topic),
        (count) => count === 2
      )
      expect(live.recent().map(({ acked }) => acked)).toEqual([true, true])
    }
  )

  function steps(name: string, topic: string): number {
    const lives = bench.journal.all().filter((life) => life.topic === topic)
    return lives.flatMap(({ steps: all }) => all.filter(({ step }) => step === name)).length
  }
})
