import { createPool } from 'mysql2/promise'
import { parseAddress, Settings } from '../../src/engine/stores/settings.js'
import type { Resource } from '../../src/shared/workspace.js'
import { type Driver, inParts } from './driver.js'

const columns = 'msgid, topic, sender, qos, retain, payload, arrived'
const insert = `insert into mqtt_msg (${columns}) values ?`
const digits =
  '(select 0 n union select 1 union select 2 union select 3 union select 4 union select 5 union select 6 union select 7 union select 8 union select 9)'
/** 0 to 99,999. */
const numbers = `(select a.n + 10 * b.n + 100 * c.n + 1000 * d.n + 10000 * e.n as n
  from ${digits} a, ${digits} b, ${digits} c, ${digits} d, ${digits} e) as numbers`
const fillStep = 100_000

export async function openMysql({ config }: Resource): Promise<Driver> {
  const settings = new Settings(config)
  const pool = createPool({
    ...parseAddress(settings.text('server')),
    user: settings.text('user'),
    password: settings.text('password'),
    database: settings.text('database'),
    connectionLimit: 8
  })
  await pool.query('select 1')
  return {
    ways: {
      'insert of many values': (rows) =>
        pool.query(insert, [
          rows.map(({ id, topic, sender, qos, retain, payload, at }) => [
            id,
            topic,
            sender,
            qos,
            retain,
            payload,
            new Date(at)
          ])
        ])
    },
    async clear() {
      await pool.query('truncate table mqtt_msg')
    },
    async isEmpty() {
      const [rows] = await pool.query('select 1 from mqtt_msg limit 1')
      return Array.isArray(rows) && rows.length === 0
    },
    async fill({ count, topics, prefix, payload }) {
      const first = Date.now() * 1000 - count
      await inParts(count, fillStep, 1, (from, to) =>
        pool.query(
          `insert into mqtt_msg (${columns})
            select concat(lpad(hex(? + n), 16, '0'), 'F442000000010000'),
              if(? = 1, ?, concat(?, '/', (? + n) % ?)), 'filler', 1, 0, ?, now()
            from ${numbers} where n < ? order by n`,
          [first + from, topics, prefix, prefix, from, topics, payload, to - from]
        )
      )
      await pool.query('analyze table mqtt_msg')
    },
    close: () => pool.end()
  }
}
