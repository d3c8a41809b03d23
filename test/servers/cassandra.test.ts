import { auth, Client } from 'cassandra-driver'
import { afterAll, describe, expect, it } from 'vitest'
import { privateServerFor, reasonFor } from '../setup/servers.js'

const server = await privateServerFor('cassa')

describe.skipIf(server === undefined)(`a private Cassandra ${reasonFor('cassa')}`, () => {
  if (server === undefined) return
  afterAll(() => server.stop())

  const ask = async (statement: string, password = String(server.config['password'])): Promise<unknown> => {
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
