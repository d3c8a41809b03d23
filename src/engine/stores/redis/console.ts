import { isUtf8 } from 'node:buffer'
import type { Cell } from '../../../shared/storeLook.js'
import { answerOf, refusalOfLine } from '../console.js'
import { type ConsoleAnswer, consoleRows } from '../store.js'
import type { Client } from './connection.js'
import { scanKeys } from './inspect.js'

/** The commands that a person looks at messages with, the least and most arguments, and what the answer's columns are. */
const known: ReadonlyMap<string, readonly [least: number, most: number, columns: readonly string[]]> = new Map([
  ['dbsize', [0, 0, ['value']]],
  ['exists', [1, 1, ['value']]],
  ['hexists', [2, 2, ['value']]],
  ['hget', [2, 2, ['value']]],
  ['hgetall', [1, 1, ['field', 'value']]],
  ['hkeys', [1, 1, ['field']]],
  ['hlen', [1, 1, ['value']]],
  ['hmget', [2, 20, ['value']]],
  ['hstrlen', [2, 2, ['value']]],
  ['keys', [1, 1, ['key']]],
  ['ping', [0, 0, ['value']]],
  ['pttl', [1, 1, ['value']]],
  ['ttl', [1, 1, ['value']]],
  ['type', [1, 1, ['value']]],
  ['zcard', [1, 1, ['value']]],
  ['zcount', [3, 3, ['value']]],
  ['zrange', [3, 4, ['member']]],
  ['zrank', [2, 2, ['value']]],
  ['zrevrange', [3, 4, ['member']]],
  ['zscore', [2, 2, ['value']]]
])

const writes =
  /^(append|bitop|copy|decr|del|eval|evalsha|expire|fcall|flush|function|getdel|getex|getset|hdel|hincr|hset|hmset|incr|linsert|lpush|lpop|lset|lrem|ltrim|migrate|move|mset|multi|persist|pexpire|psetex|publish|rename|restore|rpush|rpop|sadd|script|set|smove|spop|srem|sort|swapdb|unlink|xadd|xdel|z(add|incr|pop|rem|(inter|union|diff|range)store)|config|shutdown|replicaof|slaveof|save|bgsave|debug|acl|client|cluster)/i

/** A word of the line: bare, or in quotes as redis-cli knows them. */
const word = /\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[^\s"']+)/y

/** `KEYS mqtt:msg*`, `HGETALL key` …, as in redis-cli. */
export async function ask(client: Client, line: string): Promise<ConsoleAnswer> {
  const [name = '', ...words] = split(line)
  const command = known.get(name.toLowerCase())
  if (command === undefined) throw refusalOfLine(line, writes)
  const [least, most, columns] = command
  if (words.length < least || words.length > most) throw refusalOfLine(line, writes)
  if (name.toLowerCase() === 'keys') return answerOf(columns, await findKeys(client, words[0] ?? ''))
  const reply: unknown = await client.callBuffer(name, ...limited(name.toLowerCase(), words, line))
  const cells = listOf(reply).map(cellOf)
  if (columns.length === 1 && words.length < 4) return answerOf(columns, inRows(cells, 1))
  return answerOf(columns.length === 2 ? columns : ['member', 'score'], inRows(cells, 2))
}

/** SCAN in place of KEYS, which would stop the server while it looks. */
async function findKeys(client: Client, pattern: string): Promise<Cell[][]> {
  // The chapter writes `mqtt:msg\*`, the backslash for the shell.
  const { keys } = await scanKeys(client, pattern.replaceAll(String.raw`\*`, '*'))
  return keys.sort().map((key) => [key])
}

/** A range ends after as many members as are shown. */
function limited(name: string, words: readonly string[], line: string): string[] {
  if (name !== 'zrange' && name !== 'zrevrange') return [...words]
  const [key = '', first = '', last = '', option] = words
  const [start, stop] = [Number(first), Number(last)]
  if (!Number.isInteger(start) || !Number.isInteger(stop)) throw refusalOfLine(line, writes)
  if (option !== undefined && option.toLowerCase() !== 'withscores') throw refusalOfLine(line, writes)
  // `-1` is the last; another end that is counted from the back cannot be told to be too far.
  const isFar = start >= 0 && (stop === -1 || stop > start + consoleRows)
  const end = isFar ? start + consoleRows : stop
  return [key, first, String(end), ...(option === undefined ? [] : [option])]
}

function split(line: string): string[] {
  const text = line.trim()
  const words: string[] = []
  word.lastIndex = 0
  while (word.lastIndex < text.length) {
    const match = word.exec(text)
    if (match?.[1] === undefined) throw refusalOfLine(line, writes)
    const [, found] = match
    words.push(/^["']/.test(found) ? found.slice(1, -1).replace(/\\(["'\\])/g, '$1') : found)
  }
  return words
}

/** ioredis makes an object of what HGETALL answers. */
function listOf(reply: unknown): unknown[] {
  if (Array.isArray(reply)) return reply as unknown[]
  const isFields = typeof reply === 'object' && reply !== null && !Buffer.isBuffer(reply)
  return isFields ? Object.entries(reply).flat() : [reply]
}

function inRows(cells: readonly Cell[], width: number): Cell[][] {
  const rows: Cell[][] = []
  for (let start = 0; start < cells.length; start += width) rows.push(cells.slice(start, start + width))
  return rows
}

function cellOf(value: unknown): Cell {
  if (typeof value === 'number' || typeof value === 'string') return value
  if (!Buffer.isBuffer(value)) return null
  return isUtf8(value) ? value.toString() : value
}
