import { Long, MongoClient } from 'mongodb'
import { Settings } from '../../src/engine/stores/settings.js'
import type { Resource } from '../../src/shared/workspace.js'
import { type Driver, inParts, type Row, topicOf } from './driver.js'

const fillStep = 1000

export async function openMongodb({ config, type }: Resource): Promise<Driver> {
  const settings = new Settings(config)
  const login = settings.text('login')
  const client = new MongoClient(`mongodb://${settings.text('servers')}/`, {
    // As durable as what the product writes.
    writeConcern: { w: 'majority', journal: true },
    ...(login === '' ? {} : { auth: { username: login, password: settings.text('password') } }),
    ...(login === '' ? {} : { authSource: settings.text('auth_source') }),
    ...(type === 'backend_mongo_rs' ? { replicaSet: settings.text('rs_set_name') } : {})
  })
  await client.connect()
  const collection = client.db(settings.text('database')).collection('mqtt_msg')
  const insert = (rows: readonly Row[], ordered: boolean) =>
    collection.insertMany(
      rows.map(({ id, topic, sender, qos, retain, payload, at }) => ({
        topic,
        msgid: id,
        sender,
        qos,
        retain,
        payload: payload.toString(),
        timestamp: Long.fromNumber(at)
      })),
      { ordered }
    )
  return {
    ways: {
      'insertMany, unordered': (rows) => insert(rows, false),
      'insertMany, ordered': (rows) => insert(rows, true)
    },
    async clear() {
      await collection.drop()
      await client.db(settings.text('database')).createCollection(collection.collectionName)
    },
    async isEmpty() {
      return (await collection.findOne({}, { projection: { _id: 1 } })) === null
    },
    async fill(filling) {
      const first = Date.now() * 1000 - filling.count
      await inParts(filling.count, fillStep, 2, (from, to) =>
        insert(
          Array.from({ length: to - from }, (_, place) => ({
            id: `${(first + from + place).toString(16).toUpperCase().padStart(16, '0')}F442000000010000`,
            topic: topicOf(filling, from + place),
            sender: 'filler',
            qos: 1,
            retain: 0,
            payload: filling.payload,
            at: Date.now()
          })),
          false
        )
      )
    },
    close: () => client.close()
  }
}
