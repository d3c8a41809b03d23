// @vitest-environment happy-dom
import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, test } from 'vitest'
import { changedConfig } from '../../../src/renderer/connections/connectionDraft.js'
import { AppError } from '../../../src/shared/errors.js'
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
