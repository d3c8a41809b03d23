import { newMessageId } from '../../src/engine/stores/messageId.js'
import { openStore } from '../../src/engine/stores/registry.js'
import type { FetchedMessage, Store, StoredMessage } from '../../src/engine/stores/store.js'
import { AppError } from '../../src/shared/errors.js'
import type { Resource } from '../../src/shared/workspace.js'
import { payloadOf } from '../load/frames.js'
import { answer } from './desk.js'

/** µs a message; undefined where it takes longer than a store may take to answer. */
export interface Costs {
  readonly save: number | undefined
  readonly remove: number | undefined
  readonly fetch: number | undefined
}

const batch = 500
const batches = 10
const topicsFetched = 10
/** Ms: what reads past all that is stored is told after a few of them, too. */
const mostFetchTime = 5000

let store: Store | undefined

const calls = {
  open(resource: Resource): void {
    store = openStore(resource, { dataDir: '' })
  },

  /** Makes the index by topic that the store offers; false where it needs none. */
  async addIndex(): Promise<boolean> {
    const index = opened().topicIndex
    await index?.init()
    return index !== undefined
  },

  /** Saves some messages, deletes them, fetches some topics that are there. */
  async costs({ topics, prefix }: { topics: number; prefix: string }): Promise<Costs> {
    const parts = Array.from({ length: batches }, () => messagesOf(batch))
    const keys: (readonly (string | number | undefined)[])[] = []
    const save = await timed(async () => {
      for (const part of parts) keys.push((await opened().save(part, { again: false })).keys)
      return batch * batches
    })
    const remove = await timed(async () => {
      for (const [index, part] of parts.entries()) {
        await opened().remove(part.map(({ id, topic }, place) => ({ id, topic, key: keys[index]?.[place] })))
      }
      return batch * batches
    })
    // The last: a store may be at one that was given up for long, and what follows waits.
    const fetch = await timed(() => fetchSome(topics, prefix))
    return { save, remove, fetch }
  }
}

export type StoreCalls = typeof calls

function opened(): Store {
  if (store === undefined) throw new Error('not opened')
  return store
}

/** Resolves to how many messages there were. */
async function fetchSome(topics: number, prefix: string): Promise<number> {
  let count = 0
  const end = performance.now() + mostFetchTime
  for (let turn = 0; turn < topicsFetched && performance.now() < end; turn += 1) {
    count += (await fetchAll(`${prefix}/${String(Math.floor(Math.random() * topics))}`)).length
  }
  return count
}

async function fetchAll(topic: string): Promise<FetchedMessage[]> {
  const found: FetchedMessage[] = []
  let after: string | undefined
  do {
    const query = { topic, wildcard: false, after, limit: 500, newest: undefined, since: undefined }
    const page = await opened().fetch(query)
    found.push(...page.messages)
    after = page.next
  } while (after !== undefined)
  return found
}

async function timed(work: () => Promise<number>): Promise<number | undefined> {
  const began = performance.now()
  try {
    const count = await work()
    return ((performance.now() - began) * 1000) / count
  } catch (error) {
    if (error instanceof AppError && error.code === 'store_timeout') return undefined
    throw error
  }
}

function messagesOf(count: number): StoredMessage[] {
  const payload = payloadOf(64)
  return Array.from({ length: count }, (_, index) => ({
    id: newMessageId(),
    topic: `t/fresh/${String(index % 4)}`,
    from: 'publisher',
    qos: 1,
    retain: false,
    payload,
    timestamp: Date.now()
  }))
}

answer(calls)
