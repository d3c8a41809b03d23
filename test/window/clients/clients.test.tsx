// @vitest-environment happy-dom
import { screen, waitFor, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { AppError } from '../../../src/shared/errors.js'
import { openWindow, prepareWindows } from '../openWindow.js'

prepareWindows()

test('the clients of the broker are listed with their sessions, searched, and disconnected', async () => {
  const { engine, user } = openWindow()
  await user.click(await screen.findByRole('button', { name: '1 client' }))
  const dialog = await screen.findByRole('dialog', { name: 'Clients' })
  const ours = await within(dialog).findByRole('row', { name: /subscriber-1/ })
  expect(ours.textContent).toContain('t/1 QoS 1')
  const away = within(dialog).getByRole('row', { name: /meter-7/ })
  expect(away.textContent).toMatch(/meters.*persistent.*away.*none.*12/)
  expect(within(away).queryByRole('button')).toBeNull()

  const disconnect = within(ours).getByRole('button', { name: 'Disconnect subscriber-1' })
  await user.click(disconnect)
  expect(engine.calls).toContainEqual({ name: 'broker.disconnect', input: { clientId: 'subscriber-1' } })
  engine.answers['broker.disconnect'] = ({ clientId }) => {
    throw new AppError('client_away', { clientid: clientId })
  }
  await user.click(disconnect)
  await within(ours).findByText('Client subscriber-1 is not connected any more.')

  await user.type(within(dialog).getByRole('textbox'), 'meter')
  await waitFor(() => {
    expect(within(dialog).queryByRole('row', { name: /subscriber-1/ })).toBeNull()
  })
  await user.type(within(dialog).getByRole('textbox'), 'x')
  await within(dialog).findByText('No client fits the search.')
})
