import { openStore } from '../../src/engine/stores/registry.js'
import { parseAddress, type Address } from '../../src/engine/stores/settings.js'
import type { Store } from '../../src/engine/stores/store.js'
import type { ParameterValues } from '../../src/shared/parameters.js'
import { type BackendName, backendNames, type ResourceTypeName } from '../../src/shared/resourceTypes.js'
import { resourceSchema } from '../../src/shared/workspace.js'
import { reasonFor, serverFor } from '../setup/servers.js'

/** What differs where the same is to be tried on every kind of server. */
export interface Backend {
  readonly name: BackendName
  readonly address: Address
  /** A store behind another port of this machine, by default that of the server itself. */
  open(port?: number, config?: ParameterValues): Store
}

/** The parameter that says where the server is, and the one that names a database of these tests' own. */
const parameters: Readonly<Record<BackendName, { readonly address: string; readonly own: ParameterValues }>> = {
  redis: { address: 'server', own: { database: 9 } },
  mysql: { address: 'server', own: { database: 'faults' } },
  pgsql: { address: 'server', own: { database: 'faults' } },
  cassa: { address: 'nodes', own: { keyspace: 'faults' } },
  mongo: { address: 'servers', own: { database: 'faults', connectTimoutMS: 2000 } }
}

interface Reachable {
  readonly type: ResourceTypeName
  readonly config: ParameterValues
}

export function backendOf(name: BackendName, { type, config: known }: Reachable): Backend {
  const { address: parameter, own } = parameters[name]
  const address = parseAddress(String(known[parameter]))
  return {
    name,
    address,
    open(port = address.port, config = {}) {
      const values = { ...known, ...own, [parameter]: `127.0.0.1:${port}`, ...config }
      return openStore(resourceSchema.parse({ id: name, type, config: values }), { dataDir: '' })
    }
  }
}

/** Those of the five whose shared server is there, and why the others are not. */
export async function findBackends(): Promise<{ readonly backends: readonly Backend[]; readonly missing: string }> {
  const servers = await Promise.all(backendNames.map(async (name) => ({ name, server: await serverFor(name) })))
  return {
    backends: servers.flatMap(({ name, server }) => (server === undefined ? [] : [backendOf(name, server)])),
    missing: backendNames.map(reasonFor).join('')
  }
}
