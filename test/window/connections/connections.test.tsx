// @vitest-environment happy-dom
import { act, screen, waitFor, within } from '@testing-library/react'
import { describe, expect, test } from 'vitest'
import { changedConfig } from '../../../src/renderer/connections/connectionDraft.js'
import { connectionsStore } from '../../../src/renderer/connections/connectionsStore.js'
import { AppError } from '../../../src/shared/errors.js'
import { connectionSchema } from '../../../src/shared/workspace.js'
import { FakeEngine } from '../fakeEngine.js'
import { openWindow, prepareWindows } from '../openWindow.js'

prepareWindows()

test('a connection is tried, saved, and used by the publisher and a subscriber', async () => {
  const { engine, user } = openWindow()
  const publisher = await screen.findByRole('region', { name: 'Publisher' })
  await user.click(within(publisher).getByRole('button', { name: 'Talks to: This broker' }))
  await user.click(await screen.findByRole('menuitem', { name: 'Connections …', hidden: true }))
  const dialog = await screen.findByRole('dialog', { name: 'Other brokers' })
  await user.type(within(dialog).getByRole('textbox', { name: /^Name/ }), 'EMQX')
  await user.click(within(dialog).getByRole('switch', { name: 'Use TLS' }))
  expect(within(dialog).getByRole('textbox', { name: 'Port' })).toHaveProperty('value', '8883')
  await user.type(within(dialog).getByLabelText('Password'), 'secret')

  engine.answers['connection.test'] = () => {
    throw new AppError('client_login_refused', { clientid: 'test', url: 'mqtts://127.0.0.1:8883', reason: 'Banned' })
  }
  await user.click(within(dialog).getByRole('button', { name: 'Test connection' }))
  expect((await within(dialog).findByRole('alert')).textContent).toContain('Banned')
  delete engine.answers['connection.test']
  await user.click(within(dialog).getByRole('button', { name: 'Test connection' }))
  await within(dialog).findByText(/accepted a client after/)
  await user.click(within(dialog).getByRole('button', { name: 'Save' }))
  await within(dialog).findByRole('button', { name: 'Delete' })
  expect(engine.state.connections).toMatchObject([{ hasPassword: true, connection: { name: 'EMQX' } }])
  await user.keyboard('{Escape}')
  await waitFor(() => {
    expect(screen.queryByRole('dialog')).toBeNull()
  })

  await user.click(within(publisher).getByRole('button', { name: 'Talks to: This broker' }))
  await user.click(await screen.findByRole('menuitem', { name: /^EMQX/, hidden: true }))
  expect(publisher.textContent).toContain('do not appear in the timeline')
  await user.click(within(publisher).getByRole('button', { name: /^Publish/ }))
  const [connection] = engine.state.connections
  await waitFor(() => {
    const sent = engine.calls.find(({ name }) => name === 'publisher.publish')?.input
    expect(sent).toMatchObject({ connection: connection?.connection.id })
  })

  // A new subscriber listens where is published to.
  await user.click(screen.getByRole('button', { name: 'Add a subscriber' }))
  const card = await screen.findByRole('article', { name: 'subscriber-2' })
  expect(card.textContent).toContain('EMQX')
})

describe('groups', () => {
  const named = (name: string, group: string) => ({
    connection: connectionSchema.parse({ id: name.toLowerCase(), name, group, config: {} }),
    hasPassword: false,
    usedBy: []
  })

  async function openConnections() {
    const engine = new FakeEngine()
    engine.state.connections = [
      named('Far', 'Site 10'),
      named('Near', 'Site 2'),
      named('Own', ''),
      named('Next', 'Site 2')
    ]
    const { user } = openWindow(engine)
    await screen.findByRole('region', { name: 'Publisher' })
    connectionsStore.getState().edit('own')
    return { engine, user, dialog: await screen.findByRole('dialog', { name: 'Other brokers' }) }
  }

  /** The list from its top: headings and connections. */
  const listed = (dialog: HTMLElement) =>
    within(dialog)
      .getAllByRole('button', { name: /^(Site|Own|Near|Next|Far)/ })
      .map(({ textContent }) => textContent.replace('mqtt://127.0.0.1:1883', ''))

  test('stand under their names, those without one first, and fold by mouse and key', async () => {
    const { user, dialog } = await openConnections()
    expect(listed(dialog)).toEqual(['Own', 'Site 22', 'Near', 'Next', 'Site 101', 'Far'])
    const heading = within(within(dialog).getByRole('heading', { name: /^Site 2/ })).getByRole('button')
    expect(heading.getAttribute('aria-expanded')).toBe('true')
    await user.click(heading)
    expect(heading.getAttribute('aria-expanded')).toBe('false')
    expect(listed(dialog)).toEqual(['Own', 'Site 22', 'Site 101', 'Far'])
    await user.keyboard('{Enter}')
    expect(within(within(dialog).getByRole('group', { name: 'Site 2' })).getAllByRole('button')).toHaveLength(3)
  })

  test('what is opened elsewhere, or put into a folded group, is seen there', async () => {
    const { engine, user, dialog } = await openConnections()
    await user.click(within(dialog).getByRole('button', { name: /^Site 10/ }))
    await user.click(within(dialog).getByRole('button', { name: /^Site 2/ }))
    act(() => connectionsStore.getState().edit('far'))
    expect(listed(dialog)).toEqual(['Own', 'Site 22', 'Site 101', 'Far'])
    // All groups are offered, though the field has the name of one.
    await user.click(within(dialog).getByRole('combobox', { name: 'Group' }))
    await user.click(await screen.findByRole('option', { name: 'Site 2', hidden: true }))
    await user.click(within(dialog).getByRole('button', { name: 'Save' }))
    await waitFor(() => {
      expect(listed(dialog)).toEqual(['Own', 'Site 23', 'Near', 'Next', 'Far'])
    })
    expect(engine.calls.findLast(({ name }) => name === 'connection.save')?.input).toMatchObject({ group: 'Site 2' })
  })

  test('part the menu of brokers too', async () => {
    const { user } = await openConnections()
    act(() => connectionsStore.getState().close())
    const publisher = screen.getByRole('region', { name: 'Publisher' })
    await user.click(within(publisher).getByRole('button', { name: 'Talks to: This broker' }))
    const group = await screen.findByRole('group', { name: 'Site 2', hidden: true })
    expect(within(group).getAllByRole('menuitem', { hidden: true })).toHaveLength(2)
  })
})

describe('the port', () => {
  test('goes along with transport and TLS while it is the usual one', () => {
    expect(changedConfig({}, { ssl: true })).toMatchObject({ port: 8883 })
    expect(changedConfig({ ssl: true, port: 8883 }, { ssl: true, port: 8883, transport: 'ws' })).toMatchObject({
      port: 8084
    })
    expect(changedConfig({ transport: 'ws', port: 9001 }, { transport: 'tcp', port: 9001 })).toMatchObject({
      port: 9001
    })
  })
})
