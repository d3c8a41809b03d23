// @vitest-environment happy-dom
import { act, screen, waitFor, within } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import type { FakeEngine } from '../fakeEngine.js'
import { openWindow, prepareWindows } from '../openWindow.js'

prepareWindows()

afterEach(() => {
  vi.useRealTimers()
})

/** Tells that a rule matched so many. */
async function tellMatched(engine: FakeEngine, matched: number): Promise<void> {
  const rules = engine.state.rules.map((view) => ({ ...view, metrics: { ...view.metrics, matched } }))
  engine.push({ type: 'rules', rules })
  await within(pane()).findAllByText(matched.toLocaleString('en'), { exact: false })
}

function pane(): HTMLElement {
  return screen.getByRole('region', { name: 'Rules' })
}

/** Each movement begins with an element of its own. */
function mark(): Element | null {
  return pane().querySelector('header svg')
}

test('the mark of a pane moves with each message, and stands still while more pass than anybody could follow', async () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  const { engine } = openWindow()
  await screen.findByRole('region', { name: 'Rules' })
  const moves = (from: Element | null): Promise<void> => waitFor(() => expect(mark()).not.toBe(from))
  await tellMatched(engine, 0)
  await tellMatched(engine, 1)
  const first = mark()
  await tellMatched(engine, 2)
  await moves(first)
  const second = mark()
  expect(second?.getAttribute('data-pulse')).toBe('true')

  await tellMatched(engine, 10_000)
  vi.advanceTimersByTime(1000)
  await tellMatched(engine, 10_001)
  vi.advanceTimersByTime(1000)
  await tellMatched(engine, 20_000)
  // What is to follow a change has followed it.
  await act(async () => Promise.resolve())
  expect(mark()).toBe(second)

  vi.advanceTimersByTime(4000)
  await tellMatched(engine, 20_001)
  await moves(second)
})
