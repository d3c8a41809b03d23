import type { Commands, Entry } from './commands.js'
import { prefix, readFields } from './layout.js'

/** EMQX's fields in EMQX's order. */
function fieldsOf({ message, member }: Entry): (string | Buffer)[] {
  const { from, qos, topic, payload, timestamp, retain } = message
  return [
    'id',
    member,
    'from',
    from,
    'qos',
    String(qos),
    'topic',
    topic,
    'payload',
    payload,
    'ts',
    String(timestamp),
    'retain',
    String(retain)
  ]
}

/**
 * One command a key, for a cluster: the keys of one message lie on different nodes. All hashes before all sorted sets,
 * so that whatever is cut off in the middle leaves no member whose hash is still to come.
 */
export const plainCommands: Commands = {
  async write(client, entries, ttl) {
    const errors = new Map<number, Error>()
    await allOf(entries, errors, async (entry) => {
      const key = prefix + entry.member
      await Promise.all([client.hset(key, ...fieldsOf(entry)), client.expire(key, ttl)])
    })
    await allOf(entries, errors, async ({ member, message: { topic, timestamp } }) => {
      await client.zadd(prefix + topic, timestamp, member)
    })
    return errors
  },

  read(client, members) {
    return Promise.all(members.map((member) => client.hmgetBuffer(prefix + member, ...readFields)))
  },

  async remove(client, gone) {
    await Promise.all(gone.map(({ member }) => client.del(prefix + member)))
    const byTopic = new Map<string, string[]>()
    for (const { member, topic } of gone) {
      const members = byTopic.get(topic)
      if (members === undefined) byTopic.set(topic, [member])
      else members.push(member)
    }
    await Promise.all(Array.from(byTopic, ([topic, members]) => client.zrem(prefix + topic, ...members)))
  }
}

/** Runs an action for each entry that has not failed yet; failures are noted by place. */
async function allOf(
  entries: readonly Entry[],
  errors: Map<number, Error>,
  action: (entry: Entry) => Promise<void>
): Promise<void> {
  const outcomes = await Promise.allSettled(
    entries.map(async (entry, place) => {
      if (!errors.has(place)) await action(entry)
    })
  )
  for (const [place, outcome] of outcomes.entries()) {
    if (outcome.status === 'rejected') errors.set(place, outcome.reason as Error)
  }
}
