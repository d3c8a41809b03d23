import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import mqtt from 'mqtt'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Inspector, startInspector } from '../../src/engine/inspector.js'
import { type CallInput, type CallName, type CallOutput, calls } from '../../src/shared/contract.js'
import { percentile } from '../../src/shared/latency.js'
import { eventually } from '../cycle/harness.js'
import { privateServerFor, reasonFor } from '../setup/servers.js'

// Only that there is one on this machine: the inspector starts its own.
const found = await privateServerFor('redis')
await found?.stop()

describe.skipIf(found === undefined)(`a Redis that the window started ${reasonFor('redis')}`, () => {
  let folder: string
  let inspector: Inspector

  async function call<Name extends CallName>(name: Name, input?: CallInput<Name>): Promise<CallOutput<Name>> {
    const result = await inspector.call(name, input)
    if (!result.ok) throw new Error(JSON.stringify(result.error))
    return calls[name].output.parse(result.value) as CallOutput<Name>
  }

  const server = async () => (await call('snapshot')).servers.find(({ backend }) => backend === 'redis')
  const state = async () => (await server())?.state
  const resource = async () => (await call('snapshot')).resources.find((view) => view.resource.id === 'local-redis')
  const rows = async () => (await call('store.look', { id: 'local-redis' })).rows.length

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'inspector-test-'))
    const secrets = { load: () => Promise.resolve({}), save: () => Promise.resolve() }
    inspector = await startInspector({ dataDir: folder, version: '1.2.3', secrets })
    await call('broker.configure', { listeners: { tcp: { host: '127.0.0.1', port: 0 } } })
    await call('server.start', { backend: 'redis' })
    await eventually(state, (now) => now === 'running', 60_000)
    await call('rule.save', {
      id: 'offline',
      rawsql: `SELECT * FROM "t/#"`,
      actions: [{ name: 'offline_msg_to_redis', params: { $resource: 'local-redis' } }]
    })
  })

  afterAll(async () => {
    await inspector.stop()
    await rm(folder, { recursive: true, force: true })
  })

  it('is killed, and started again with what it had; what was published meanwhile is saved then', async () => {
    const { broker } = await call('snapshot')
    const client = await mqtt.connectAsync(`mqtt://127.0.0.1:${broker.listeners[0]?.port ?? 0}`)
    await client.publishAsync('t/1', 'before', { qos: 1 })
    await call('server.kill', { backend: 'redis' })
    expect(await server()).toMatchObject({ state: 'killed', resourceId: 'local-redis' })
    const published = performance.now()
    let isAcknowledged = false
    const acknowledged = client.publishAsync('t/1', 'meanwhile', { qos: 1 }).then(() => (isAcknowledged = true))
    await expect.poll(async () => (await resource())?.state).toBe('down')
    await expect.poll(async () => (await resource())?.waiting).toBe(1)
    expect(isAcknowledged).toBe(false)

    const away = performance.now() - published
    await call('server.start', { backend: 'redis' })
    await expect.poll(state).toBe('running')
    await acknowledged
    expect((await resource())?.state).toBe('up')
    await expect.poll(rows).toBe(2)
    // One was saved at once, one had to wait for the server.
    const { saved } = (await resource())?.latencies ?? { saved: [] }
    expect(saved.reduce((sum, each) => sum + each, 0)).toBe(2)
    expect(percentile(saved, 1)).toBeGreaterThan(away)
    await client.endAsync()
  })

  it('can be stopped when it was killed, and started anew', async () => {
    await call('server.kill', { backend: 'redis' })
    await call('server.stop', { backend: 'redis' })
    expect(await server()).toEqual({ backend: 'redis', state: 'stopped' })
    await call('server.start', { backend: 'redis' })
    await expect.poll(state, { timeout: 60_000 }).toBe('running')
    await expect.poll(rows).toBe(2)
  })
})
