import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Inspector, startInspector } from '../../src/engine/inspector.js'
import { defaultWorkspace } from '../../src/engine/workspace/defaultWorkspace.js'
import { type CallInput, type CallName, type CallOutput, calls } from '../../src/shared/contract.js'
import type { Workspace } from '../../src/shared/workspace.js'

let folder: string
let inspector: Inspector
/** What the keychain holds. */
let secrets: Record<string, string>

async function call<Name extends CallName>(name: Name, input: CallInput<Name>): Promise<CallOutput<Name>> {
  const result = await inspector.call(name, input)
  if (!result.ok) throw new Error(JSON.stringify(result.error))
  return calls[name].output.parse(result.value) as CallOutput<Name>
}

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

async function exported(): Promise<Workspace> {
  return JSON.parse(await call('workspace.export', undefined)) as Workspace
}

const password = 'top secret'
const config = { server: '127.0.0.1:1', database: 'mqtt', username: 'postgres' }

beforeEach(async () => {
  secrets = {}
  folder = await mkdtemp(join(tmpdir(), 'inspector-workspace-'))
  const workspace = { ...defaultWorkspace(), listeners: {}, resources: [], rules: [], subscribers: [] }
  await writeFile(join(folder, 'workspace.json'), JSON.stringify(workspace))
  await start()
  await call('resource.create', { id: 'pg', type: 'backend_pgsql', config: { ...config, password } })
  await call('resource.create', { id: 'other', type: 'backend_pgsql', config: { ...config, password: 'other' } })
  await call('connection.save', { id: 'emqx', name: 'EMQX', config: { host: '127.0.0.1', password } })
})

afterEach(async () => {
  await inspector.stop()
  await rm(folder, { recursive: true, force: true })
})

describe('the whole workspace', () => {
  it('goes to a file without a password', async () => {
    const text = await call('workspace.export', undefined)
    expect(text).not.toContain(password)
    expect(JSON.parse(text)).toMatchObject({ version: 1, resources: [{ id: 'pg' }, { id: 'other' }] })
  })

  it('comes from a file, whatever was changed before the engine began anew', async () => {
    const before = await exported()
    await call('workspace.import', { text: JSON.stringify({ ...before, publisher: { topic: 'imported' } }) })
    await call('publisher.draft', { clientId: 'p', topic: 'typed meanwhile' })
    await inspector.stop()
    expect(JSON.parse(await readFile(join(folder, 'workspace.json'), 'utf8'))).toMatchObject({
      publisher: { topic: 'imported' }
    })
    await start()
    expect((await call('snapshot', undefined)).publisher.topic).toBe('imported')
  })

  it('has the groups of connections; those of a file from before there were any are in none', async () => {
    await call('connection.save', { id: 'far', name: 'Far', group: ' Production ', config: { host: '10.0.0.1' } })
    const before = await exported()
    expect(before.connections).toMatchObject([
      { id: 'emqx', group: '' },
      { id: 'far', group: 'Production' }
    ])
    const connections = before.connections.map((each) => ({ ...each, ...(each.id === 'emqx' && { group: undefined }) }))
    await call('workspace.import', { text: JSON.stringify({ ...before, connections }) })
    await inspector.stop()
    await start()
    expect((await exported()).connections).toEqual(before.connections)
  })

  it('keeps passwords only for what still leads to the same server', async () => {
    const before = await exported()
    const [pg, other] = before.resources
    const resources = [pg, { ...other, config: { ...other?.config, server: 'elsewhere:5432' } }]
    const connections = before.connections.map((each) => ({ ...each, name: 'renamed' }))
    await call('workspace.import', { text: JSON.stringify({ ...before, resources, connections }) })
    expect(secrets).toEqual({ 'resource:pg:password': password, 'connection:emqx:password': password })
  })

  it('takes passwords out of a file that has them', async () => {
    const before = await exported()
    const resources = [{ id: 'new', type: 'backend_pgsql', config: { ...config, password: 'written down' } }]
    await call('workspace.import', { text: JSON.stringify({ ...before, resources }) })
    expect(secrets).toMatchObject({ 'resource:new:password': 'written down' })
    expect(await readFile(join(folder, 'workspace.json'), 'utf8')).not.toContain('written down')
  })

  it.each([
    ['{ "version": 1, ', 'JSON'],
    ['{}', 'version'],
    ['{"version":1,"listeners":{},"resources":[{"id":"a b"}],"rules":[],"subscribers":[]}', 'resources']
  ])('is not replaced by what is none: %s', async (text, reason) => {
    const before = await exported()
    const failed = call('workspace.import', { text })
    await expect(failed).rejects.toThrow('workspace_invalid')
    await expect(failed).rejects.toThrow(reason)
    expect(await exported()).toEqual(before)
    expect(secrets).toMatchObject({ 'resource:pg:password': password })
  })
})
