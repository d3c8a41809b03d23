// @vitest-environment happy-dom
import { act, screen, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { selectionStore } from '../../../src/renderer/app/selectionStore.js'
import { AppError } from '../../../src/shared/errors.js'
import { FakeEngine } from '../fakeEngine.js'
import { openWindow, prepareWindows } from '../openWindow.js'

prepareWindows()

async function explain(topic: string, change?: (engine: FakeEngine) => void) {
  const engine = new FakeEngine()
  const { id } = engine.publish(topic, new TextEncoder().encode('x'))
  change?.(engine)
  const { user } = openWindow(engine)
  await screen.findByRole('button', { name: 'Play the cycle' })
  act(() => selectionStore.getState().toggle(id))
  const ask = await screen.findByRole('button', { name: 'Why did a rule (not) fire?' })
  ask.focus()
  await user.keyboard('{Enter}')
  return { user, dialog: await screen.findByRole('dialog') }
}

test('each rule says what it made of a message, with the values that decided it', async () => {
  const { dialog } = await explain('t/1')
  const fired = await within(dialog).findByRole('region', { name: 'offline: message published' })
  expect(fired.textContent).toContain('The rule fires: the event comes by t/#.')
  expect(fired.textContent).toContain('topic = "t/1"')
  expect(fired.textContent).toContain('Offline messages to PostgreSQLpgsuccess')
  const silent = within(dialog).getByRole('region', { name: 'alarms: message published' })
  expect(silent.textContent).toContain('WHERE is not true for the event')
  expect(silent.textContent).toContain('payload.heat = 21.5')
  expect(silent.textContent).toContain('was not asked')
})

test('a rule that does not name the topic says what it names, and is a click away', async () => {
  const { dialog, user } = await explain('u/1')
  const rule = await within(dialog).findByRole('region', { name: 'offline: message published' })
  expect(rule.textContent).toContain('fits no entry of FROM: t/#, $events/session_subscribed')
  await user.click(within(rule).getByRole('button', { name: 'offline' }))
  expect(await screen.findByRole('heading', { name: 'offline' })).toBeTruthy()
  expect(screen.queryByRole('dialog')).toBeNull()
})

test('a message that is no longer known is said to be', async () => {
  const { dialog } = await explain('t/1', (engine) => {
    engine.answers['rule.explain'] = () => {
      throw new AppError('message_unknown')
    }
  })
  expect((await within(dialog).findByRole('alert')).textContent).toContain('no longer known')
})
