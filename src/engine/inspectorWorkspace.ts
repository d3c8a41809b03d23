import { isDeepStrictEqual } from 'node:util'
import { secretParameters } from '../shared/resourceTypes.js'
import type { Connection, Resource, Workspace } from '../shared/workspace.js'
import { passwordKey, withoutPassword } from './clients/connections.js'
import type { Handlers } from './inspector.js'
import { userPasswordKey } from './inspectorAccess.js'
import { type InspectorParts, secretKey, withoutSecrets } from './inspectorParts.js'
import { importedWorkspace, workspaceText } from './workspace/workspaceFile.js'

/** What the calls about the whole workspace do. */
export const workspaceHandlers: Pick<Handlers, 'workspace.export' | 'workspace.import'> = {
  'workspace.export': (parts) => workspaceText(parts.currentWorkspace()),
  'workspace.import': async (parts, { text }) => {
    const given = importedWorkspace(text)
    const next = {
      ...given,
      resources: given.resources.map(withoutSecrets),
      connections: given.connections.map(withoutPassword)
    }
    const secrets = { ...keptSecrets(parts, next), ...secretsIn(given) }
    await parts.replaceWorkspace(next)
    parts.secrets = secrets
    await parts.saveSecrets()
  }
}

/**
 * The passwords that the next workspace may have: those of what it has unchanged. Whoever wrote the file could
 * otherwise have one sent to a server of theirs.
 */
function keptSecrets({ currentWorkspace, secrets }: InspectorParts, next: Workspace): Record<string, string> {
  const before = currentWorkspace()
  const keys = new Set([
    ...next.resources.filter((each) => isKnown(each, before.resources)).flatMap(keysOf),
    ...next.connections.filter((each) => isKnown(each, before.connections)).map(({ id }) => passwordKey(id)),
    ...(next.users ?? []).map(({ username }) => userPasswordKey(username))
  ])
  return Object.fromEntries(Object.entries(secrets).filter(([key]) => keys.has(key)))
}

function isKnown<Item extends Resource | Connection>(item: Item, before: readonly Item[]): boolean {
  const known = before.find(({ id }) => id === item.id)
  return known !== undefined && isDeepStrictEqual(destinationOf(known), destinationOf(item))
}

/** Where a password would go, without the words that only people read. */
function destinationOf(item: Resource | Connection) {
  return ['type' in item ? item.type : undefined, item.config]
}

function keysOf({ id, type }: Resource): string[] {
  return secretParameters(type).map((name) => secretKey(id, name))
}

/** Passwords that somebody wrote into the file: they go where all are kept. */
function secretsIn({ resources, connections }: Workspace): Record<string, string> {
  const found = [
    ...resources.flatMap(({ id, type, config }) =>
      secretParameters(type).map((name) => [secretKey(id, name), config[name]] as const)
    ),
    ...connections.map(({ id, config }) => [passwordKey(id), config['password']] as const)
  ]
  return Object.fromEntries(
    found.flatMap(([key, value]) => (typeof value === 'string' && value !== '' ? [[key, value]] : []))
  )
}
