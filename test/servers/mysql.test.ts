import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createConnection } from 'mysql2/promise'
import { afterAll, describe, expect, it } from 'vitest'
import { userFor } from '../../src/engine/servers/find.js'
import { placeFor } from '../../src/engine/servers/folder.js'
import { startServer } from '../../src/engine/servers/startServer.js'
import { privateServerFor, reasonFor } from '../setup/servers.js'

const server = await privateServerFor('mysql')

describe.skipIf(server === undefined)(`a private MySQL or MariaDB ${reasonFor('mysql')}`, () => {
  if (server === undefined) return
  afterAll(() => server.stop())

  const ask = async (statement: string, password = String(server.config['password'])): Promise<unknown> => {
    const [host = '', port] = String(server.config['server']).split(':')
    const connection = await createConnection({
      host,
      port: Number(port),
      user: String(server.config['user']),
      password
    })
    try {
      return (await connection.query(statement))[0]
    } finally {
      await connection.end()
    }
  }

  it('lets in root with the password of the chapter, who may do anything', async () => {
    expect(server.config).toMatchObject({ user: 'root', password: 'public', database: 'mqtt' })
    await ask('create database mqtt')
    await ask('create table mqtt.kept (a int)')
    await expect(ask('select 1', 'wrong')).rejects.toThrow(/Access denied/)
  })

  it('keeps its data over a crash', async () => {
    await server.kill('SIGKILL')
    await server.restart()
    expect(await ask('select * from mqtt.kept')).toEqual([])
  })

  it('starts, and starts again, for a folder that is ours alone and has a long name', async () => {
    const home = await mkdtemp(join(tmpdir(), 'ours-alone-'))
    const dataDir = join(home, 'long'.repeat(25), 'mysql')
    try {
      for (let start = 0; start < 2; start++) {
        const own = await startServer('mysql', { obtain: false, dataDir })
        await own.stop()
      }
    } finally {
      await rm(await placeFor(dataDir, await userFor('mysql')), { recursive: true, force: true })
      await rm(home, { recursive: true, force: true })
    }
  })
})
