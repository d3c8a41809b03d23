// @vitest-environment happy-dom
import { cleanup, renderHook } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { useFollowed } from '../../../src/renderer/parts/useFollowed.js'

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  cleanup()
  vi.useRealTimers()
})

interface Counts {
  readonly count: number
  readonly passed: number
}

/** What is shown after each of these counts, told `period` ms after the one before. */
function shown(period: number, counts: readonly Counts[]): readonly number[] {
  const { result, rerender } = renderHook(({ count, passed }: Counts) => useFollowed(count, passed), {
    initialProps: { count: 0, passed: 0 }
  })
  return counts.map((props) => {
    vi.advanceTimersByTime(period)
    rerender(props)
    return result.current
  })
}

const upBy = (step: number): readonly Counts[] =>
  Array.from({ length: 60 }, (_, index) => ({ count: (index + 1) * step, passed: 0 }))

test('what can be followed is shown at once, for as long as it goes on', () => {
  expect(shown(100, upBy(2))).toEqual(upBy(2).map(({ count }) => count))
})

test('too much at once is not shown, nor what comes within three seconds of it', () => {
  const counts = [1, 40, 41, 42].map((count) => ({ count, passed: 0 }))
  expect(shown(1600, counts)).toEqual([1, 1, 1, 42])
})

test('a little at a time is not shown any more when it goes on for seconds', () => {
  const seen = shown(100, upBy(6))
  expect(seen.slice(0, 25)).toEqual(
    upBy(6)
      .slice(0, 25)
      .map(({ count }) => count)
  )
  expect(new Set(seen.slice(40)).size).toBe(1)
})

test('where little is there but much passes, nothing is shown', () => {
  const counts = Array.from({ length: 20 }, (_, index) => ({ count: index % 3, passed: index * 500 }))
  expect(new Set(shown(500, counts).slice(1)).size).toBe(1)
})
