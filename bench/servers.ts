import { openStore } from '../src/engine/stores/registry.js'
import type { ParameterValues } from '../src/shared/parameters.js'
import type { BackendName } from '../src/shared/resourceTypes.js'
import { resourceSchema, type Resource } from '../src/shared/workspace.js'
import { ServerPool } from '../test/setup/serverPool.js'
import { type DriverName, backendOf } from './drivers/driver.js'

export const titles: Readonly<Record<DriverName, string>> = {
  pgsql: 'PostgreSQL',
  redis: 'Redis',
  mysql: 'MySQL',
  cassa: 'Cassandra',
  mongo: 'MongoDB',
  embedded: 'built-in PostgreSQL'
}

export type Place = { readonly resource: Resource; readonly title: string } | { readonly reason: string }

/** The servers of a run, started when first needed; each measurement has a database of its own in them. */
export class Servers {
  private readonly pool = new ServerPool()

  /** A resource on a database that is this number's, with the chapter's table in it. */
  async place(name: DriverName, number = 1): Promise<Place> {
    if (name === 'embedded')
      return { resource: resourceOf('backend_pgsql', { server: 'embedded' }), title: titles[name] }
    const backend = backendOf(name)
    const answer = await this.pool.get(backend)
    if ('reason' in answer) return answer
    const { type, config } = answer.server
    const resource = resourceOf(type, { ...config, ...own[backend](number) })
    const store = openStore(resource, { dataDir: '' })
    await store.init()
    const product = await store.test()
    await store.close()
    // The server says what it is: MariaDB or MySQL, FerretDB or MongoDB.
    return { resource, title: product }
  }

  stop(): Promise<void> {
    return this.pool.stop()
  }
}

function resourceOf(type: Resource['type'], config: ParameterValues): Resource {
  return resourceSchema.parse({ id: 'store', type, config })
}

const own: Readonly<Record<BackendName, (number: number) => ParameterValues>> = {
  pgsql: (number) => ({ database: `mqtt_bench_${String(number)}` }),
  mysql: (number) => ({ database: `mqtt_bench_${String(number)}` }),
  cassa: (number) => ({ keyspace: `mqtt_bench_${String(number)}` }),
  mongo: (number) => ({ database: `mqtt_bench_${String(number)}` }),
  // Not the first ones, which a Redis that others use has in use.
  redis: (number) => ({ database: 8 + number })
}
