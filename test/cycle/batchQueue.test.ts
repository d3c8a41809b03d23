import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { BatchQueue, type BatchWork } from '../../src/engine/cycle/batchQueue.js'
import { storeBackoff, waitBefore } from '../../src/engine/cycle/backoff.js'
import { AppError } from '../../src/shared/errors.js'

function queueOf(work: Partial<BatchWork<number>>): BatchQueue<number> {
  return new BatchQueue<number>({
    mostItems: 10,
    mostBytes: Infinity,
    bytesOf: () => 1,
    joins: () => true,
    send: () => Promise.resolve(),
    failed: () => Promise.resolve(),
    answers: () => Promise.resolve(false),
    wanted: () => true,
    dropped: () => undefined,
    refused: () => undefined,
    shrunk: () => undefined,
    ...work
  })
}

describe('a batch queue', () => {
  it('sends everything once and in order, whatever fails and however items arrive', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(fc.nat({ max: 9 }), { maxLength: 30 }), { maxLength: 8 }),
        fc.infiniteStream(fc.boolean()),
        async (groups, failures) => {
          const sent: number[] = []
          const sizes: number[] = []
          const queue = queueOf({
            send: async (batch) => {
              await Promise.resolve()
              if (failures.next().value) throw new Error('away')
              sent.push(...batch)
              sizes.push(batch.length)
            }
          })
          for (const group of groups) {
            for (const item of group) queue.push(item)
            await new Promise((resolve) => setImmediate(resolve))
          }
          await queue.settled()
          expect(sent).toEqual(groups.flat())
          expect(Math.max(0, ...sizes)).toBeLessThanOrEqual(10)
        }
      ),
      { numRuns: 50 }
    )
  })

  it('makes one batch of what one turn brings, and the next of what comes meanwhile', async () => {
    const batches: number[][] = []
    const queue = queueOf({
      send: async (batch) => {
        batches.push([...batch])
        if (batches.length === 1) for (const item of [3, 4, 5]) queue.push(item)
        await Promise.resolve()
      }
    })
    for (const item of [1, 2]) queue.push(item)
    await queue.settled()
    expect(batches).toEqual([
      [1, 2],
      [3, 4, 5]
    ])
  })

  it('tells a second try from the first', async () => {
    const tries: boolean[] = []
    const failures: AppError[] = []
    const queue = queueOf({
      send: (_batch, again) => {
        tries.push(again)
        return again ? Promise.resolve() : Promise.reject(new Error('gone'))
      },
      failed: (error) => Promise.resolve(void failures.push(error))
    })
    queue.push(1)
    await queue.settled()
    expect({ tries, failures: failures.map(({ code }) => code) }).toEqual({
      tries: [false, true],
      failures: ['internal']
    })
  })

  it('gives back what nobody wants and is not under way', async () => {
    const sent: number[] = []
    const dropped: number[] = []
    const unwanted = new Set<number>()
    let release: () => void = () => undefined
    const queue = queueOf({
      mostItems: 2,
      wanted: (item) => !unwanted.has(item),
      dropped: (item) => dropped.push(item),
      send: (batch) => {
        sent.push(...batch)
        return new Promise((resolve) => (release = resolve))
      }
    })
    for (const item of [1, 2, 3, 4, 5]) queue.push(item)
    await new Promise((resolve) => setImmediate(resolve))
    for (const item of [1, 3, 5]) unwanted.add(item)
    queue.dropUnwanted()
    expect({ size: queue.size, bytes: queue.bytes, dropped }).toEqual({ size: 3, bytes: 3, dropped: [3, 5] })
    release()
    await new Promise((resolve) => setImmediate(resolve))
    release()
    await queue.settled()
    expect({ sent, bytes: queue.bytes }).toEqual({ sent: [1, 2, 4], bytes: 0 })
  })

  it('gives back what nobody wants between two tries, and knows on what it has tried', async () => {
    const unwanted = new Set<number>()
    const tries: string[] = []
    const queue = queueOf({
      mostItems: 2,
      wanted: (item) => !unwanted.has(item),
      send: (batch, again) => {
        tries.push(`${batch.join()}${again ? ' again' : ''}`)
        return tries.length === 1 ? Promise.reject(new Error('gone')) : Promise.resolve()
      },
      failed: () => {
        unwanted.add(1)
        return Promise.resolve()
      }
    })
    for (const item of [1, 2, 3, 4, 5]) queue.push(item)
    await queue.settled()
    expect(tries).toEqual(['1,2', '2,3 again', '4,5'])
  })

  it('drops everything when it is closed', async () => {
    const dropped: number[] = []
    const queue = queueOf({ send: () => new Promise(() => undefined), dropped: (item) => dropped.push(item) })
    for (const item of [1, 2]) queue.push(item)
    await new Promise((resolve) => setImmediate(resolve))
    queue.close()
    await queue.settled()
    expect(dropped).toEqual([1, 2])
  })
})

describe('an item that alone makes a batch fail', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout'] }))
  afterEach(() => void vi.useRealTimers())

  it('holds nobody up: the others go through in order, and it is refused when the store has said so often enough', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.nat({ max: 60 }), { minLength: 1, maxLength: 60 }),
        fc.nat({ max: 60 }),
        async (items, place) => {
          const faulty = items[place % items.length]
          const sent: number[] = []
          const refused: number[] = []
          const queue = queueOf({
            mostItems: 16,
            answers: () => Promise.resolve(true),
            send: (batch) => {
              if (faulty !== undefined && batch.includes(faulty)) {
                return Promise.reject(new AppError('store_statement_failed'))
              }
              sent.push(...batch)
              return Promise.resolve()
            },
            refused: (item) => refused.push(item),
            failed: () => new Promise((resolve) => setImmediate(resolve))
          })
          for (const item of items) queue.push(item)
          const others = items.filter((item) => item !== faulty)
          while (sent.length < others.length) await new Promise((resolve) => setImmediate(resolve))
          expect(sent).toEqual(others)
          if (others.length === 0) {
            queue.close()
            return
          }
          // The last one is at fault only when others have gone through behind it.
          if (faulty === items.at(-1)) {
            queue.push(100)
            while (!sent.includes(100)) await new Promise((resolve) => setImmediate(resolve))
          }
          const settled = queue.settled()
          while (refused.length === 0) await vi.advanceTimersByTimeAsync(1000)
          await settled
          expect({ refused, size: queue.size, bytes: queue.bytes }).toEqual({ refused: [faulty], size: 0, bytes: 0 })
        }
      ),
      { numRuns: 30 }
    )
  })

  it('is never refused for what the store says of itself, and dropped when nobody wants it any more', async () => {
    let wanted = true
    const ends: string[] = []
    const queue = queueOf({
      answers: () => Promise.resolve(true),
      send: (batch) => (batch.includes(1) ? Promise.reject(new AppError('store_unreachable')) : Promise.resolve()),
      wanted: (item) => item !== 1 || wanted,
      refused: () => ends.push('refused'),
      dropped: () => ends.push('dropped')
    })
    for (const item of [1, 2, 3]) queue.push(item)
    while (queue.size > 1) await new Promise((resolve) => setImmediate(resolve))
    await vi.advanceTimersByTimeAsync(60_000)
    expect(ends).toEqual([])
    wanted = false
    await vi.advanceTimersByTimeAsync(10_000)
    await queue.settled()
    expect(ends).toEqual(['dropped'])
  })
})

it('waits longer and longer, with jitter, up to a bound', () => {
  const waits = [1, 2, 3, 10, 1000].map((attempt) => waitBefore(storeBackoff, attempt, 0))
  expect(waits).toEqual([250, 500, 1000, 15_000, 15_000])
  expect(waitBefore(storeBackoff, 1, 1)).toBeCloseTo(187.5)
})
