import { setTimeout as delay } from 'node:timers/promises'
import { expect, vi } from 'vitest'
import type { AppError } from '../../src/shared/errors.js'
import type { FetchedMessage, Store, StoredMessage } from '../../src/engine/stores/store.js'
import { fetchAll, messages } from './contract.js'

export const options = { again: false, ttl: 600 }

export async function failureOf(work: Promise<unknown>): Promise<AppError | undefined> {
  return work.then(
    () => undefined,
    (error: unknown) => error as AppError
  )
}

/** A topic of its own for each test, as all share a database. */
let topics = 0
export const batch = (count: number): StoredMessage[] => {
  const topic = `faults/${process.pid}/${(topics += 1)}`
  return messages(count, () => ({ topic }))
}
/** What the store has of a batch. */
export const stored = (store: Store, [first]: readonly StoredMessage[]): Promise<FetchedMessage[]> =>
  fetchAll(store, { topic: first?.topic ?? '' })

/** Tests that run side by side have no `expect.poll`. */
export const comesBack = (store: Store): Promise<string> =>
  vi.waitFor(() => store.test(), { timeout: 60_000, interval: 100 })

/**
 * Saves as the cycle does, in parts: what failed is sent again until it went through.
 * @param eachPart What happens while a part is under way; the next is not begun before it has.
 * @param onFailure What happens when a part failed, before it is sent again.
 */
export async function saveAll(
  store: Store,
  saved: readonly StoredMessage[],
  eachPart: (part: number) => Promise<void> | void,
  onFailure: () => void = () => undefined
): Promise<void> {
  const size = 20
  for (let start = 0; start < saved.length; start += size) {
    const part = saved.slice(start, start + size)
    for (let again = false; ; again = true) {
      const saving = failureOf(store.save(part, { ...options, again }))
      if (!again) await eachPart(start / size)
      const failure = await saving
      if (failure === undefined) break
      expect(failure.code).toMatch(/^store_(unreachable|timeout|table_missing|database_missing)$/)
      onFailure()
      await delay(50)
    }
  }
}
