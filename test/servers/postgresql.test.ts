import { existsSync } from 'node:fs'
import pg from 'pg'
import { afterAll, describe, expect, it } from 'vitest'
import type { ServerProgress } from '../../src/engine/servers/server.js'
import { privateServerFor, reasonFor } from '../setup/servers.js'

const steps: ServerProgress[] = []
const server = await privateServerFor('pgsql', (progress) => steps.push(progress))

describe.skipIf(server === undefined)(`a private PostgreSQL ${reasonFor('pgsql')}`, () => {
  if (server === undefined) return
  afterAll(() => server.stop())

  const ask = async (statement: string): Promise<unknown> => {
    const { server: address, username, password } = server.config as Record<string, string>
    const [host, port] = (address ?? '').split(':')
    const client = new pg.Client({ host, port: Number(port), user: username, password, database: 'postgres' })
    client.on('error', () => undefined)
    await client.connect()
    try {
      return (await client.query(statement)).rows
    } finally {
      await client.end()
    }
  }

  it('lets in the user of its config and no other password', async () => {
    expect(server.config).toMatchObject({ database: 'mqtt', username: 'postgres', password: 'public' })
    expect(await ask('select 1 as one')).toEqual([{ one: 1 }])
    const [host, port] = String(server.config['server']).split(':')
    const login = { user: 'postgres', password: 'wrong', database: 'postgres' }
    const client = new pg.Client({ host, port: Number(port), ...login })
    await expect(client.connect()).rejects.toThrow(/password authentication failed/)
  })

  it('tells how far it is', () => {
    const known = steps.map(({ step }) => step)
    expect(known[0]).toBe('looking')
    expect(known.slice(-2)).toEqual(['starting', 'ready'])
  })

  it('keeps its port and data over a crash', async () => {
    const before = server.config
    await ask('create table kept (a int)')
    await server.kill('SIGKILL')
    expect(server.pids).toEqual([])
    await expect(ask('select 1')).rejects.toThrow(/ECONNREFUSED/)
    await server.restart()
    expect(server.config).toEqual(before)
    expect(await ask('select * from kept')).toEqual([])
  })

  it('can be paused', async () => {
    await server.kill('SIGSTOP')
    const answer = ask('select 1 as one')
    const early = await Promise.race([answer, new Promise((resolve) => setTimeout(() => resolve('nothing'), 300))])
    expect(early).toBe('nothing')
    await server.kill('SIGCONT')
    expect(await answer).toEqual([{ one: 1 }])
  })

  it('leaves nothing behind', async () => {
    const folder = String(((await ask('show data_directory')) as { data_directory: string }[])[0]?.data_directory)
    expect(existsSync(folder)).toBe(true)
    await server.stop()
    expect(existsSync(folder)).toBe(false)
    expect(server.pids).toEqual([])
  })
})
