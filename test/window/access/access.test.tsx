// @vitest-environment happy-dom
import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, test } from 'vitest'
import { FakeEngine } from '../fakeEngine.js'
import { fakeSnapshot } from '../fakeSnapshot.js'
import { openWindow, prepareWindows } from '../openWindow.js'

prepareWindows()

async function openAccess(engine = new FakeEngine()) {
  const window = openWindow(engine)
  await window.user.click(await screen.findByRole('button', { name: 'Access' }))
  return window
}

const saved = (engine: FakeEngine) => engine.calls.filter(({ name }) => name === 'broker.access').at(-1)?.input

describe('the access page', () => {
  test('makes a user; saving needs a name and a password', async () => {
    const { engine, user } = await openAccess()
    await user.click(screen.getByLabelText('Only these users may connect'))
    expect(screen.getByText(/nobody but this window can connect/)).toBeTruthy()
    await user.click(screen.getByRole('button', { name: 'Add a user' }))
    const save = screen.getByRole('button', { name: 'Save' })
    await user.type(screen.getByLabelText('Name of user 1'), 'ann')
    expect(save).toHaveProperty('disabled', true)
    await user.type(screen.getByLabelText('Password of user 1'), 'secret')
    await user.click(save)
    await waitFor(() => expect(saved(engine)).toEqual({ users: [{ username: 'ann', password: 'secret' }], acl: [] }))
    // The password is not shown again, and not needed again.
    expect(screen.getByLabelText('Password of user 1')).toHaveProperty('value', '')
    expect(save).toHaveProperty('disabled', true)
  })

  test('moves rules, and says which one decides', async () => {
    const state = fakeSnapshot()
    state.access = {
      acl: [
        { permit: 'deny', action: 'all', topic: '#' },
        { permit: 'allow', action: 'publish', topic: 'clients/%c' }
      ]
    }
    const { engine, user } = await openAccess(new FakeEngine(state))
    const tester = within(screen.getByRole('heading', { name: 'Try the rules' }).parentElement as HTMLElement)
    await user.type(tester.getByLabelText('Client id'), 'c1')
    await user.type(tester.getByLabelText('Topic'), 'clients/c1')
    expect(tester.getByRole('status').textContent).toBe('Denied by rule 1.')
    await user.click(screen.getByRole('button', { name: 'Move rule 2 up' }))
    expect(tester.getByRole('status').textContent).toBe('Allowed by rule 1.')
    await user.clear(tester.getByLabelText('Client id'))
    expect(tester.getByRole('status').textContent).toBe('Denied by rule 2.')
    await user.click(screen.getByRole('button', { name: 'Save' }))
    await waitFor(() =>
      expect(saved(engine)).toEqual({
        acl: [
          { permit: 'allow', action: 'publish', topic: 'clients/%c' },
          { permit: 'deny', action: 'all', topic: '#' }
        ]
      })
    )
  })

  test('discards changes', async () => {
    const { engine, user } = await openAccess()
    await user.click(screen.getByRole('button', { name: 'Add a rule' }))
    // Why it cannot be saved yet is said beside the button.
    const note = /^Each rule needs a topic/
    expect(screen.getByText(note)).toBeTruthy()
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Save' }).disabled).toBe(true)
    await user.type(screen.getByLabelText('Topic of rule 1'), 't/#')
    expect(screen.queryByText(note)).toBeNull()
    await user.click(screen.getByRole('button', { name: 'Discard changes' }))
    expect(screen.queryByLabelText('Topic of rule 1')).toBeNull()
    expect(saved(engine)).toBe(undefined)
  })
})

describe('the limits in the settings', () => {
  test('are changed within their bounds, and tell how often they took effect', async () => {
    const state = fakeSnapshot()
    state.broker.exceeded.packetSize = 3
    const { engine, user } = openWindow(new FakeEngine(state))
    await user.click(await screen.findByRole('button', { name: 'Settings' }))
    expect(screen.getByText('took effect 3 times')).toBeTruthy()
    const apply = screen.getByRole('button', { name: 'Apply' })
    const field = screen.getByLabelText('Levels of a topic')
    await user.clear(field)
    await user.type(field, '101')
    expect(apply).toHaveProperty('disabled', true)
    await user.clear(field)
    await user.type(field, '7')
    await user.click(apply)
    await waitFor(() => {
      const sent = engine.calls.find(({ name }) => name === 'broker.limits')?.input
      expect(sent).toMatchObject({ topicLevels: 7, packetSize: 16_777_216 })
    })
  })
})

test('a client that asks for MQTT 5 makes the window say what to set', async () => {
  const engine = new FakeEngine()
  openWindow(engine)
  await screen.findByRole('button', { name: 'Play the cycle' })
  const { broker } = engine.state
  engine.push({ type: 'broker', broker: { ...broker, refused: { ...broker.refused, version: 1 } } })
  expect(await screen.findByText(/protocol version of that client to 3\.1\.1/)).toBeTruthy()
})
