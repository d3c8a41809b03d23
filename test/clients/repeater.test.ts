import { describe, expect, it } from 'vitest'
import type { Publication } from '../../src/engine/clients/publisher.js'
import { Repeater } from '../../src/engine/clients/repeater.js'
import type { RepeatState } from '../../src/shared/contract.js'
import { AppError } from '../../src/shared/errors.js'
import { eventually } from '../cycle/harness.js'

const publication: Publication = {
  clientId: 'p',
  topic: 't/{{i}}',
  payload: Buffer.from('{"n":{{i}},"at":{{ts}}}'),
  qos: 1,
  retain: false
}

function repeater(publish: (publication: Publication) => Promise<number>) {
  const told: RepeatState[] = []
  const made = new Repeater(publish, () => {
    const state = made.view()
    if (state !== undefined) told.push(state)
  })
  const ended = () =>
    eventually(
      () => made.view(),
      (state) => state?.running === false
    )
  return { made, told, ended }
}

describe('publishing again and again', () => {
  it('fills the placeholders of topic and payload, and tells each message', async () => {
    const sent: string[] = []
    const { made, told, ended } = repeater(({ topic, payload }) => {
      sent.push(`${topic} ${Buffer.from(payload).toString()}`)
      return Promise.resolve(1)
    })
    const began = Date.now()
    await made.start({ publication, isTemplate: true, interval: 1, count: 3 })
    expect(await ended()).toEqual({ running: false, sent: 3, count: 3 })
    expect(sent.map((line) => line.replace(/\d{13}/, 'now'))).toEqual([
      't/1 {"n":1,"at":now}',
      't/2 {"n":2,"at":now}',
      't/3 {"n":3,"at":now}'
    ])
    const at = Number(/"at":(\d+)/.exec(sent[0] ?? '')?.[1])
    expect(at).toBeGreaterThanOrEqual(began)
    expect(told.map(({ running, sent: count }) => `${running} ${count}`)).toEqual([
      'true 0',
      'true 1',
      'true 2',
      'true 3',
      'false 3'
    ])
  })

  it('sends bytes that are no template as they are', async () => {
    const sent: Uint8Array[] = []
    const { made, ended } = repeater(({ payload }) => {
      sent.push(payload)
      return Promise.resolve(1)
    })
    const payload = Buffer.from([0xff, 0x7b, 0x7b, 0x69, 0x7d, 0x7d])
    await made.start({ publication: { ...publication, payload }, isTemplate: false, interval: 1, count: 2 })
    await ended()
    expect(sent).toEqual([payload, payload])
  })

  it('has one message under way at a time, and keeps the interval', async () => {
    let underWay = 0
    let most = 0
    const times: number[] = []
    const { made, ended } = repeater(async () => {
      times.push(performance.now())
      most = Math.max(most, ++underWay)
      await new Promise((resolve) => setTimeout(resolve, 5))
      underWay -= 1
      return 5
    })
    await made.start({ publication, isTemplate: true, interval: 50, count: 3 })
    await ended()
    expect(most).toBe(1)
    // Timers of Node may fire early, by as much as the turn in which they were set was long.
    expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(95)
  })

  it('stops when told to, and a new one ends the one before', async () => {
    const { made } = repeater(() => Promise.resolve(1))
    await made.start({ publication, isTemplate: true, interval: 3_600_000, count: 10 })
    await eventually(
      () => made.view()?.sent,
      (sent) => sent === 1
    )
    await made.start({ publication, isTemplate: true, interval: 3_600_000, count: 20 })
    expect(made.view()).toMatchObject({ running: true, count: 20 })
    await made.stop()
    expect(made.view()).toMatchObject({ running: false, count: 20 })
  })

  it('ends with the reason when a message is not acknowledged', async () => {
    let number = 0
    const { made, ended } = repeater(() => {
      number += 1
      if (number === 3) throw new AppError('publish_failed', { topic: 't' }, { cause: 'no acknowledgement' })
      return Promise.resolve(1)
    })
    await made.start({ publication, isTemplate: true, interval: 1, count: 10 })
    expect(await ended()).toEqual({
      running: false,
      sent: 2,
      count: 10,
      error: { code: 'publish_failed', data: { topic: 't' }, detail: 'no acknowledgement' }
    })
  })
})
