import { MongoClient } from 'mongodb'
import { afterAll, describe, expect, it } from 'vitest'
import { privateServerFor, reasonFor } from '../setup/servers.js'

const server = await privateServerFor('mongo')

describe.skipIf(server === undefined)(`a private server for the MongoDB protocol ${reasonFor('mongo')}`, () => {
  if (server === undefined) return
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
