import { expect, it } from 'vitest'
import { fetchBounded } from '../../src/engine/stores/pageSize.js'
import type { FetchQuery } from '../../src/engine/stores/store.js'
import { message } from './contract.js'

const query: FetchQuery = { topic: 't', wildcard: false, after: undefined, limit: 1000, newest: 7, since: 8 }

/** Reads all pages out of payloads of these sizes; the numbers of rows that were asked for and given. */
async function pagesOf(sizes: readonly number[]): Promise<{ asked: number[]; given: number[] }> {
  const asked: number[] = []
  const given: number[] = []
  let after: string | undefined
  do {
    const page = await fetchBounded({ ...query, after }, (inner) => {
      expect(inner).toMatchObject({ topic: 't', newest: 7, since: 8 })
      const start = Number(inner.after?.split('~:')[1] ?? 0)
      const part = sizes.slice(start, start + inner.limit)
      asked.push(inner.limit)
      const messages = part.map((size) => ({ ...message({ payload: Buffer.alloc(size) }), key: 1 }))
      const next = start + part.length < sizes.length ? `a~:${start + part.length}` : undefined
      return Promise.resolve({ messages, next })
    })
    given.push(page.messages.length)
    after = page.next
  } while (after !== undefined)
  return { asked, given }
}

it('grows pages of small messages to what was asked for', async () => {
  expect(await pagesOf(Array.from({ length: 3000 }, () => 10))).toEqual({
    asked: [32, 512, 1000, 1000, 1000],
    given: [32, 512, 1000, 1000, 456]
  })
})

it('keeps pages of large messages small', async () => {
  const { given } = await pagesOf(Array.from({ length: 100 }, () => 1024 * 1024))
  expect(given[0]).toBe(32)
  expect(given.slice(1, -1).every((count) => count === 8)).toBe(true)
  const huge = await pagesOf(Array.from({ length: 35 }, () => 20 * 1024 * 1024))
  expect(huge.given).toEqual([32, 1, 1, 1])
})
