import type { AccessInput, AccessView } from '../shared/access.js'
import type { User, Workspace } from '../shared/workspace.js'
import type { InspectorParts } from './inspectorParts.js'

type Secrets = Readonly<Record<string, string>>
type KnownUsers = Workspace['users']

export function userPasswordKey(username: string): string {
  return `user:${username}:password`
}

/** Who may connect. A user whose password the keychain has lost may not, until it is given again. */
export function usersWithPasswords(users: KnownUsers, secrets: Secrets): User[] | undefined {
  return users?.flatMap(({ username }) => {
    const password = secrets[userPasswordKey(username)]
    return password === undefined ? [] : [{ username, password }]
  })
}

export function accessView({ workspace, secrets }: InspectorParts): AccessView {
  const { users, acl } = workspace
  const shown = users?.map(({ username }) => ({
    username,
    hasPassword: secrets[userPasswordKey(username)] !== undefined
  }))
  return { ...(shown === undefined ? {} : { users: shown }), acl: [...acl] }
}

/** Passwords go to the keychain, the rest into the workspace. */
export async function saveAccess(parts: InspectorParts, { users, acl }: AccessInput): Promise<AccessView> {
  const { workspace, secrets, engine } = parts
  for (const { username } of workspace.users ?? []) {
    if (users?.some((user) => user.username === username) !== true) {
      Reflect.deleteProperty(secrets, userPasswordKey(username))
    }
  }
  for (const { username, password } of users ?? []) {
    if (password !== undefined) secrets[userPasswordKey(username)] = password
  }
  workspace.users = users?.map(({ username }) => ({ username }))
  workspace.acl = acl
  engine.broker.setAccess({ users: usersWithPasswords(workspace.users, secrets), acl })
  await parts.saveSecrets()
  parts.changed()
  return accessView(parts)
}
