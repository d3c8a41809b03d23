// @vitest-environment happy-dom
import { act, cleanup, renderHook } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { useAfterFrame } from '../../../src/renderer/parts/useAfterFrame.js'

const frames: FrameRequestCallback[] = []

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('requestAnimationFrame', (callback: FrameRequestCallback) => frames.push(callback))
  vi.stubGlobal('cancelAnimationFrame', (number: number) => {
    frames[number - 1] = () => undefined
  })
})

afterEach(() => {
  cleanup()
  frames.length = 0
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

test('what a person did is followed after the next frame, and only its last state', () => {
  const { result, rerender } = renderHook((value: string) => useAfterFrame(value), { initialProps: 'none' })
  rerender('first')
  rerender('second')
  act(() => void vi.advanceTimersByTime(1000))
  expect(result.current).toBe('none')
  act(() => {
    for (const frame of frames) frame(0)
  })
  expect(result.current).toBe('none')
  act(() => void vi.advanceTimersByTime(0))
  expect(result.current).toBe('second')
})
