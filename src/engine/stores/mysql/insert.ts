import type { StoredMessage } from '../store.js'
import type { MysqlConnection, ServerFacts, Session } from './connection.js'

export interface Entry {
  readonly index: number
  readonly message: StoredMessage
}

const head = 'insert into mqtt_msg (msgid, topic, sender, qos, retain, payload, arrived) values '
/** Larger statements gain nothing more. */
const statementLength = 4 * 1024 * 1024

/** Inserts in order; more than one statement where they would be too long for one, then in one transaction. */
export async function insert(
  session: MysqlConnection | Session,
  entries: readonly Entry[],
  facts: ServerFacts
): Promise<number[]> {
  const { escape } = await import('mysql2/promise')
  const statements = split(
    entries.map(({ message }) => rowOf(message, escape)),
    Math.min(statementLength, facts.maxAllowedPacket - 1024)
  )
  const runAll = async (on: Session): Promise<number[]> => {
    const ids: number[] = []
    for (const rows of statements) {
      const { insertId } = await on.run(head + rows.join(','))
      // Rows whose number is known beforehand get ids in one run, in every autoinc_lock_mode (MySQL manual, 17.6.1.6).
      for (let place = 0; place < rows.length; place += 1) ids.push(insertId + place * facts.idStep)
    }
    return ids
  }
  return statements.length > 1 && 'transaction' in session ? session.transaction(runAll) : runAll(session)
}

/**
 * `arrived` as EMQX writes it: whole seconds in the server's time zone, which the server knows best. The payload in
 * hexadecimal: shorter than escaped binary, and quicker to write.
 */
function rowOf({ id, topic, from, qos, retain, payload, timestamp }: StoredMessage, escape: (text: string) => string) {
  const arrived = Math.floor(timestamp / 1000)
  const texts = `${escape(id)},${escape(topic)},${escape(from)}`
  return `(${texts},${qos},${Number(retain)},x'${payload.toString('hex')}',from_unixtime(${arrived}))`
}

function split(rows: readonly string[], bytes: number): string[][] {
  const parts: string[][] = []
  let part: string[] = []
  let length = head.length
  for (const row of rows) {
    const rowLength = Buffer.byteLength(row) + 1
    if (part.length > 0 && length + rowLength > bytes) {
      parts.push(part)
      part = []
      length = head.length
    }
    part.push(row)
    length += rowLength
  }
  if (part.length > 0) parts.push(part)
  return parts
}
