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

const timeline = (): Push[] => [{ type: 'timeline', lives: [], omitted: 0 }]
const received = (): Push[] => [{ type: 'received', subscriberId: 'one', messages: [], omitted: 0 }]
const log = (): Push[] => [{ type: 'log', entries: [] }]

it('tells what changed together, each slice once and as it is then', () => {
  queue.mark('timeline', timeline)
  queue.mark('log', log)
  queue.mark('timeline', timeline)
  vi.advanceTimersByTime(99)
  expect(told).toEqual([])
  vi.advanceTimersByTime(1)
  expect(told.map((pushes) => pushes.map(({ type }) => type))).toEqual([['timeline', 'log']])
})

const types = (): string[][] => told.map((pushes) => pushes.map(({ type }) => type))

it('tells less often while more changes than anybody could follow, and soon again afterwards', () => {
  queue.markList('timeline', () => ({ pushes: timeline(), changes: 30 }))
  vi.advanceTimersByTime(100)
  queue.markList('timeline', () => ({ pushes: timeline(), changes: 31 }))
  vi.advanceTimersByTime(100)
  expect(told).toHaveLength(2)
  queue.mark('log', log)
  vi.advanceTimersByTime(499)
  expect(told).toHaveLength(2)
  vi.advanceTimersByTime(1)
  expect(told).toHaveLength(3)
  queue.mark('log', log)
  vi.advanceTimersByTime(100)
  expect(told).toHaveLength(4)
})

it('tells each list by itself while more changes than anybody could follow, and all together afterwards', () => {
  const mark = (changes: number): void => {
    queue.markList('timeline', () => ({ pushes: timeline(), changes }))
    queue.markList('received', () => ({ pushes: received(), changes: 0 }))
    queue.mark('log', log)
  }
  mark(31)
  vi.advanceTimersByTime(100)
  expect(types()).toEqual([['log', 'timeline', 'received']])
  for (const changes of [151, 150]) {
    told.length = 0
    mark(changes)
    vi.advanceTimersByTime(500)
    expect(types()).toEqual([['log']])
    vi.advanceTimersByTime(167)
    expect(types()).toEqual([['log'], ['timeline']])
    vi.advanceTimersByTime(167)
    expect(types()).toEqual([['log'], ['timeline'], ['received']])
  }
  told.length = 0
  mark(0)
  vi.advanceTimersByTime(100)
  expect(types()).toEqual([['log', 'timeline', 'received']])
})
