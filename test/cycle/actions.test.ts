import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import type { RuleView } from '../../src/shared/contract.js'
import { limitsSchema } from '../../src/shared/limits.js'
import { resourceSchema, ruleSchema } from '../../src/shared/workspace.js'
import { Bench, eventually, quiet } from './harness.js'

let bench: Bench
beforeAll(async () => {
  bench = await Bench.start({ rules: [] })
})
afterEach(async () => {
  for (const { rule } of bench.engine.ruleViews()) bench.engine.removeRule(rule.id)
  await bench.clear()
})
afterAll(() => bench.stop())

type ActionConfig = Readonly<Record<string, unknown>>
const save = (resource = 'pg', fallbacks: readonly ActionConfig[] = []) => ({
  name: 'offline_msg_to_pgsql',
  params: { $resource: resource },
  fallbacks
})
const republish = (target_topic: string, params: ActionConfig = {}) => ({
  name: 'republish',
  params: { target_topic, ...params }
})
const inspect = { name: 'inspect', params: {} }
const doNothing = { name: 'do_nothing', params: {} }

function start(...rules: readonly Readonly<Record<string, unknown>>[]): void {
  for (const [index, rule] of rules.entries()) {
    bench.engine.saveRule(ruleSchema.parse({ id: `rule${index + 1}`, ...rule }))
  }
}

function view(id = 'rule1'): RuleView {
  const found = bench.engine.ruleViews().find(({ rule }) => rule.id === id)
  if (found === undefined) throw new Error(`no rule ${id}`)
  return found
}

const counted = (taken: number, success: number, failed: number, fallbacks: unknown[] = []) => ({
  taken,
  success,
  failed,
  fallbacks
})
const codes = () => bench.log.entries.map(({ code }) => code)

describe('republish', () => {
  it('fills its templates from the output', async () => {
    const rawsql = `SELECT payload.room AS room, payload.level AS level, clientid, flags FROM "in/#"`
    const params = { target_qos: '${level}', payload_tmpl: '${clientid}: ${room}' }
    start({ rawsql, actions: [republish('out/${room}', params)] })
    const subscriber = await bench.subscriber('out/#', 2)
    const publisher = await bench.client({ clientId: 'sender' })
    await publisher.publishAsync('in/1', '{"room": "hall", "level": 1}', { qos: 2 })
    await eventually(subscriber.texts, (texts) => texts.length === 1)
    expect(subscriber.received).toMatchObject([{ topic: 'out/hall', text: 'sender: hall', qos: 1 }])
    expect(view().actions).toEqual([counted(1, 1, 0)])
  })

  it('sends the whole output as JSON without a template, and keeps QoS and retain where it is told to', async () => {
    const params = { target_qos: -1, target_retain: '${flags.retain}', payload_tmpl: '' }
    start({ rawsql: `SELECT topic, qos, flags FROM "in"`, actions: [republish('out', params)] })
    const publisher = await bench.client()
    await publisher.publishAsync('in', 'x', { qos: 2, retain: true })
    await eventually(
      () => view().actions[0]?.success,
      (success) => success === 1
    )
    const subscriber = await bench.subscriber('out', 2)
    await eventually(subscriber.texts, (texts) => texts.length === 1)
    expect(subscriber.received[0]).toMatchObject({ qos: 2, retain: true })
    expect(JSON.parse(subscriber.texts()[0] ?? '')).toEqual({
      topic: 'in',
      qos: 2,
      flags: { dup: false, retain: true }
    })
  })

  it.each([
    ['in/+', {}, 'no topic name'],
    ['', {}, 'no topic name'],
    ['$SYS/x', {}, '$SYS/'],
    ['out', { target_qos: '${payload.qos}' }, 'bad_qos'],
    ['out', { target_retain: '${payload.qos}' }, 'bad_retain']
  ])('fails where there is no message to make: %s %o', async (topic, params, reason) => {
    start({ rawsql: `SELECT payload, payload.topic AS topic FROM "in"`, actions: [republish('${topic}', params)] })
    const publisher = await bench.client()
    await publisher.publishAsync('in', JSON.stringify({ qos: 3, topic }), { qos: 1 })
    expect(view().actions).toEqual([counted(1, 0, 1)])
    expect(bench.log.entries.at(-1)).toMatchObject({ code: 'republish_invalid', data: { action: 'republish' } })
    expect(String(bench.log.entries.at(-1)?.data['reason'])).toContain(reason)
  })

  it('does not send again what it sent itself', async () => {
    start({ rawsql: `SELECT * FROM "loop/#"`, actions: [republish('loop/again')] })
    const subscriber = await bench.subscriber('loop/#')
    const publisher = await bench.client()
    await publisher.publishAsync('loop/1', 'round', { qos: 1 })
    await eventually(
      () => view().actions[0]?.taken,
      (taken) => taken === 2
    )
    await quiet()
    expect(subscriber.received.map(({ topic }) => topic)).toEqual(['loop/again', 'loop/1'])
    expect(view().actions).toEqual([counted(2, 1, 1)])
    expect(codes()).toContain('republish_loop')
  })

  it('ends where two rules republish for each other, which never ends in EMQX', async () => {
    start(
      { rawsql: `SELECT * FROM "ping"`, actions: [republish('pong')] },
      { rawsql: `SELECT * FROM "pong"`, actions: [republish('ping')] }
    )
    const publisher = await bench.client()
    await publisher.publishAsync('ping', 'x', { qos: 1 })
    await eventually(
      () => view().actions[0]?.failed,
      (failed) => failed === 1
    )
    await quiet()
    expect([view('rule1').actions, view('rule2').actions]).toEqual([[counted(2, 1, 1)], [counted(1, 1, 0)]])
  })

  it('ends where what a client has no room for is republished to that client', async () => {
    const limits = limitsSchema.parse({})
    bench.engine.setLimits({ ...limits, inflight: 1, queue: 1 })
    onTestFinished(() => bench.engine.setLimits(limits))
    start({ rawsql: `SELECT * FROM "$events/delivery_dropped"`, actions: [republish('slow', { target_qos: 1 })] })
    // A session of somebody who is away: its queue keeps the newest, and is not closed for what has no room.
    const away = await bench.subscriber('slow', 1, { clientId: 'away', clean: false })
    await away.client.endAsync(true)
    const publisher = await bench.client()
    for (const text of ['1', '2', '3']) await publisher.publishAsync('slow', text, { qos: 1 })
    await eventually(
      () => view().actions[0]?.failed ?? 0,
      (failed) => failed > 0
    )
    await quiet()
    const [counts] = view().actions
    expect(counts?.taken).toBe((counts?.success ?? 0) + (counts?.failed ?? 0))
    expect(counts?.success).toBe(2)
    expect(codes()).toContain('republish_loop')
  })

  it('ends where many rules multiply what each other republish', async () => {
    const rules = Array.from({ length: 9 }, () => ({
      rawsql: `SELECT * FROM "many/#"`,
      actions: [republish('many/x')]
    }))
    start(...rules)
    const publisher = await bench.client()
    await publisher.publishAsync('many/1', 'x', { qos: 0 })
    await eventually(codes, (seen) => seen.includes('republish_overflow'))
    const made = () => rules.reduce((sum, _, index) => sum + (view(`rule${index + 1}`).actions[0]?.success ?? 0), 0)
    await eventually(made, (count) => count === 1000)
    await quiet()
    expect(made()).toBe(1000)
  })

  it('comes from the action, goes to the rules, and is acknowledged to its first sender when it is saved', async () => {
    start(
      { rawsql: `SELECT * FROM "in"`, actions: [republish('t/${qos}', { target_qos: 1 })] },
      { rawsql: `SELECT * FROM "t/#"`, actions: [save(), inspect] }
    )
    const publisher = await bench.client()
    await publisher.publishAsync('in', 'kept', { qos: 1 })
    expect(await bench.rows()).toBe(1)
    const inspected = bench.log.entries.find(({ code }) => code === 'inspected')
    const output = JSON.parse(inspected?.detail ?? '') as Record<string, unknown>
    expect(output).toMatchObject({ topic: 't/1', payload: 'kept', metadata: { rule_id: 'rule2' } })
    expect(output['clientid']).toMatch(/^republish_\d+$/)
    expect(output['headers']).toEqual({ republish_by: output['clientid'] })
  })

  it('keeps the order of its messages', async () => {
    start(
      { rawsql: `SELECT * FROM "in/#"`, actions: [republish('t/out', { target_qos: 1 })] },
      { rawsql: `SELECT * FROM "t/#" WHERE payload.n = 0 OR mod(int(payload.n), 3) = 1`, actions: [save()] }
    )
    const subscriber = await bench.subscriber('t/out')
    const publisher = await bench.client()
    const numbers = Array.from({ length: 60 }, (_, n) => JSON.stringify({ n }))
    await Promise.all(numbers.map((text) => publisher.publishAsync('in/1', text, { qos: 1 })))
    await eventually(subscriber.texts, (texts) => texts.length === numbers.length)
    expect(subscriber.texts()).toEqual(numbers)
  })
})

describe('an action that fails', () => {
  const long = `t/${'x'.repeat(300)}`

  it('has its fallbacks taken, which are counted by themselves', async () => {
    const fallbacks = [republish('failed/1'), doNothing]
    start({ rawsql: `SELECT * FROM "t/#"`, actions: [save('pg', fallbacks), inspect] })
    const subscriber = await bench.subscriber('failed/1')
    const publisher = await bench.client()
    await publisher.publishAsync('t/short', 'kept', { qos: 1 })
    await publisher.publishAsync(long, 'refused', { qos: 1 })
    await publisher.publishAsync('t/short', 'not kept', { qos: 0 })
    await eventually(subscriber.texts, (texts) => texts.length === 2)
    expect(subscriber.texts()).toEqual(['refused', 'not kept'])
    const expected = [counted(3, 1, 2, [counted(2, 2, 0), counted(2, 2, 0)]), counted(3, 3, 0)]
    expect(view().actions).toEqual(expected)
    bench.engine.resetMetrics('rule1')
    expect(view().actions).toEqual([counted(0, 0, 0, [counted(0, 0, 0), counted(0, 0, 0)]), counted(0, 0, 0)])
  })

  it('may have fallbacks of fallbacks', async () => {
    const second = { ...republish('${none}+'), fallbacks: [republish('second')] }
    start({ rawsql: `SELECT * FROM "t/#"`, actions: [save('pg', [second])] })
    const subscriber = await bench.subscriber('second')
    const publisher = await bench.client()
    await publisher.publishAsync(long, 'x', { qos: 1 })
    await eventually(subscriber.texts, (texts) => texts.length === 1)
    expect(view().actions).toEqual([counted(1, 0, 1, [counted(1, 0, 1, [counted(1, 1, 0)])])])
  })

  it.each([
    ['continue', [counted(2, 1, 1), counted(2, 2, 0)], { passed: 2, exception: 0, failed: 0 }],
    ['stop', [counted(2, 1, 1), counted(1, 1, 0)], { passed: 2, exception: 1, failed: 1 }]
  ])('lets the rest go on or not: %s', async (on_action_failed, actions, metrics) => {
    start({ rawsql: `SELECT * FROM "t/#"`, on_action_failed, actions: [save(), doNothing] })
    const publisher = await bench.client()
    await publisher.publishAsync(long, 'refused', { qos: 1 })
    await publisher.publishAsync('t/1', 'kept', { qos: 1 })
    expect(view()).toMatchObject({ actions, metrics })
  })

  it('stops the elements that follow, too, and what went before stays', async () => {
    const rawsql = `FOREACH payload.list AS x DO x AS topic FROM "in"`
    start({ rawsql, on_action_failed: 'stop', actions: [republish('${topic}'), doNothing] })
    const publisher = await bench.client()
    await publisher.publishAsync('in', JSON.stringify({ list: ['a', 'b', '+', 'c'] }), { qos: 1 })
    expect(view()).toMatchObject({ actions: [counted(3, 2, 1), counted(2, 2, 0)], metrics: { exception: 1 } })
  })

  it('takes thousands of elements in turn', async () => {
    const rawsql = `FOREACH payload.list AS x DO x FROM "in"`
    start({ rawsql, on_action_failed: 'stop', actions: [doNothing] })
    const publisher = await bench.client()
    await publisher.publishAsync('in', JSON.stringify({ list: Array.from({ length: 30_000 }, () => 1) }), { qos: 1 })
    expect(view().actions).toEqual([counted(30_000, 30_000, 0)])
  })

  it('is a save into a store that is away, when there is something else to do', async () => {
    const config = { server: '127.0.0.1:1', database: 'mqtt', username: 'u', password: 'p' }
    bench.engine.saveResource(resourceSchema.parse({ id: 'away', type: 'backend_pgsql', config }))
    start({ rawsql: `SELECT * FROM "t/#"`, actions: [save('away', [save()])] })
    const publisher = await bench.client()
    // Before it is known to be away, or after: it does not matter when.
    await publisher.publishAsync('t/1', 'first', { qos: 1 })
    await eventually(
      () => bench.engine.resource('away').status.state,
      (state) => state === 'down'
    )
    await publisher.publishAsync('t/1', 'second', { qos: 1 })
    expect(await bench.rows()).toBe(2)
    expect(view().actions).toEqual([counted(2, 0, 2, [counted(2, 2, 0)])])
    expect(bench.engine.resource('away').waiting.messages).toBeLessThanOrEqual(1)
  })
})

it('inspect and do_nothing need no resource and no columns, and never fail', async () => {
  start({ rawsql: `SELECT payload.x AS x FROM "in"`, actions: [inspect, doNothing] })
  const publisher = await bench.client()
  await publisher.publishAsync('in', '{"x": 1.0}', { qos: 0 })
  await eventually(codes, (seen) => seen.includes('inspected'))
  expect(bench.log.entries.find(({ code }) => code === 'inspected')).toMatchObject({
    data: { rule: 'rule1', event: 'message.publish' },
    detail: '{"x":1.0}'
  })
  expect(view().actions).toEqual([counted(1, 1, 0), counted(1, 1, 0)])
})

it('are taken for every event that a rule can name', async () => {
  const events = [
    'client_connected',
    'client_connack',
    'client_check_acl_complete',
    'client_disconnected',
    'session_subscribed',
    'session_unsubscribed',
    'message_delivered',
    'message_acked',
    'message_dropped'
  ]
  const from = events.map((event) => `"$events/${event}"`).join(', ')
  const rawsql = `SELECT event, reason, action, topic FROM ${from} WHERE clientid = 'watched'`
  start({ rawsql, actions: [republish('seen/${event}', { payload_tmpl: '${event} ${reason} ${action} ${topic}' })] })
  const { texts } = await bench.subscriber('seen/#', 1, { clientId: 'watcher' })
  const watched = await bench.client({ clientId: 'watched' })
  await watched.subscribeAsync('t/1', { qos: 1 })
  await watched.publishAsync('t/1', 'x', { qos: 1 })
  await eventually(texts, (seen) => seen.some((text) => text.startsWith('message.acked')))
  await watched.unsubscribeAsync('t/1')
  await watched.publishAsync('t/2', 'x', { qos: 1 })
  await eventually(texts, (seen) => seen.some((text) => text.startsWith('message.dropped')))
  await watched.endAsync()
  await eventually(texts, (seen) => seen.some((text) => text.startsWith('client.disconnected')))
  expect(texts().toSorted()).toEqual([
    'client.check_acl_complete undefined publish t/1',
    'client.check_acl_complete undefined publish t/2',
    'client.check_acl_complete undefined subscribe t/1',
    'client.connack undefined undefined undefined',
    'client.connected undefined undefined undefined',
    'client.disconnected normal undefined undefined',
    'message.acked undefined undefined t/1',
    'message.delivered undefined undefined t/1',
    'message.dropped no_subscribers undefined t/2',
    'session.subscribed undefined undefined t/1',
    'session.unsubscribed undefined undefined t/1'
  ])
})
