import type { AccessInput, AccessView } from '../../shared/access.js'
import type { AclEntry } from '../../shared/workspace.js'

/** What the form holds; a key keeps the fields of a row with it when it moves. */
export interface UserDraft {
  readonly key: number
  readonly username: string
  readonly password: string
  /** Whether a password that is left empty is known already. */
  readonly hasPassword: boolean
}

export interface EntryDraft {
  readonly key: number
  readonly permit: AclEntry['permit']
  readonly action: AclEntry['action']
  readonly topic: string
  /** Empty: any. */
  readonly clientid: string
  readonly username: string
}

export interface AccessDraft {
  readonly mustLogin: boolean
  readonly users: readonly UserDraft[]
  readonly entries: readonly EntryDraft[]
}

let lastKey = 0

export function newUser(): UserDraft {
  return { key: ++lastKey, username: '', password: '', hasPassword: false }
}

export function newEntry(): EntryDraft {
  return { key: ++lastKey, permit: 'deny', action: 'all', topic: '', clientid: '', username: '' }
}

export function draftOf({ users, acl }: AccessView): AccessDraft {
  return {
    mustLogin: users !== undefined,
    users: (users ?? []).map((user) => ({ ...newUser(), ...user })),
    entries: acl.map(({ permit, action, topic, clientid = '', username = '' }) => {
      return { key: ++lastKey, permit, action, topic, clientid, username }
    })
  }
}

export function aclOf(entries: readonly EntryDraft[]): AclEntry[] {
  return entries.map(({ permit, action, topic, clientid, username }) => ({
    permit,
    action,
    topic,
    ...(clientid === '' ? {} : { clientid }),
    ...(username === '' ? {} : { username })
  }))
}

export function inputOf({ mustLogin, users, entries }: AccessDraft): AccessInput {
  const named = users.map(({ username, password }) => (password === '' ? { username } : { username, password }))
  return { ...(mustLogin ? { users: named } : {}), acl: aclOf(entries) }
}

/** What is still to be filled in before it can be saved. */
export function missingIn({ mustLogin, users, entries }: AccessDraft): 'user' | 'topic' | undefined {
  const names = new Set(users.map(({ username }) => username))
  const usersFit =
    names.size === users.length &&
    users.every((user) => user.username !== '' && (user.password !== '' || user.hasPassword))
  if (mustLogin && !usersFit) return 'user'
  return entries.every(({ topic }) => topic !== '') ? undefined : 'topic'
}

/** Whether saving would change something. */
export function isChanged(draft: AccessDraft, view: AccessView): boolean {
  return JSON.stringify(inputOf(draft)) !== JSON.stringify(inputOf(draftOf(view)))
}

export function moved<Row>(rows: readonly Row[], from: number, to: number): readonly Row[] {
  const row = rows[from]
  return row === undefined ? rows : rows.toSpliced(from, 1).toSpliced(to, 0, row)
}
