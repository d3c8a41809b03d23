import Redis from 'ioredis'
import { afterAll, describe, expect, it } from 'vitest'
import { privateServerFor, reasonFor } from '../setup/servers.js'

const server = await privateServerFor('redis')

describe.skipIf(server === undefined)(`a private Redis ${reasonFor('redis')}`, () => {
  if (server === undefined) return
  afterAll(() => server.stop())

  it('keeps what was written over a crash', async () => {
    const [host = '', port] = String(server.config['server']).split(':')
    const client = new Redis({ host, port: Number(port), lazyConnect: true })
    client.on('error', () => undefined)
    await client.connect()
    await client.set('kept', 'yes')
    // Redis syncs its file every second; what the operating system has been given survives a killed process.
    await server.kill('SIGKILL')
    await server.restart()
    expect(await client.get('kept')).toBe('yes')
    client.disconnect()
  })
})
