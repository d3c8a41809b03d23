import { createConnection } from 'mysql2/promise'
import { afterAll, describe, expect, it } from 'vitest'
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
})
