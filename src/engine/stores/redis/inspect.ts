import { isUtf8 } from 'node:buffer'
import type { Redis } from 'ioredis'
import type { Cell, StoreLook } from '../../../shared/storeLook.js'
import { fromBase62 } from '../base62.js'
import type { Client } from './connection.js'
import { idOf, prefix } from './layout.js'

/** How many keys a look goes through at most, in how large steps; what lies beyond is not counted. */
const mostKeys = 20_000
const step = 1000
/** A longer payload is told by its length: Redis cannot give a part of it. */
const payloadShown = 16_384

const columns = ['key', 'id', 'from', 'qos', 'topic', 'payload', 'ts', 'retain', 'ttl']

/** The newest message hashes with the seconds that they have left, as by `KEYS mqtt:msg*` and `HGETALL`. */
export async function inspect(client: Client, limit: number): Promise<Omit<StoreLook, 'resourceId' | 'error'>> {
  const { keys, isComplete } = await scanKeys(client, `${prefix}*`)
  const hashes = await withoutTopics(
    client,
    keys.map((key) => key.slice(prefix.length))
  )
  // Ids begin with the time.
  const newest = hashes.sort((one, other) => (idOf(one) < idOf(other) ? 1 : -1)).slice(0, limit)
  const rows = await Promise.all(newest.map((member) => readRow(client, member)))
  const [first] = newest
  return {
    statement: first === undefined ? `KEYS ${prefix}*` : `KEYS ${prefix}*\nHGETALL ${prefix}${first}`,
    columns,
    rows: rows.filter((row) => row !== undefined),
    ...(isComplete ? { count: hashes.length } : {}),
    at: Date.now()
  }
}

/** SCAN, not KEYS, which would stop the server while it looks. Of a cluster, each master has a part of the keys. */
export async function scanKeys(client: Client, pattern: string): Promise<{ keys: string[]; isComplete: boolean }> {
  const nodes = 'nodes' in client ? client.nodes('master') : [client]
  const keys = new Set<string>()
  for (const node of nodes) {
    if (!(await scanNode(node, pattern, keys))) return { keys: [...keys], isComplete: false }
  }
  return { keys: [...keys], isComplete: true }
}

async function scanNode(node: Redis, pattern: string, keys: Set<string>): Promise<boolean> {
  let cursor = '0'
  let seen = 0
  do {
    const [next, found] = await node.scan(cursor, 'MATCH', pattern, 'COUNT', step)
    for (const key of found) keys.add(key)
    cursor = next
    seen += step
  } while (cursor !== '0' && seen < mostKeys)
  return cursor === '0'
}

/** Hashes and sorted sets share the prefix; only where a name is no id of ours has Redis to be asked which it is. */
async function withoutTopics(client: Client, names: readonly string[]): Promise<string[]> {
  const hashes: string[] = []
  await Promise.all(
    names.map(async (name) => {
      if (fromBase62(name) !== undefined || (await client.type(prefix + name)) === 'hash') hashes.push(name)
    })
  )
  return hashes
}

async function readRow(client: Client, member: string): Promise<StoreLook['rows'][number] | undefined> {
  const key = prefix + member
  const [[id, from, qos, topic, ts, retain], length, ttl] = await Promise.all([
    client.hmget(key, 'id', 'from', 'qos', 'topic', 'ts', 'retain'),
    client.hstrlen(key, 'payload'),
    client.ttl(key)
  ])
  // It has expired since.
  if (ttl === -2) return undefined
  const payload = length > payloadShown ? `(${length})` : cellOf(await client.hgetBuffer(key, 'payload'))
  const cells = [key, id, from, qos, topic, payload, ts, retain, ttl].map((cell) => cell ?? null)
  return { key, messageId: idOf(member), cells }
}

function cellOf(bytes: Buffer | null): Cell {
  return bytes === null || !isUtf8(bytes) ? bytes : bytes.toString()
}
