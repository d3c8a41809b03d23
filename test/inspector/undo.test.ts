import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Inspector, startInspector } from '../../src/engine/inspector.js'
import { defaultWorkspace } from '../../src/engine/workspace/defaultWorkspace.js'
import { type CallInput, type CallName, type CallOutput, calls } from '../../src/shared/contract.js'

let folder: string
let inspector: Inspector
/** What the keychain holds. */
let secrets: Record<string, string> = {}

async function call<Name extends CallName>(name: Name, input: CallInput<Name>): Promise<CallOutput<Name>> {
  const result = await inspector.call(name, input)
  if (!result.ok) throw new Error(JSON.stringify(result.error))
  return calls[name].output.parse(result.value) as CallOutput<Name>
}

const password = 'top secret'
const config = { server: '127.0.0.1:1', database: 'mqtt', username: 'postgres' }
const resource = { id: 'pg', type: 'backend_pgsql', description: 'of the shop' } as const
const rule = {
  id: 'shop',
  description: 'saves',
  rawsql: 'SELECT * FROM "shop/#"',
  on_action_failed: 'stop',
  actions: [{ name: 'offline_msg_to_pgsql', params: { $resource: 'pg', time_range: '2h' } }]
} as const

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'inspector-undo-'))
  const workspace = { ...defaultWorkspace(), listeners: {}, resources: [], rules: [], subscribers: [] }
  await writeFile(join(folder, 'workspace.json'), JSON.stringify(workspace))
  inspector = await startInspector({
    dataDir: folder,
    version: '1',
    secrets: {
      load: () => Promise.resolve({}),
      save: (all) => {
        secrets = { ...all }
        return Promise.resolve()
      }
    }
  })
  await call('resource.create', { ...resource, config: { ...config, password } })
  await call('rule.create', { ...rule, actions: [...rule.actions] })
})

afterAll(async () => {
  await inspector.stop()
  await rm(folder, { recursive: true, force: true })
})

describe('a removal that is taken back', () => {
  it('brings a rule back as it was, and the resource knows that it is used', async () => {
    const { rules, resources } = await call('snapshot', undefined)
    await call('rule.remove', { id: 'shop' })
    expect((await call('snapshot', undefined)).resources[0]?.usedBy).toEqual([])
    await call('rule.restore', { id: 'shop' })
    const after = await call('snapshot', undefined)
    expect(after.rules.map((view) => view.rule)).toEqual(rules.map((view) => view.rule))
    expect(after.resources[0]?.usedBy).toEqual(resources[0]?.usedBy)
    await expect(call('rule.restore', { id: 'shop' })).rejects.toThrow('rule_unknown')
  })

  it('brings a resource back with its password, which the keychain had forgotten and no answer tells', async () => {
    await call('rule.remove', { id: 'shop' })
    const before = await call('snapshot', undefined)
    await call('resource.remove', { id: 'pg' })
    expect(Object.values(secrets)).toEqual([])
    const view = await call('resource.restore', { id: 'pg' })
    expect(view).toMatchObject({ resource: before.resources[0]?.resource, hasPassword: true })
    expect(JSON.stringify(view)).not.toContain(password)
    expect(Object.values(secrets)).toEqual([password])
    await call('rule.restore', { id: 'shop' })
  })

  it('brings back a rule whose resource is gone, with the reason why it does not run', async () => {
    await call('rule.remove', { id: 'shop' })
    await call('resource.remove', { id: 'pg' })
    expect(await call('rule.restore', { id: 'shop' })).toMatchObject({ error: { code: 'resource_unknown' } })
    // It can be switched off all the same.
    expect(await call('rule.enable', { id: 'shop', enabled: false })).toMatchObject({ rule: { enabled: false } })
    await call('resource.restore', { id: 'pg' })
    const { rules } = await call('snapshot', undefined)
    expect(rules[0]).not.toHaveProperty('error')
  })

  it('brings a connection back with its password', async () => {
    const others = secrets
    const connection = { id: 'emqx', name: 'EMQX', config: { host: '127.0.0.1' } }
    await call('connection.save', { ...connection, config: { ...connection.config, password } })
    const saved = secrets
    const before = await call('snapshot', undefined)
    await call('connection.remove', { id: 'emqx' })
    expect(secrets).toEqual(others)
    await call('connection.restore', { id: 'emqx' })
    expect((await call('snapshot', undefined)).connections).toEqual(before.connections)
    expect(secrets).toEqual(saved)
    await expect(call('connection.restore', { id: 'emqx' })).rejects.toThrow('connection_unknown')
    await call('connection.remove', { id: 'emqx' })
  })

  it('does not take the place of what has its id now', async () => {
    await call('rule.remove', { id: 'shop' })
    await call('rule.create', { ...rule, description: 'new', actions: [...rule.actions] })
    await expect(call('rule.restore', { id: 'shop' })).rejects.toThrow('rule_id_taken')
  })
})

it('a copy takes the password of its original, unless it is told another one', async () => {
  expect(await call('resource.create', { ...resource, id: 'copy', config, secretsOf: 'pg' })).toMatchObject({
    hasPassword: true
  })
  expect(secrets).toMatchObject({ 'resource:copy:password': password })
  await call('resource.create', { ...resource, id: 'other', config: { ...config, password: 'x' }, secretsOf: 'pg' })
  expect(secrets).toMatchObject({ 'resource:other:password': 'x' })
})
