import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { selectedIn, selectionStore } from '../../../src/renderer/app/selectionStore.js'

const places = ['timeline', 'stores'] as const
let frames: (() => void)[] = []

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('requestAnimationFrame', (callback: () => void) => frames.push(callback))
  selectionStore.setState(selectionStore.getInitialState(), true)
})

afterEach(() => {
  frames = []
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

function shown(): readonly (string | undefined)[] {
  return places.map((place) => selectedIn(place)(selectionStore.getState()))
}

function drawFrames(): void {
  while (frames.length > 0) frames.shift()?.()
  vi.advanceTimersByTime(0)
}

test('a message that was selected in one view is shown there at once, and elsewhere after that has been drawn', () => {
  const { toggle, clear } = selectionStore.getState()
  toggle('a', 'stores')
  expect(shown()).toEqual([undefined, 'a'])
  drawFrames()
  expect(shown()).toEqual(['a', 'a'])

  toggle('b', 'timeline')
  toggle('b', 'timeline')
  expect(shown()).toEqual([undefined, 'a'])
  drawFrames()
  expect(shown()).toEqual([undefined, undefined])

  toggle('c', 'stores')
  drawFrames()
  clear()
  expect(shown()).toEqual([undefined, 'c'])
  drawFrames()
  expect(shown()).toEqual([undefined, undefined])
})

test('what was selected in none of the views is shown by all at once', () => {
  selectionStore.getState().toggle('a')
  expect(shown()).toEqual(['a', 'a'])
})
