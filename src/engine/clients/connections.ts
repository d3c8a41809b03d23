import { AppError } from '../../shared/errors.js'
import { type Connection, mostConnections } from '../../shared/workspace.js'
import { outsideTarget, type Target } from './target.js'

type Secrets = Readonly<Record<string, string>>

/** The brokers that are not ours, with their passwords. */
export class Connections {
  private readonly all = new Map<string, Connection>()

  constructor(saved: readonly Connection[], secrets: Secrets) {
    for (const connection of saved) this.all.set(connection.id, withPassword(connection, secrets))
  }

  /** As they may be written to a file, and shown. */
  settings(): Connection[] {
    return [...this.all.values()].map(withoutPassword)
  }

  find(id: string): Connection | undefined {
    return this.all.get(id)
  }

  /** Throws `connection_unknown`. */
  get(id: string): Connection {
    const connection = this.find(id)
    if (connection === undefined) throw new AppError('connection_unknown', { connection: id })
    return connection
  }

  /** Makes it, or changes it. Throws `too_many`. */
  save(connection: Connection): void {
    const isFull = this.all.size >= mostConnections && !this.all.has(connection.id)
    if (isFull) throw new AppError('too_many', { most: mostConnections })
    this.all.set(connection.id, connection)
  }

  remove(id: string): void {
    this.all.delete(id)
  }

  target(id: string): Target {
    return outsideTarget(this.get(id).config)
  }
}

export function passwordKey(id: string): string {
  return `connection:${id}:password`
}

/** A connection with the password that is known of it, if any. */
export function withPassword(connection: Connection, secrets: Secrets): Connection {
  const known = secrets[passwordKey(connection.id)]
  return known === undefined ? connection : { ...connection, config: { ...connection.config, password: known } }
}

export function withoutPassword(connection: Connection): Connection {
  const { config } = connection
  return { ...connection, config: Object.fromEntries(Object.entries(config).filter(([key]) => key !== 'password')) }
}
