import type { ConsoleAnswer } from '../../shared/contract.js'
import { cellText } from '../stores/cellText.js'
import type { Scene } from './scene.js'

/** The line by which a person sees the message in the store's own shell; undefined while there is none. */
export function askLine({ backend, look, life }: Scene): string | undefined {
  if (life === undefined) return undefined
  switch (backend) {
    case 'redis': {
      const row = look?.rows.find(({ messageId }) => messageId === life.id)
      return row === undefined ? 'KEYS mqtt:msg*' : `HGETALL ${row.key}`
    }
    case 'cassa':
      return `select * from mqtt_msg where topic = '${life.topic.replaceAll("'", "''")}' and msgid = '${life.id}'`
    case 'mysql':
    case 'pgsql':
      return `select * from mqtt_msg where msgid = '${life.id}'`
    case 'mongo':
      return `db.mqtt_msg.find({ msgid: '${life.id}' })`
  }
}

/** An answer's first row as names and values; Redis answers a hash as rows of both. */
export function pairsOf(line: string, { columns, rows }: ConsoleAnswer): readonly (readonly [string, string])[] {
  if (line.startsWith('HGETALL')) return rows.map(([name = '', value = '']) => [cellText(name), cellText(value)])
  return (rows[0] ?? []).map((cell, index) => [columns[index] ?? '', cellText(cell)])
}
