import { createHash, randomUUID, timingSafeEqual } from 'node:crypto'
import { type AccessRequest, decideAccess } from '../../shared/accessRules.js'
import type { AclEntry, User } from '../../shared/workspace.js'

/** Who may connect, and who may publish and subscribe to what. */
export interface AccessRules {
  /** Undefined: anybody may connect. */
  readonly users: readonly User[] | undefined
  readonly acl: readonly AclEntry[]
}

export interface Login {
  readonly username: string
  readonly password: string
}

/** The access rules as they are now. Who is connected stays so, and keeps its subscriptions, when they change. */
export class Access {
  /** For the clients of this very program; to everybody else they have no user name. */
  readonly ownLogin: Login = { username: `inspector-${randomUUID()}`, password: randomUUID() }

  constructor(public rules: AccessRules) {}

  mayConnect(username: string | undefined, password: Buffer | undefined): boolean {
    if (this.rules.users === undefined) return true
    const known = [this.ownLogin, ...this.rules.users].find((candidate) => candidate.username === username)
    // Compared even for an unknown name, so that the time taken does not tell which names exist.
    const same = timingSafeEqual(digest(known?.password ?? ''), digest(password ?? Buffer.alloc(0)))
    return known !== undefined && same
  }

  allows(request: AccessRequest): boolean {
    return decideAccess(this.rules.acl, request).allowed
  }

  /** The user name by which a client is known. */
  nameOf(username: string | undefined): string | undefined {
    return username === this.ownLogin.username ? undefined : username
  }
}

function digest(value: string | Buffer): Buffer {
  return createHash('sha256').update(value).digest()
}
