import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import mqtt, { type MqttClient } from 'mqtt'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CallInput, type CallName, type CallOutput, calls } from '../../src/shared/contract.js'
import { type Inspector, startInspector } from '../../src/engine/inspector.js'

let folder: string
let inspector: Inspector
let secrets: Record<string, string> = {}
const clients: MqttClient[] = []

async function start(): Promise<void> {
  inspector = await startInspector({
    dataDir: folder,
    version: '1',
    secrets: {
      load: () => Promise.resolve(secrets),
      save: (all) => {
        secrets = { ...all }
        return Promise.resolve()
      }
    }
  })
}

async function call<Name extends CallName>(name: Name, input?: CallInput<Name>): Promise<CallOutput<Name>> {
  const result = await inspector.call(name, input)
  if (!result.ok) throw new Error(JSON.stringify(result.error))
  return calls[name].output.parse(result.value) as CallOutput<Name>
}

async function client(username?: string, password?: string): Promise<MqttClient> {
  const { listeners } = (await call('snapshot')).broker
  const login = { ...(username === undefined ? {} : { username }), ...(password === undefined ? {} : { password }) }
  const made = await mqtt.connectAsync(`mqtt://${listeners[0]?.url ?? ''}`, { reconnectPeriod: 0, ...login })
  made.on('error', () => undefined)
  clients.push(made)
  return made
}

const granted = async (made: MqttClient, topic: string) =>
  made.subscribeAsync(topic, { qos: 1 }).then(
    (grants) => grants[0]?.qos,
    () => 128
  )

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'inspector-test-'))
  await start()
  await call('broker.configure', { listeners: { tcp: { host: '127.0.0.1', port: 0 } } })
})
afterAll(async () => {
  for (const made of clients) await made.endAsync(true)
  await inspector.stop()
  await rm(folder, { recursive: true, force: true })
})

describe('the access rules of the window', () => {
  it('count at once, and leave alone who is there already', async () => {
    const before = await client()
    expect(await granted(before, 'secret/1')).toBe(1)
    const view = await call('broker.access', {
      users: [{ username: 'ann', password: 'one' }],
      acl: [{ permit: 'deny', action: 'subscribe', topic: 'secret/#' }]
    })
    expect(view).toEqual({
      users: [{ username: 'ann', hasPassword: true }],
      acl: [{ permit: 'deny', action: 'subscribe', topic: 'secret/#' }]
    })
    expect({ connected: before.connected, again: await granted(before, 'secret/2') }).toEqual({
      connected: true,
      again: 128
    })
    await expect(client()).rejects.toThrow()
    await expect(client('ann', 'two')).rejects.toThrow()
    expect((await client('ann', 'one')).connected).toBe(true)
  })

  it('let the clients of this window in, without a name of their own', async () => {
    await call('subscriber.connect', { id: 'subscriber-1' })
    await call('publisher.publish', {
      clientId: 'publisher-1',
      topic: 'free',
      payload: new TextEncoder().encode('x'),
      qos: 1,
      retain: false
    })
    expect((await call('snapshot')).subscribers[0]?.state).toBe('online')
  })

  it('are there after a restart; the password is in the keychain, and in no file', async () => {
    await inspector.stop()
    expect(secrets).toMatchObject({ 'user:ann:password': 'one' })
    const file = await readFile(join(folder, 'workspace.json'), 'utf8')
    expect(JSON.parse(file)).toMatchObject({ users: [{ username: 'ann' }], acl: [{ topic: 'secret/#' }] })
    expect(file).not.toContain('one"')
    await start()
    const { access, broker } = await call('snapshot')
    expect({ users: access.users, listening: broker.listeners.length }).toEqual({
      users: [{ username: 'ann', hasPassword: true }],
      listening: 1
    })
    expect((await client('ann', 'one')).connected).toBe(true)
  })

  it('keep a password that is not given again; without one nobody gets in', async () => {
    await call('broker.access', { users: [{ username: 'ann' }, { username: 'bob' }], acl: [] })
    expect((await client('ann', 'one')).connected).toBe(true)
    await expect(client('bob', '')).rejects.toThrow()
    expect((await call('snapshot')).access.users).toEqual([
      { username: 'ann', hasPassword: true },
      { username: 'bob', hasPassword: false }
    ])
  })

  it('forget the password of a user that is removed', async () => {
    await call('broker.access', { acl: [] })
    expect(Object.keys(secrets).filter((key) => key.startsWith('user:'))).toEqual([])
    expect((await client()).connected).toBe(true)
  })

  it('refuse a name that is there twice', async () => {
    const twice = { username: 'ann', password: 'x' }
    const result = await inspector.call('broker.access', { users: [twice, twice], acl: [] })
    expect(result.ok).toBe(false)
  })
})

describe('the limits of the window', () => {
  it('count at once, and are kept', async () => {
    const { limits } = await call('snapshot')
    await call('broker.limits', { ...limits, clientIdLength: 30 })
    const { listeners } = (await call('snapshot')).broker
    const tooLong = mqtt.connectAsync(`mqtt://${listeners[0]?.url ?? ''}`, {
      reconnectPeriod: 0,
      clientId: 'x'.repeat(31)
    })
    await expect(tooLong).rejects.toThrow(/identifier rejected/i)
    expect((await call('snapshot')).broker.exceeded.clientIdLength).toBe(1)
    await inspector.stop()
    await start()
    expect((await call('snapshot')).limits.clientIdLength).toBe(30)
  })
})
