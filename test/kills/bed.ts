import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../../src/engine/servers/probe.js'
import type { RunningServer } from '../../src/engine/servers/server.js'
import { openStore } from '../../src/engine/stores/registry.js'
import type { Store } from '../../src/engine/stores/store.js'
import { chapterSql } from '../../src/engine/workspace/defaultWorkspace.js'
import type { BackendName } from '../../src/shared/resourceTypes.js'
import { resourceSchema } from '../../src/shared/workspace.js'
import { privateServerFor } from '../setup/servers.js'
import { Served } from './served.js'

/** `serve` on a fixed port with the chapter's rule, and a store of its own that may be killed. */
export interface Bed {
  readonly port: number
  readonly served: Served
  /** Undefined with the built-in PostgreSQL. */
  readonly server: RunningServer | undefined
  readonly store: Store
  close(): Promise<void>
}

/** Undefined when the server is not to be had; `reasonFor` tells why. */
export async function openBed(name: BackendName | 'embedded'): Promise<Bed | undefined> {
  const server = name === 'embedded' ? undefined : await privateServerFor(name)
  if (server === undefined && name !== 'embedded') return undefined
  const folder = await mkdtemp(join(tmpdir(), 'inspector-kill-'))
  const port = await freePort()
  const resource = resourceSchema.parse({
    id: 'store',
    type: server?.type ?? 'backend_pgsql',
    config: server?.config ?? { server: 'embedded' }
  })
  const configFile = join(folder, 'config.json')
  await writeFile(configFile, JSON.stringify(configOf(name === 'embedded' ? 'pgsql' : name, resource, port)))
  const store = openStore(resource, { dataDir: join(folder, 'data') })
  if (server !== undefined) await store.init()
  const served = new Served(configFile)
  await served.start()
  return {
    port,
    served,
    server,
    store,
    async close() {
      await served.stop()
      await store.close()
      await server?.stop()
      await rm(folder, { recursive: true, force: true })
    }
  }
}

function configOf(backend: BackendName, resource: object, port: number): object {
  return {
    listeners: { tcp: { port }, ws: { port: 0 } },
    dataDir: './data',
    resources: [resource],
    rules: [
      {
        id: 'offline',
        enabled: true,
        rawsql: chapterSql,
        actions: [{ name: `offline_msg_to_${backend}`, params: { $resource: 'store' } }]
      }
    ]
  }
}
