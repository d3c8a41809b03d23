import { Child } from '../processes/child.js'
import type { DriverCalls } from '../processes/driver.js'
import type { Place, Servers } from '../servers.js'

/** The store that is watched while messages pass, empty: PostgreSQL, or the built-in one where there is none. */
export async function busyStore(servers: Servers): Promise<Place> {
  const place = await servers.place('pgsql')
  if ('reason' in place) return servers.place('embedded')
  const driver = Child.start<DriverCalls>('driver')
  await driver.call('open', { name: 'pgsql', resource: place.resource })
  await driver.call('clear', undefined)
  await driver.end()
  return { ...place, resource: { ...place.resource, id: 'postgresql' } }
}
