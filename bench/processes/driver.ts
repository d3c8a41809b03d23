import type { Resource } from '../../src/shared/workspace.js'
import { newMessageId } from '../../src/engine/stores/messageId.js'
import { payloadOf } from '../load/frames.js'
import type { Driver, DriverName, Filling, Row } from '../drivers/driver.js'
import { drivers } from '../drivers/registry.js'
import { answer } from './desk.js'

/** How rows are inserted: by which of the driver's ways, how many with one call, and how many calls at a time. */
export interface Manner {
  readonly way: string
  readonly batch: number
  readonly together: number
}

export interface Inserting {
  readonly bytes: number
  /** How many topics the rows of one call are spread over. */
  readonly topics: number
  readonly time: number
}

let driver: Driver | undefined

const calls = {
  async open({ name, resource }: { name: DriverName; resource: Resource }): Promise<readonly string[]> {
    driver = await drivers[name](resource)
    return Object.keys(driver.ways)
  },

  clear: () => opened().clear(),
  isEmpty: () => opened().isEmpty(),
  fill: ({ bytes, ...filling }: Omit<Filling, 'payload'> & { bytes: number }) =>
    opened().fill({ ...filling, payload: payloadOf(bytes) }),

  /** Resolves to the ms until nothing is stored any more. */
  async untilEmpty(): Promise<number> {
    const began = performance.now()
    while (!(await opened().isEmpty())) await new Promise((resolve) => setTimeout(resolve, 2))
    return performance.now() - began
  },

  /** Rows inserted a second. */
  async insertFor({ manner, bytes, topics, time }: Inserting & { manner: Manner }): Promise<number> {
    const insert = opened().ways[manner.way]
    if (insert === undefined) throw new Error(`there is no way "${manner.way}"`)
    const payload = payloadOf(bytes)
    const names = Array.from({ length: topics }, (_, index) => `t/${String(index).padStart(4, '0')}`)
    const began = performance.now()
    const worker = async (): Promise<number> => {
      let count = 0
      while (performance.now() - began < time) {
        await insert(rowsOf(manner.batch, names, payload))
        count += manner.batch
      }
      return count
    }
    const counts = await Promise.all(Array.from({ length: manner.together }, worker))
    return (counts.reduce((sum, count) => sum + count, 0) / (performance.now() - began)) * 1000
  },

  async close(): Promise<void> {
    await driver?.close()
  }
}

export type DriverCalls = typeof calls

function opened(): Driver {
  if (driver === undefined) throw new Error('not opened')
  return driver
}

function rowsOf(count: number, topics: readonly string[], payload: Buffer): Row[] {
  const at = Date.now()
  return Array.from({ length: count }, (_, index) => ({
    id: newMessageId(),
    topic: topics[index % topics.length] ?? '',
    sender: 'publisher-0000',
    qos: 1,
    retain: 0,
    payload,
    at
  }))
}

answer(calls)
