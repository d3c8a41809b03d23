import { Redis } from 'ioredis'
import { toBase62 } from '../../src/engine/stores/base62.js'
import { parseAddress, Settings } from '../../src/engine/stores/settings.js'
import type { Resource } from '../../src/shared/workspace.js'
import { type Driver, inParts, type Row, topicOf } from './driver.js'

const prefix = 'mqtt:msg:'
const ttl = 7200
const fillStep = 1000

export async function openRedis({ config }: Resource): Promise<Driver> {
  const settings = new Settings(config)
  const password = settings.text('password')
  const client = new Redis({
    ...parseAddress(settings.text('server')),
    db: settings.number('database'),
    ...(password === '' ? {} : { password })
  })
  await client.ping()
  const pipeline = (rows: readonly Row[]): Promise<unknown> => {
    const commands = client.pipeline()
    for (const { id, topic, sender, qos, retain, payload, at } of rows) {
      const member = toBase62(id)
      const key = prefix + member
      commands.hset(
        key,
        'id',
        member,
        'from',
        sender,
        'qos',
        qos,
        'topic',
        topic,
        'payload',
        payload,
        'ts',
        at,
        'retain',
        retain === 1 ? 'true' : 'false'
      )
      commands.expire(key, ttl)
      commands.zadd(prefix + topic, at, member)
    }
    return commands.exec()
  }
  return {
    ways: { pipeline },
    async clear() {
      await client.flushdb()
    },
    async isEmpty() {
      return (await client.dbsize()) === 0
    },
    async fill(filling) {
      const first = Date.now() - Math.ceil(filling.count / 100)
      await inParts(filling.count, fillStep, 2, (from, to) =>
        pipeline(
          Array.from({ length: to - from }, (_, place) => {
            const index = from + place
            const at = first + Math.floor(index / 100)
            return {
              id: `${(BigInt(at) * 1000n).toString(16).toUpperCase().padStart(16, '0')}F44200000001${(index % 100).toString(16).toUpperCase().padStart(4, '0')}`,
              topic: topicOf(filling, index),
              sender: 'filler',
              qos: 1,
              retain: 0,
              payload: filling.payload,
              at
            }
          })
        )
      )
    },
    close() {
      client.disconnect()
      return Promise.resolve()
    }
  }
}
