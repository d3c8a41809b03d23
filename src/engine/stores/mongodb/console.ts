import type { Collection, Document, Filter, Sort } from 'mongodb'
import { answerOf, refusalOfLine } from '../console.js'
import { type ConsoleAnswer, consoleRows } from '../store.js'
import { collectionName, type Driver } from './connection.js'
import type { Stored } from './document.js'
import { cellOf, columns } from './inspect.js'
import { type Call, parseShell } from './shell.js'

const writes =
  /^(db\.(\w+\.)?(insert|update|delete|remove|drop|create|save|replace|rename|bulkWrite|findAndModify|findOneAnd|aggregate|mapReduce|eval|runCommand|adminCommand|shutdown|fsync|grant|revoke|copy)|use\b|load\b)/

/** Operators that only compare. Others run code on the server (`$where`) or write (`$out`). */
const operators: ReadonlySet<string> = new Set(
  '$eq $ne $gt $gte $lt $lte $in $nin $exists $type $regex $options $and $or $nor $not $size $mod'.split(' ')
)

/** `db.mqtt_msg.find(…)`, with `sort`, `skip`, `limit`, `count`, and its like, as in the mongo shell. */
export async function ask(collection: Collection<Stored>, driver: Driver, line: string): Promise<ConsoleAnswer> {
  const refusal = refusalOfLine(line, writes)
  const calls = parseShell(line.trim().replace(/\.pretty\(\)/, ''), (name, args) => makeValue(driver, name, args))
  const [first, ...rest] = calls ?? []
  if (first === undefined || !first.name.startsWith(`${collectionName}.`) || !first.args.every(isHarmless))
    throw refusal
  const query = { ...first, name: first.name.slice(collectionName.length + 1) }
  const [filter = {}, projection] = query.args as [Filter<Stored>?, Document?]
  const isCount = rest.some(({ name }) => name === 'count')
  switch (query.name) {
    case 'find':
      if (isCount && rest.length === 1) return countOf(await collection.countDocuments(filter))
      return find(collection, driver, filter, projection, optionsOf(rest, refusal))
    case 'findOne':
      if (rest.length > 0) throw refusal
      return find(collection, driver, filter, projection, { limit: 1 })
    case 'count':
    case 'countDocuments':
    case 'estimatedDocumentCount':
      if (rest.length > 0) throw refusal
      return countOf(await collection.countDocuments(filter))
    default:
      throw refusal
  }
}

interface Options {
  sort?: Sort
  skip?: number
  limit?: number
}

function optionsOf(calls: readonly Call[], refusal: Error): Options {
  const options: Options = {}
  for (const { name, args } of calls) {
    const [value] = args
    if (name === 'sort' && typeof value === 'object' && value !== null) options.sort = value as Sort
    else if ((name === 'limit' || name === 'skip') && typeof value === 'number') options[name] = value
    else throw refusal
  }
  return options
}

async function find(
  collection: Collection<Stored>,
  driver: Driver,
  filter: Filter<Stored>,
  projection: Document | undefined,
  { sort = {}, skip = 0, limit = 0 }: Options
): Promise<ConsoleAnswer> {
  const most = limit === 0 ? consoleRows + 1 : Math.min(Math.abs(limit), consoleRows + 1)
  const found = await collection
    .find(filter, projection === undefined ? {} : { projection })
    .sort(sort)
    .skip(skip)
    .limit(most)
    .toArray()
  // The fields of EMQX's documents first, then whatever else there is.
  const present = new Set(found.flatMap((document) => Object.keys(document)))
  const names = [...columns.filter((name) => present.has(name) || present.size === 0)]
  for (const name of present) if (!columns.includes(name)) names.push(name)
  const rows = found.map((document) => names.map((name) => cellOf(document[name], driver)))
  return answerOf(names, rows)
}

function countOf(count: number): ConsoleAnswer {
  return answerOf(['count'], [[count]])
}

function isHarmless(value: unknown): boolean {
  if (Array.isArray(value)) return value.every(isHarmless)
  if (typeof value !== 'object' || value === null || '_bsontype' in value || value instanceof Date) return true
  return Object.entries(value).every(
    ([name, inner]) => (!name.startsWith('$') || operators.has(name)) && isHarmless(inner)
  )
}

function makeValue({ ObjectId, Long }: Driver, name: string, [value]: readonly unknown[]): unknown {
  const text = String(value)
  switch (name) {
    case 'ObjectId':
      return ObjectId.isValid(text) ? new ObjectId(text) : undefined
    case 'Long':
    case 'NumberLong':
      return /^-?\d+$/.test(text) ? Long.fromString(text) : undefined
    case 'NumberInt':
      return Number(text)
    case 'ISODate':
      return Number.isNaN(Date.parse(text)) ? undefined : new Date(text)
    default:
      return undefined
  }
}
