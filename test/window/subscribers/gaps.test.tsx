// @vitest-environment happy-dom
import { screen, waitFor, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { subscribersStore } from '../../../src/renderer/subscribers/subscribersStore.js'
import type { ReceivedMessage } from '../../../src/shared/contract.js'
import { FakeEngine } from '../fakeEngine.js'
import { openWindow, prepareWindows } from '../openWindow.js'

prepareWindows()

const id = 'subscriber-1'

/** Messages first..last, as a push or an answer has them. */
function messages(first: number, last: number, acked = true): ReceivedMessage[] {
  return Array.from({ length: last - first + 1 }, (_, index) => ({
    sequence: first + index,
    topic: 't/1',
    payload: new Uint8Array([120]),
    size: 1,
    qos: 1,
    retain: false,
    dup: false,
    at: first + index,
    acked
  }))
}

/** What the engine tells after it has received so many. */
function tell(engine: FakeEngine, received: number, told: ReceivedMessage[], omitted: number): void {
  const subscribers = engine.state.subscribers.map((view) => ({ ...view, received }))
  engine.push({ type: 'subscribers', subscribers }, { type: 'received', subscriberId: id, messages: told, omitted })
}

const card = (): Promise<HTMLElement> => screen.findByRole('article', { name: id })

test('what is not listed of a burst counts once, though it is left out when it comes and when it is acknowledged', async () => {
  const { engine } = openWindow()
  const shown = await card()
  tell(engine, 1000, messages(801, 1000, false), 800)
  await within(shown).findByText('800 of them not listed', { exact: false })
  tell(engine, 1000, messages(801, 1000), 800)
  await waitFor(() => expect(subscribersStore.getState().messages[id]?.every(({ acked }) => acked)).toBe(true))
  expect(shown.textContent).toContain('1,000 messages received · 800 of them not listed')
  // Nothing is left out of this push, and 100 fall out of the list.
  engine.answers['subscriber.messages'] = () => messages(601, 1400)
  tell(engine, 1200, messages(1001, 1200), 0)
  tell(engine, 1400, messages(1201, 1400), 0)
  await within(shown).findByText('900 of them not listed', { exact: false })
})

test('a page that starts says what the engine counted beyond the list, and a cleared list has no gap', async () => {
  const engine = new FakeEngine()
  const [view] = engine.state.subscribers
  if (view === undefined) throw new Error('the fake has a subscriber')
  view.received = 1200
  engine.answers['subscriber.messages'] = () => messages(701, 1200)
  const { user } = openWindow(engine)
  const shown = await card()
  await within(shown).findByText('700 of them not listed', { exact: false })
  await user.click(within(shown).getByRole('button', { name: 'Clear the list' }))
  await within(shown).findByText('Nothing received yet.')
  tell(engine, 1, messages(1, 1), 0)
  await within(shown).findByText('1 message received')
  expect(shown.textContent).not.toContain('not listed')
})

test('after a burst an acknowledgement that was left out is made up for, asked once', async () => {
  const { engine } = openWindow()
  await card()
  await waitFor(() => expect(engine.calls.some(({ name }) => name === 'subscriber.messages')).toBe(true))
  const asked = () => engine.calls.filter(({ name }) => name === 'subscriber.messages').length
  const before = asked()
  engine.answers['subscriber.messages'] = () => messages(1, 400)
  tell(engine, 200, messages(101, 200, false), 100)
  tell(engine, 400, messages(201, 400), 200)
  tell(engine, 400, messages(201, 400), 1)
  expect(subscribersStore.getState().messages[id]?.[0]?.acked).toBe(false)
  await waitFor(() => expect(subscribersStore.getState().messages[id]?.[0]?.acked).toBe(true))
  expect(subscribersStore.getState().messages[id]).toHaveLength(300)
  expect(asked()).toBe(before + 1)
})
