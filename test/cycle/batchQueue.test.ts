import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BatchQueue, type BatchWork } from '../../src/engine/cycle/batchQueue.js'
import { storeBackoff, waitBefore } from '../../src/engine/cycle/backoff.js'
import type { AppError } from '../../src/shared/errors.js'

function queueOf(work: Partial<BatchWork<number>>): BatchQueue<number> {
  return new BatchQueue<number>({
    mostItems: 10,
    mostBytes: Infinity,
    bytesOf: () => 1,
    joins: () => true,
    send: () => Promise.resolve(),
    failed: () => Promise.resolve(),
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

  it('gives back what is not under way', async () => {
    const sent: number[] = []
    let release: () => void = () => undefined
    const queue = queueOf({
      mostItems: 2,
      send: (batch) => {
        sent.push(...batch)
        return new Promise((resolve) => (release = resolve))
      }
    })
    for (const item of [1, 2, 3, 4, 5]) queue.push(item)
    await new Promise((resolve) => setImmediate(resolve))
    queue.withdraw((item) => item % 2 === 1)
    expect(queue.size).toBe(3)
    release()
    await new Promise((resolve) => setImmediate(resolve))
    release()
    await queue.settled()
    expect(sent).toEqual([1, 2, 4])
  })
})

it('waits longer and longer, with jitter, up to a bound', () => {
  const waits = [1, 2, 3, 10, 1000].map((attempt) => waitBefore(storeBackoff, attempt, 0))
  expect(waits).toEqual([250, 500, 1000, 15_000, 15_000])
  expect(waitBefore(storeBackoff, 1, 1)).toBeCloseTo(187.5)
})
