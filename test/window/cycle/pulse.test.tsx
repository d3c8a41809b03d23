// @vitest-environment happy-dom
import { screen, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import type { FakeEngine } from '../fakeEngine.js'
import { openWindow, prepareWindows } from '../openWindow.js'

prepareWindows()

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
  const { engine } = openWindow()
  await screen.findByRole('region', { name: 'Rules' })
  await tellMatched(engine, 0)
  await tellMatched(engine, 1)
  const first = mark()
  await tellMatched(engine, 2)
  const second = mark()
  expect(second).not.toBe(first)
  expect(second?.getAttribute('data-pulse')).toBe('true')
  await tellMatched(engine, 10_000)
  await tellMatched(engine, 20_000)
  expect(mark()).toBe(second)
  await tellMatched(engine, 20_001)
  expect(mark()).not.toBe(second)
})
