import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { PushQueue } from '../../src/engine/pushQueue.js'
import type { Push } from '../../src/shared/contract.js'

let queue: PushQueue
let told: Push[][]

beforeEach(() => {
  vi.useFakeTimers()
  queue = new PushQueue()
  told = []
  queue.onPush((pushes) => told.push([...pushes]))
})

afterEach(() => {
  queue.stop()
  vi.useRealTimers()
})

const timeline = (omitted: number) => (): Push[] => [{ type: 'timeline', lives: [], omitted }]

it('tells what changed together, each slice once and as it is then', () => {
  queue.mark('timeline', timeline(0))
  queue.mark('log', () => [{ type: 'log', entries: [] }])
  queue.mark('timeline', timeline(0))
  vi.advanceTimersByTime(99)
  expect(told).toEqual([])
  vi.advanceTimersByTime(1)
  expect(told.map((pushes) => pushes.map(({ type }) => type))).toEqual([['timeline', 'log']])
})

it('tells less often while more passes than it tells, and soon again afterwards', () => {
  queue.mark('timeline', timeline(1))
  vi.advanceTimersByTime(100)
  queue.mark('timeline', timeline(0))
  vi.advanceTimersByTime(499)
  expect(told).toHaveLength(1)
  vi.advanceTimersByTime(1)
  expect(told).toHaveLength(2)
  queue.mark('timeline', timeline(0))
  vi.advanceTimersByTime(100)
  expect(told).toHaveLength(3)
})
