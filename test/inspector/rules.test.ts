import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import mqtt, { type MqttClient } from 'mqtt'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Inspector, startInspector } from '../../src/engine/inspector.js'
import { defaultWorkspace } from '../../src/engine/workspace/defaultWorkspace.js'
import { type CallInput, type CallName, type CallOutput, calls, type Push } from '../../src/shared/contract.js'
import { eventually } from '../cycle/harness.js'

let folder: string
let inspector: Inspector
let client: MqttClient
const pushes: Push[] = []

async function call<Name extends CallName>(name: Name, input: CallInput<Name>): Promise<CallOutput<Name>> {
  const result = await inspector.call(name, input)
  if (!result.ok) throw new Error(JSON.stringify(result.error))
  return calls[name].output.parse(result.value) as CallOutput<Name>
}

const doNothing = { name: 'do_nothing', params: {} } as const
const rule = {
  id: 'warm',
  rawsql: `SELECT payload.temp AS temp, clientid FROM "in/#" WHERE payload.temp > 30`,
  actions: [
    { name: 'republish', params: { target_topic: 'out/${clientid}', payload_tmpl: '${temp}' }, fallbacks: [doNothing] },
    { name: 'inspect', params: {} }
  ]
} satisfies CallInput<'rule.create'>

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'inspector-rules-'))
  const listeners = { tcp: { port: 0 } }
  const workspace = { ...defaultWorkspace(), listeners, resources: [], rules: [], subscribers: [] }
  await writeFile(join(folder, 'workspace.json'), JSON.stringify(workspace))
  const secrets = { load: () => Promise.resolve({}), save: () => Promise.resolve() }
  inspector = await startInspector({ dataDir: folder, version: '1', secrets })
  inspector.onPush((batch) => pushes.push(...batch))
  await call('rule.create', rule)
  const { broker } = await call('snapshot', undefined)
  client = await mqtt.connectAsync(`mqtt://127.0.0.1:${broker.listeners[0]?.port ?? 0}`, { clientId: 'sensor' })
})

afterAll(async () => {
  await client.endAsync(true)
  await inspector.stop()
  await rm(folder, { recursive: true, force: true })
})

/** Publishes, and waits for the message's line in the timeline. */
async function publish(topic: string, payload: string, qos: 0 | 1 = 1): Promise<string> {
  await client.publishAsync(topic, payload, { qos })
  const lives = () => pushes.flatMap((push) => (push.type === 'timeline' ? push.lives : []))
  const life = await eventually(
    () => lives().find((each) => each.topic === topic),
    (found) => found !== undefined
  )
  return life?.id ?? ''
}

describe('a sample event', () => {
  it('is that of a FROM entry, or of the first one of a statement, with a topic that fits', async () => {
    const sample = await call('rule.sample', { source: 'a/+/#' })
    expect(sample).toMatchObject({
      event: 'message.publish',
      editable: ['clientid', 'username', 'topic', 'qos', 'payload']
    })
    expect(JSON.parse(sample.json)).toMatchObject({ topic: 'a/a/a', qos: 1, clientid: 'c_emqx' })
    const rawsql = 'SELECT * FROM "$events/client_disconnected", "t"'
    const disconnected = await call('rule.sample', { rawsql })
    expect(JSON.parse(disconnected.json)).toMatchObject({ event: 'client.disconnected', reason: 'normal' })
    await expect(call('rule.sample', { rawsql: 'SELECT' })).rejects.toThrow('rule_syntax')
  })
})

describe('the last real event', () => {
  it('is the newest that a FROM entry fits, for each kind of event', async () => {
    expect(await call('rule.lastEvent', { source: 'last/#' })).toBeUndefined()
    await publish('last/1', 'old')
    await publish('last/2', 'new')
    await publish('other', 'x')
    const newest = await call('rule.lastEvent', { source: 'last/#' })
    expect(JSON.parse(newest?.json ?? '')).toMatchObject({ topic: 'last/2', payload: 'new', clientid: 'sensor' })
    const dropped = await call('rule.lastEvent', { source: '$events/message_dropped' })
    expect(JSON.parse(dropped?.json ?? '')).toMatchObject({ topic: 'other', reason: 'no_subscribers' })
    const checked = await call('rule.lastEvent', { source: '$events/client_check_acl_complete' })
    expect(JSON.parse(checked?.json ?? '')).toMatchObject({ action: 'publish', result: 'allow', is_cache: false })
  })
})

describe('the explanation of a message', () => {
  it('says which rule fired, with what it put out and how its actions went', async () => {
    const [verdict] = await call('rule.explain', { messageId: await publish('in/1', '{"temp": 31.5}') })
    expect(verdict).toMatchObject({
      rule: 'warm',
      verdict: 'fired',
      source: 'in/#',
      outputs: ['{"temp":31.5,"clientid":"sensor"}'],
      actions: [
        { name: 'republish', outcome: 'success', path: [0] },
        { name: 'do_nothing', outcome: 'not_taken', path: [0, 0] },
        { name: 'inspect', outcome: 'success', path: [1] }
      ]
    })
  })

  it('says why one did not: the values that decided it, the error, no FROM entry', async () => {
    const cold = await call('rule.explain', { messageId: await publish('in/2', '{"temp": 3}') })
    expect(cold).toMatchObject([
      { verdict: 'where_false', tests: [{ outcome: 'false', values: [{ sql: 'payload.temp', json: '3' }] }] }
    ])
    const broken = await call('rule.explain', { messageId: await publish('in/3', 'no JSON') })
    expect(broken).toMatchObject([{ verdict: 'error', error: { data: { reason: 'decode_json_failed' } } }])
    const elsewhere = await call('rule.explain', { messageId: await publish('elsewhere', '{}') })
    expect(elsewhere).toMatchObject([{ verdict: 'no_source', sources: ['in/#'] }])
    await expect(call('rule.explain', { messageId: 'never seen' })).rejects.toThrow('message_unknown')
  })
})

it('knows the topics that were published to, newest first, with their highest QoS', async () => {
  await publish('topics/1', 'x', 1)
  await publish('topics/2', 'x', 0)
  await client.publishAsync('topics/1', 'x', { qos: 0 })
  await eventually(
    () => call('broker.topics', undefined),
    (topics) => topics[0]?.topic === 'topics/1'
  )
  expect((await call('broker.topics', undefined)).slice(0, 2)).toEqual([
    { topic: 'topics/1', qos: 1 },
    { topic: 'topics/2', qos: 0 }
  ])
})
