import { MongoClient } from 'mongodb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RunningServer } from '../../src/engine/servers/server.js'
import { startServer } from '../../src/engine/servers/startServer.js'

describe('a private server for the MongoDB protocol', () => {
  let server: RunningServer

  beforeAll(async () => {
    server = await startServer('mongo', { obtain: true })
  })
  afterAll(() => server.stop())

  it('keeps its data over a crash', async () => {
    const client = new MongoClient(`mongodb://${String(server.config['servers'])}`)
    const collection = client.db('mqtt').collection('kept')
    await collection.insertOne({ a: 1 })
    await server.kill('SIGKILL')
    await server.restart()
    expect(await collection.find({}, { projection: { _id: 0 } }).toArray()).toEqual([{ a: 1 }])
    await client.close()
  })
})
