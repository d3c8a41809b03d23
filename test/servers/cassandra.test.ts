import { auth, Client } from 'cassandra-driver'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RunningServer } from '../../src/engine/servers/server.js'
import { startServer } from '../../src/engine/servers/startServer.js'

describe('a private Cassandra', () => {
  let server: RunningServer

  beforeAll(async () => {
    server = await startServer('cassa', { obtain: true })
  })
  afterAll(() => server.stop())

  async function ask(statement: string, password = String(server.config['password'])): Promise<unknown> {
    const client = new Client({
      contactPoints: [String(server.config['nodes'])],
      localDataCenter: 'datacenter1',
      authProvider: new auth.PlainTextAuthProvider(String(server.config['username']), password)
    })
    try {
      const rows = ((await client.execute(statement)).rows as object[] | undefined) ?? []
      return rows.map((row) => ({ ...row }))
    } finally {
      await client.shutdown()
    }
  }

  it('has the account of the chapter', async () => {
    expect(server.config).toMatchObject({ username: 'root', password: 'public', keyspace: 'mqtt' })
    await ask("create keyspace mqtt with replication = {'class': 'SimpleStrategy', 'replication_factor': '1'}")
    await ask('create table mqtt.kept (a int primary key)')
    await ask('insert into mqtt.kept (a) values (1)')
    await expect(ask('select a from mqtt.kept', 'wrong')).rejects.toThrow()
  })

  it('keeps what was written a moment before a crash', async () => {
    await server.kill('SIGKILL')
    await server.restart()
    expect(await ask('select a from mqtt.kept')).toEqual([{ a: 1 }])
  })
})
