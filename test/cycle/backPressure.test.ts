import { expect, it } from 'vitest'
import { BackPressure, type Source } from '../../src/engine/cycle/backPressure.js'

class Reader implements Source {
  paused = false
  pauseReading(): void {
    this.paused = true
  }
  resumeReading(): void {
    this.paused = false
  }
}

function queueWith(sources: Source[]) {
  return {
    items: sources,
    bytes: 0,
    get size() {
      return this.items.length
    },
    all() {
      return this.items.map((source) => ({ source }))
    }
  }
}

it('leaves everybody unread who has something waiting, and who sends more, until half has gone', () => {
  const [one, two, three] = [new Reader(), new Reader(), new Reader()]
  const queue = queueWith([one, one, two])
  const reached: string[] = []
  const limits = () => ({ waitingMessages: 4, waitingBytes: 100 })
  const pressure = new BackPressure(limits, [queue], (limit) => reached.push(limit))
  pressure.pushed(two)
  expect([one, two, three].map(({ paused }) => paused)).toEqual([false, false, false])
  queue.items.push(two)
  pressure.pushed(two)
  expect([one, two, three].map(({ paused }) => paused)).toEqual([true, true, false])
  queue.items.push(three)
  pressure.pushed(three)
  expect(three.paused).toBe(true)
  queue.items.splice(0, 3)
  pressure.shrunk()
  expect(three.paused).toBe(true)
  queue.items.splice(0, 1)
  pressure.shrunk()
  expect([one, two, three].map(({ paused }) => paused)).toEqual([false, false, false])
  expect(reached).toEqual(['waitingMessages'])
})

it('counts bytes too, and lets go of whoever leaves', () => {
  const one = new Reader()
  const queue = queueWith([one])
  queue.bytes = 100
  const reached: string[] = []
  const limits = () => ({ waitingMessages: 4, waitingBytes: 100 })
  const pressure = new BackPressure(limits, [queue], (limit) => reached.push(limit))
  pressure.pushed(one)
  expect(one.paused).toBe(true)
  expect(reached).toEqual(['waitingBytes'])
  pressure.forget(one)
  expect(one.paused).toBe(false)
})
