import { createHash } from 'node:crypto'
import type { Commands, Fields } from './commands.js'
import type { Client } from './connection.js'
import { prefix, readFields } from './layout.js'

interface Script {
  readonly text: string
  readonly sha: string
}

function scriptOf(text: string): Script {
  return { text, sha: createHash('sha1').update(text).digest('hex') }
}

/** By its hash; in full only when the server does not know it yet. All keys are named, as Redis demands. */
async function evaluate(
  client: Client,
  { text, sha }: Script,
  keys: readonly string[],
  values: readonly (string | Buffer)[]
): Promise<unknown> {
  try {
    return await client.callBuffer('evalsha', sha, keys.length, ...keys, ...values)
  } catch (error) {
    if (!(error instanceof Error) || !error.message.startsWith('NOSCRIPT')) throw error
    return client.callBuffer('eval', text, keys.length, ...keys, ...values)
  }
}

const write = scriptOf(`
  local errors = {}
  for i = 1, #KEYS / 2 do
    local at = 2 + (i - 1) * 7
    local hash, set = KEYS[i * 2 - 1], KEYS[i * 2]
    local id, ts = ARGV[at], ARGV[at + 5]
    local reply = redis.pcall('HSET', hash, 'id', id, 'from', ARGV[at + 1], 'qos', ARGV[at + 2], 'topic', ARGV[at + 3],
      'payload', ARGV[at + 4], 'ts', ts, 'retain', ARGV[at + 6])
    if type(reply) ~= 'table' then reply = redis.pcall('EXPIRE', hash, ARGV[1]) end
    if type(reply) ~= 'table' then reply = redis.pcall('ZADD', set, ts, id) end
    if type(reply) == 'table' then
      errors[#errors + 1] = tostring(i - 1)
      errors[#errors + 1] = reply.err
    end
  end
  return errors`)

const read = scriptOf(`
  local rows = {}
  for i = 1, #KEYS do rows[i] = redis.call('HMGET', KEYS[i], ${readFields.map((name) => `'${name}'`).join(', ')}) end
  return rows`)

const remove = scriptOf(`
  for i = 1, #KEYS / 2 do
    redis.call('DEL', KEYS[i * 2 - 1])
    redis.call('ZREM', KEYS[i * 2], ARGV[i])
  end`)

/**
 * One script a batch, for a single server: a fifth of the work that a pipeline of commands makes for this process, and
 * a message is there whole or not at all.
 */
export const scriptedCommands: Commands = {
  async write(client, entries, ttl) {
    const keys = entries.flatMap(({ member, message }) => [prefix + member, prefix + message.topic])
    const values: (string | Buffer)[] = [String(ttl)]
    for (const { member, message } of entries) {
      const { from, qos, topic, payload, timestamp, retain } = message
      values.push(member, from, String(qos), topic, payload, String(timestamp), String(retain))
    }
    const reply = (await evaluate(client, write, keys, values)) as Buffer[]
    const errors = new Map<number, Error>()
    for (let index = 0; index < reply.length; index += 2) {
      errors.set(Number(reply[index]), new Error(String(reply[index + 1])))
    }
    return errors
  },

  async read(client, members) {
    return (await evaluate(
      client,
      read,
      members.map((member) => prefix + member),
      []
    )) as Fields[]
  },

  async remove(client, gone) {
    const keys = gone.flatMap(({ member, topic }) => [prefix + member, prefix + topic])
    await evaluate(
      client,
      remove,
      keys,
      gone.map(({ member }) => member)
    )
  }
}
