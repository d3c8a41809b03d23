import type { AclEntry } from './workspace.js'

export interface AccessRequest {
  readonly action: 'publish' | 'subscribe'
  /** A topic name, or for a subscription the filter. */
  readonly topic: string
  readonly clientid: string
  readonly username: string | undefined
}

export interface AccessDecision {
  readonly allowed: boolean
  /** Which entry decided; undefined where none fits, which allows. */
  readonly by: number | undefined
}

/** The first entry that fits decides; where none fits, it is allowed (EMQX's `acl_nomatch = allow`). */
export function decideAccess(acl: readonly AclEntry[], request: AccessRequest): AccessDecision {
  for (const [by, entry] of acl.entries()) if (fits(entry, request)) return { allowed: entry.permit === 'allow', by }
  return { allowed: true, by: undefined }
}

function fits(entry: AclEntry, request: AccessRequest): boolean {
  if (entry.action !== 'all' && entry.action !== request.action) return false
  if (entry.clientid !== undefined && entry.clientid !== request.clientid) return false
  if (entry.username !== undefined && entry.username !== request.username) return false
  return entry.topic === request.topic || covers(entry, request)
}

/** As a topic filter matches a topic, level by level; a leading wildcard does not match `$…` [MQTT-4.7.2-1]. */
function covers({ topic: filter, permit }: AclEntry, { topic, clientid, username }: AccessRequest): boolean {
  if (topic.startsWith('$') && (filter.startsWith('+') || filter.startsWith('#'))) return false
  const levels = filter.split('/')
  const asked = topic.split('/')
  for (const [index, level] of levels.entries()) {
    if (level === '#') return true
    const word = asked[index]
    if (word === undefined) return false
    if (level === '+') {
      // One level does not allow all the levels below it: `a/+` gives no leave to subscribe to `a/#`.
      if (word === '#' && permit === 'allow') return false
    } else if (word !== named(level, clientid, username)) return false
  }
  return levels.length === asked.length
}

/**
 * EMQX's placeholders, for a whole level. What they stand for is compared and never read as a wildcard: else a client
 * that calls itself `#` would get everything.
 */
function named(level: string, clientid: string, username: string | undefined): string | undefined {
  if (level === '%c') return isPlain(clientid) ? clientid : undefined
  if (level === '%u') return username !== undefined && isPlain(username) ? username : undefined
  return level
}

function isPlain(name: string): boolean {
  return name !== '+' && name !== '#'
}
