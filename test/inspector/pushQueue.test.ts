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
const log = (): Push[] => [{ type: 'log', entries: [] }]

it('tells what changed together, each slice once and as it is then', () => {
  queue.mark('timeline', timeline(0))
  queue.mark('log', log)
  queue.mark('timeline', timeline(0))
  vi.advanceTimersByTime(99)
  expect(told).toEqual([])
  vi.advanceTimersByTime(1)
  expect(told.map((pushes) => pushes.map(({ type }) => type))).toEqual([['timeline', 'log']])
})

const types = (): string[][] => told.map((pushes) => pushes.map(({ type }) => type))

it('tells less often while more passes than it tells, and soon again afterwards', () => {
  queue.markList('timeline', timeline(1))
  vi.advanceTimersByTime(100)
  queue.mark('log', log)
  vi.advanceTimersByTime(499)
  expect(told).toHaveLength(1)
  vi.advanceTimersByTime(1)
  expect(told).toHaveLength(2)
  queue.mark('log', log)
  vi.advanceTimersByTime(100)
  expect(told).toHaveLength(3)
})

it('tells each list by itself while more passes than it tells, and all together afterwards', () => {
  const mark = (omitted: number): void => {
    queue.markList('timeline', timeline(omitted))
    queue.markList('received', () => [{ type: 'received', subscriberId: 'one', messages: [], omitted: 0 }])
    queue.mark('log', log)
  }
  mark(1)
  vi.advanceTimersByTime(100)
  expect(types()).toEqual([['log', 'timeline', 'received']])
  told.length = 0
  mark(0)
  vi.advanceTimersByTime(500)
  expect(types()).toEqual([['log']])
  vi.advanceTimersByTime(167)
  expect(types()).toEqual([['log'], ['timeline']])
  vi.advanceTimersByTime(167)
  expect(types()).toEqual([['log'], ['timeline'], ['received']])
  told.length = 0
  mark(0)
  vi.advanceTimersByTime(100)
  expect(types()).toEqual([['log', 'timeline', 'received']])
})
