import type { StoredMessage } from '../store.js'
import type { Client } from './connection.js'

export interface Entry {
  readonly message: StoredMessage
  readonly member: string
}

export interface Gone {
  readonly member: string
  readonly topic: string
}

/** The fields of a hash in the order of `readFields`; all null where there is no hash. */
export type Fields = readonly (Buffer | null)[]

/** What is done with keys. `write` answers with the errors of single messages, by their place. */
export interface Commands {
  write(client: Client, entries: readonly Entry[], ttl: number): Promise<ReadonlyMap<number, Error>>
  read(client: Client, members: readonly string[]): Promise<Fields[]>
  remove(client: Client, gone: readonly Gone[]): Promise<void>
}
