import type { ResourceView } from '../../shared/contract.js'
import { embeddedServer, resourceTypes, type BackendName, type ResourceTypeName } from '../../shared/resourceTypes.js'
import type { DotState } from '../parts/StateDot.js'

/** Products are called the same in every language. */
export const backendNamesShown: Readonly<Record<BackendName, string>> = {
  redis: 'Redis',
  mysql: 'MySQL',
  pgsql: 'PostgreSQL',
  cassa: 'Cassandra',
  mongo: 'MongoDB'
}

export function backendTitle(resource: { readonly type: ResourceTypeName }): string {
  return backendNamesShown[resourceTypes[resource.type].backend]
}

export function isEmbedded(resource: { readonly config: Readonly<Record<string, unknown>> }): boolean {
  return resource.config['server'] === embeddedServer
}

export const resourceDots: Readonly<Record<ResourceView['state'], DotState>> = {
  connecting: 'busy',
  up: 'good',
  down: 'bad'
}
