import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  type CallInput,
  type CallName,
  type CallOutput,
  calls,
  type Push,
  pushSchema
} from '../../src/shared/contract.js'
import { type Inspector, type SecretKeeper, startInspector } from '../../src/engine/inspector.js'
import { eventually } from '../cycle/harness.js'

let folder: string
let inspector: Inspector
let secrets: Record<string, string>
let pushes: Push[]

const keeper: SecretKeeper = {
  load: () => Promise.resolve(secrets),
  save: (all) => {
    secrets = { ...all }
    return Promise.resolve()
  }
}

async function start(): Promise<void> {
  inspector = await startInspector({ dataDir: folder, version: '1.2.3', secrets: keeper })
  pushes = []
  inspector.onPush((batch) => pushes.push(...batch))
}

/** Calls as the window does, and checks that the answer has the shape that the contract promises. */
async function call<Name extends CallName>(name: Name, input?: CallInput<Name>): Promise<CallOutput<Name>> {
  const result = await inspector.call(name, input)
  if (!result.ok) throw new Error(JSON.stringify(result.error))
  return calls[name].output.parse(result.value) as CallOutput<Name>
}

async function open(): Promise<void> {
  secrets = {}
  folder = await mkdtemp(join(tmpdir(), 'inspector-test-'))
  // Free ports: the usual ones may be in use on the machine that runs the tests.
  await start()
  await call('broker.configure', { listeners: { tcp: { host: '127.0.0.1', port: 0 } } })
}

async function close(): Promise<void> {
  await inspector.stop()
  await rm(folder, { recursive: true, force: true })
}

describe('the first start', () => {
  beforeAll(open)
  afterAll(close)

  it('has a broker, the built-in PostgreSQL, the chapter rule and a subscriber', async () => {
    const snapshot = await call('snapshot')
    expect({
      version: snapshot.version,
      resources: snapshot.resources.map(({ resource }) => resource.config),
      rules: snapshot.rules.map(({ rule, error }) => [rule.enabled, error]),
      subscribers: snapshot.subscribers.map(({ subscriber, state }) => [subscriber.topic, state])
    }).toEqual({
      version: '1.2.3',
      resources: [{ server: 'embedded' }],
      rules: [[true, undefined]],
      subscribers: [['t/1', 'offline']]
    })
  })

  it('plays the cycle with the panes that are there, and tells every step', { timeout: 150_000 }, async () => {
    await call('scenario.play', { id: 'chapter', resourceId: 'postgresql', pace: 0 })
    const { steps } = await eventually(
      () => pushes.flatMap((push) => (push.type === 'scenario' ? [push.scenario] : [])).at(-1),
      (scenario) => scenario?.running === false,
      // The first step waits until the built-in database has made its files.
      120_000
    ).then((scenario) => scenario ?? { steps: [] })
    expect(steps.map(({ step, state }) => `${step} ${state}`)).toEqual(
      ['prepare', 'save', 'subscribe', 'deliver', 'ack', 'delete'].map((step) => `${step} ok`)
    )
    for (const push of pushes) pushSchema.parse(push)
    const kinds = new Set(pushes.map(({ type }) => type))
    expect([...kinds]).toEqual(
      expect.arrayContaining(['timeline', 'received', 'subscribers', 'look', 'scenario', 'log'])
    )
  })
})

describe('a store that is gone', () => {
  beforeAll(open)
  afterAll(close)

  it('is shown as down as soon as a look does not reach it, not only at the next regular check', async () => {
    const state = async () => (await call('snapshot')).resources[0]?.state
    await eventually(state, (now) => now === 'up')
    await call('bench.fault', { id: 'postgresql', fault: 'cut' })
    expect(await call('store.look', { id: 'postgresql' })).toMatchObject({ error: { code: 'store_unreachable' } })
    await eventually(state, (now) => now === 'down', 3000)
    await call('bench.fault', { id: 'postgresql' })
    await eventually(state, (now) => now === 'up')
  })
})

describe('a resource that is read only', () => {
  beforeAll(open)
  afterAll(close)

  it('is looked at and delivered from, and nothing is written: saves, deletes and what is created fail', async () => {
    const steps = async (name: string) =>
      eventually(
        () => pushes.flatMap((push) => (push.type === 'timeline' ? push.lives.flatMap((life) => life.steps) : [])),
        (all) => all.some(({ step }) => step === name),
        30_000
      ).then((all) => all.find(({ step }) => step === name))
    const message = { clientId: 'p', topic: 't/1', qos: 1, retain: false } as const
    const publish = (text: string) => call('publisher.publish', { ...message, payload: Buffer.from(text) })
    const resource = { id: 'postgresql', type: 'backend_pgsql', config: { server: 'embedded' } } as const
    await publish('kept')
    await steps('saved')
    expect(await call('resource.save', { ...resource, readOnly: true })).toMatchObject({ resource: { readOnly: true } })
    pushes = []
    await publish('refused')
    const reason = { by: 'postgresql', reason: 'resource_read_only' }
    expect(await steps('save_failed')).toMatchObject(reason)
    const refused = { ok: false, error: { code: 'resource_read_only', data: { resource: 'postgresql' } } }
    expect(await inspector.call('resource.init', { id: 'postgresql' })).toMatchObject(refused)
    expect(await inspector.call('resource.makeIndex', { id: 'postgresql' })).toMatchObject(refused)

    const [subscriber] = (await call('snapshot')).subscribers
    await call('subscriber.connect', { id: subscriber?.subscriber.id ?? '' })
    expect(await steps('delete_failed')).toMatchObject(reason)
    expect((await call('store.look', { id: 'postgresql' })).rows).toHaveLength(1)
    expect((await call('snapshot')).resources[0]?.state).toBe('up')

    await call('resource.save', resource)
    await publish('kept again')
    await steps('saved')
  })
})

describe('a store in view', () => {
  beforeAll(open)
  afterAll(close)

  it('is told whole when something is new in it, and only as looked at while nothing is', async () => {
    const told = (type: Push['type']) => pushes.filter((push) => push.type === type)
    await eventually(
      () => told('looked'),
      (all) => all.length > 0,
      30_000
    )
    const [looked] = told('looked')
    expect(looked).toMatchObject({ resourceId: 'postgresql' })
    pushes = []
    const message = { clientId: 'p', topic: 't/1', qos: 1, retain: false } as const
    await call('publisher.publish', { ...message, payload: Buffer.from('kept') })
    await eventually(
      () => told('look'),
      (all) => all.some((push) => push.type === 'look' && push.look.rows.length === 1)
    )
    // One more look is whole, which ends what marks the row as new.
    await eventually(
      () => told('looked'),
      (all) => all.length > 0,
      10_000
    )
    expect(told('look').length).toBeGreaterThan(1)
  })

  it('is told whole again to whoever looked meanwhile, for that look may have shown something else', async () => {
    const told = () => pushes.filter(({ type }) => type === 'look' || type === 'looked')
    await eventually(told, (all) => all.at(-1)?.type === 'looked', 30_000)
    pushes = []
    await call('store.look', { id: 'postgresql' })
    const [next] = await eventually(told, (all) => all.length > 0, 10_000)
    expect(next?.type).toBe('look')
  })
})

describe('the list of a subscriber', () => {
  beforeAll(open)
  afterAll(close)

  it('that was cleared is told nothing of what came before', async () => {
    const id = (await call('snapshot')).subscribers[0]?.subscriber.id ?? ''
    await call('subscriber.connect', { id })
    const message = { clientId: 'p', topic: 't/1', qos: 0, retain: false } as const
    const publish = (text: string) => call('publisher.publish', { ...message, payload: Buffer.from(text) })
    await publish('before')
    await publish('before too')
    await eventually(
      () => call('subscriber.messages', { id }),
      (messages) => messages.length === 2
    )
    await call('subscriber.clear', { id })
    // What was told until then was there.
    pushes = []
    await publish('after')
    await eventually(
      () => pushes.flatMap((push) => (push.type === 'received' ? push.messages : [])),
      (messages) => messages.some(({ payload }) => Buffer.from(payload).toString() === 'after')
    )
    const told = pushes.flatMap((push) => (push.type === 'received' ? push.messages : []))
    expect(told.map(({ sequence, payload }) => [sequence, Buffer.from(payload).toString()])).toEqual([[1, 'after']])
  })
})

describe('a connection to another broker', () => {
  beforeAll(open)
  afterAll(close)

  it('that gets another name or group keeps its clients; another place or password lets them come again', async () => {
    const { broker, subscribers } = await call('snapshot')
    const port = broker.listeners.find(({ name }) => name === 'tcp')?.port ?? 0
    const config = { host: '127.0.0.1', port, username: 'reader', password: 'top secret' }
    await call('connection.save', { id: 'far', name: 'Far', config })
    const [first] = subscribers
    if (first === undefined) throw new Error('no subscriber')
    await call('subscriber.save', { ...first.subscriber, connection: 'far' })
    await call('subscriber.connect', { id: first.subscriber.id })
    const since = async () => (await call('broker.clients', { search: '' })).clients.map((client) => client.since)
    const before = await since()
    expect(before).toHaveLength(1)
    const { password, ...shown } = config
    await call('connection.save', { id: 'far', name: 'Farther', group: 'Production', config: shown })
    expect(await since()).toEqual(before)
    await call('connection.save', { id: 'far', name: 'Farther', config: { ...shown, password: `${password}!` } })
    expect(await since()).not.toEqual(before)
  })
})

describe('the console', () => {
  beforeAll(open)
  afterAll(close)

  it('answers a statement that reads, and refuses one that writes', async () => {
    const answer = await eventually(
      () => inspector.call('store.ask', { id: 'postgresql', line: 'select topic from mqtt_msg' }),
      ({ ok }) => ok
    )
    expect(answer).toMatchObject({ ok: true, value: { columns: ['topic'], isCut: false } })
    const refused = await inspector.call('store.ask', { id: 'postgresql', line: 'delete from mqtt_msg' })
    expect(refused).toMatchObject({ ok: false, error: { code: 'console_write_refused' } })
  })
})

describe('what is changed', () => {
  beforeEach(open)
  afterEach(close)

  it('is there after a restart, and no password is in the file', async () => {
    await call('resource.create', {
      id: 'other',
      type: 'backend_pgsql',
      config: { server: '127.0.0.1:1', database: 'mqtt', username: 'postgres', password: 'top secret' }
    })
    await call('settings.save', { language: 'zh', theme: 'dark', density: 'normal', ghostSeconds: 3 })
    await call('rule.enable', { id: 'offline', enabled: false })
    await call('connection.save', {
      id: 'emqx',
      name: 'EMQX',
      config: { host: '127.0.0.1', port: 1, username: 'reader', password: 'top secret' }
    })
    await inspector.stop()
    const text = await readFile(join(folder, 'workspace.json'), 'utf8')
    expect(text).not.toContain('top secret')
    await start()
    const snapshot = await call('snapshot')
    expect(snapshot.settings.language).toBe('zh')
    expect(snapshot.rules[0]?.rule.enabled).toBe(false)
    expect(snapshot.resources[1]).toMatchObject({ hasPassword: true, resource: { id: 'other' } })
    expect(snapshot.connections).toMatchObject([{ hasPassword: true, connection: { name: 'EMQX' }, usedBy: [] }])
    expect(JSON.stringify(snapshot)).not.toContain('top secret')
  })

  it('survives a file that was broken by hand: the one before is taken and the broken one kept', async () => {
    const file = join(folder, 'workspace.json')
    await call('settings.save', { language: 'zh', theme: 'dark', density: 'normal', ghostSeconds: 3 })
    await inspector.stop()
    await writeFile(`${file}.bak`, await readFile(file))
    await writeFile(file, '{ "version": 1, broken')
    await start()
    const snapshot = await call('snapshot')
    expect(snapshot.settings.theme).toBe('dark')
    expect(snapshot.log.map(({ code }) => code)).toContain('workspace_unreadable')
    expect(await readFile(`${file}.broken`, 'utf8')).toContain('broken')
  })
})

describe('bad input', () => {
  beforeAll(open)
  afterAll(close)

  it.each([
    ['no such call', {}, 'call_invalid'],
    ['__proto__', {}, 'call_invalid'],
    ['rule.enable', { id: 'offline' }, 'call_invalid'],
    ['rule.enable', { id: 'nobody', enabled: true }, 'rule_unknown'],
    ['rule.create', { id: 'offline', rawsql: 'SELECT * FROM "t/#"', actions: [] }, 'rule_id_taken'],
    ['rule.save', { id: 'x', rawsql: 'SELECT FROM', actions: [] }, 'rule_syntax'],
    [
      'rule.save',
      {
        id: 'x',
        rawsql: 'SELECT topic FROM "t/#"',
        actions: [{ name: 'offline_msg_to_pgsql', params: { $resource: 'postgresql' } }]
      },
      'rule_columns_missing'
    ],
    [
      'rule.save',
      {
        id: 'x',
        rawsql: 'SELECT * FROM "t/#"',
        actions: [{ name: 'offline_msg_to_redis', params: { $resource: 'postgresql' } }]
      },
      'resource_type_mismatch'
    ],
    ['resource.remove', { id: 'postgresql' }, 'resource_in_use'],
    ['resource.create', { id: 'y', type: 'backend_pgsql', config: { servr: 'x' } }, 'resource_param_invalid'],
    [
      'publisher.publish',
      { clientId: 'p', topic: 'a/#', payload: new Uint8Array(), qos: 1, retain: false },
      'publish_failed'
    ],
    ['subscriber.connect', { id: 'nobody' }, 'client_unknown'],
    ['scenario.play', { id: 'nothing', resourceId: 'postgresql', pace: 0 }, 'scenario_unknown']
  ] as const)('%s %j is answered with %s', async (name, input, code) => {
    const result = await inspector.call(name, input)
    expect(result.ok ? 'ok' : result.error.code).toBe(code)
    expect((await call('snapshot')).rules).toHaveLength(1)
  })

  it('a message that the broker would close the connection for is not sent', async () => {
    const { limits } = await call('snapshot')
    await call('broker.limits', { ...limits, packetSize: 2000 })
    const publication = { clientId: 'p', topic: 't/1', payload: new Uint8Array(2000), qos: 1, retain: false } as const
    await expect(call('publisher.publish', publication)).rejects.toThrow('publication_too_large')
    await call('broker.limits', limits)
  })

  it.each([
    ['resource.test', { type: 'backend_pgsql', config: { database: 'mqtt', username: 'postgres' } }],
    ['resource.test', { type: 'backend_cassa', config: { keyspace: 'mqtt' } }],
    ['connection.test', { name: 'silent', config: {} }]
  ] as const)('%s is cancelled at once where the other side says nothing', async (name, input) => {
    const sockets: Socket[] = []
    const hole = createServer((socket) => sockets.push(socket.on('error', () => undefined))).listen(0, '127.0.0.1')
    await once(hole, 'listening')
    const { port } = hole.address() as AddressInfo
    const places = { server: `127.0.0.1:${port}`, nodes: `127.0.0.1:${port}`, host: '127.0.0.1', port }
    const place = 'type' in input ? (input.type === 'backend_cassa' ? ['nodes'] : ['server']) : ['host', 'port']
    const given = Object.fromEntries(Object.entries(places).filter(([key]) => place.includes(key)))
    const ticket = randomUUID()
    const config = { ...input.config, ...given }
    const tested = inspector.call(name, { ...input, id: 'silent', config, ticket })
    await eventually(() => sockets.length, Boolean)
    const began = performance.now()
    await call('call.cancel', { call: ticket })
    expect(await tested).toMatchObject({ ok: false, error: { code: 'call_cancelled' } })
    expect(performance.now() - began).toBeLessThan(1000)
    for (const socket of sockets) socket.destroy()
    hole.close()
  })

  it('a wrong server is a test that fails with the reason, and nothing is kept', async () => {
    const result = await inspector.call('resource.test', {
      id: 'wrong',
      type: 'backend_pgsql',
      config: { server: '127.0.0.1:1', database: 'mqtt', username: 'postgres', password: 'x' }
    })
    expect(result).toMatchObject({ ok: false, error: { code: 'store_unreachable' } })
    expect((await call('snapshot')).resources).toHaveLength(1)
  })
})
