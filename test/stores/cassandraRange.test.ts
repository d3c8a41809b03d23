import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { CassandraConnection, Statement } from '../../src/engine/stores/cassandra/connection.js'
import { idAt, readRange } from '../../src/engine/stores/cassandra/range.js'
import { AppError } from '../../src/shared/errors.js'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** What a server suffers in one read (tombstone_failure_threshold). */
const threshold = 100_000

it.each([5, 9, 11, 40, 59, 61, 700, 5000])(
  'finds its way in few reads past 150,000 rows that were deleted %i s ago, while time goes by',
  async (age) => {
    const [count, span] = [150_000, 1000]
    const begin = Date.now() - age * 1000
    let reads = 0
    const execute = ({ query, params }: Statement) => {
      reads += 1
      vi.setSystemTime(Date.now() + 100)
      let [low, high] = [0, count]
      for (const [index, [, sign = '']] of [...query.matchAll(/msgid (>=?|<) \?/g)].entries()) {
        const time = Number.parseInt(String(params[index + 1]).slice(0, 16), 16) / 1000
        const place = ((time - begin) / span) * count
        if (sign === '<') high = Math.min(high, place)
        else low = Math.max(low, place)
      }
      if (high - low <= threshold) return Promise.resolve([])
      return Promise.reject(new AppError('store_statement_failed', {}, { cause: { code: 0x1300 } }))
    }
    const connection = { execute } as unknown as CassandraConnection
    const options = { table: 'mqtt_msg', columns: 'msgid', limit: 1 }
    expect(await readRange(connection, { topic: 't' }, options)).toEqual([])
    expect(reads).toBeLessThan(60)
    const below = idAt(Date.now() + 1000)
    expect(await readRange(connection, { topic: 't', from: idAt(begin - 60_000), below }, options)).toEqual([])
    expect(reads).toBeLessThan(120)
  }
)
