import { createHash, timingSafeEqual } from 'node:crypto'
import type { AclEntry, User } from '../../shared/workspace.js'
import { topicMatches } from '../../shared/topics.js'

/** Who may connect: anybody where no users are configured. */
export function mayConnect(
  users: readonly User[] | undefined,
  username: string | undefined,
  password: Buffer | undefined
): boolean {
  if (users === undefined) return true
  const user = users.find((candidate) => candidate.username === username)
  // Compared even for an unknown name, so that the time taken does not tell which names exist.
  const same = timingSafeEqual(digest(user?.password ?? ''), digest(password ?? Buffer.alloc(0)))
  return user !== undefined && same
}

function digest(value: string | Buffer): Buffer {
  return createHash('sha256').update(value).digest()
}

export interface AccessRequest {
  readonly action: 'publish' | 'subscribe'
  /** A topic name, or for a subscription the filter. */
  readonly topic: string
  readonly clientid: string
  readonly username: string | undefined
}

/** The first entry that fits decides; where none fits, it is allowed. */
export function isAllowed(acl: readonly AclEntry[], request: AccessRequest): boolean {
  for (const entry of acl) {
    if (entry.action !== 'all' && entry.action !== request.action) continue
    if (entry.clientid !== undefined && entry.clientid !== request.clientid) continue
    if (entry.username !== undefined && entry.username !== request.username) continue
    if (entry.topic === request.topic || topicMatches(entry.topic, request.topic)) return entry.permit === 'allow'
  }
  return true
}
