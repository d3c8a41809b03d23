import type { BackendName } from '../../src/shared/resourceTypes.js'
import type { Resource } from '../../src/shared/workspace.js'

/** A message as the drivers are given it. */
export interface Row {
  readonly id: string
  readonly topic: string
  readonly sender: string
  readonly qos: number
  readonly retain: number
  readonly payload: Buffer
  /** ms since the epoch. */
  readonly at: number
}

export interface Filling {
  readonly count: number
  /** How many topics share them evenly: `prefix/0`, `prefix/1` …; with one, `prefix` itself. */
  readonly topics: number
  readonly prefix: string
  readonly payload: Buffer
}

/** What a backend's own driver can do, without any of the product's code. */
export interface Driver {
  /** The ways to insert many rows with one call, the fastest of which is the limit that saves are measured against. */
  readonly ways: Readonly<Record<string, (rows: readonly Row[]) => Promise<unknown>>>
  clear(): Promise<void>
  isEmpty(): Promise<boolean>
  /** Stores many messages by the quickest way that the server has. */
  fill(filling: Filling): Promise<void>
  close(): Promise<void>
}

export const driverNames = ['pgsql', 'redis', 'mysql', 'cassa', 'mongo', 'embedded'] as const
export type DriverName = (typeof driverNames)[number]

export type OpenDriver = (resource: Resource) => Promise<Driver>

export function backendOf(name: DriverName): BackendName {
  return name === 'embedded' ? 'pgsql' : name
}

export function topicOf({ prefix, topics }: Filling, index: number): string {
  return topics === 1 ? prefix : `${prefix}/${String(index % topics)}`
}

/** Calls with 0, step, 2·step … up to `count`, a few at a time. */
export async function inParts(
  count: number,
  step: number,
  together: number,
  work: (from: number, to: number) => Promise<unknown>
): Promise<void> {
  let next = 0
  const worker = async (): Promise<void> => {
    while (next < count) {
      const from = next
      next += step
      await work(from, Math.min(count, from + step))
    }
  }
  await Promise.all(Array.from({ length: together }, worker))
}
