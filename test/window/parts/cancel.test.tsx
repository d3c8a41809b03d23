// @vitest-environment happy-dom
import { screen, waitFor, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { AppError } from '../../../src/shared/errors.js'
import { openWindow, prepareWindows } from '../openWindow.js'

prepareWindows()

type Call = 'resource.test' | 'resource.init'

/** Lets a call of the engine run until it is cancelled by its own ticket. */
function endless(engine: ReturnType<typeof openWindow>['engine'], name: Call): void {
  let end: (error: AppError) => void = () => undefined
  let ticket: string | undefined
  engine.answers[name] = (input: { ticket?: string | undefined }) => {
    ;({ ticket } = input)
    return new Promise<never>((_resolve, reject) => (end = reject))
  }
  engine.answers['call.cancel'] = ({ call }) => {
    if (call === ticket) end(new AppError('call_cancelled'))
  }
}

test('a test of a connection that takes long is cancelled by the button beside it, and that is no error', async () => {
  const { engine, user } = openWindow()
  await user.click(await screen.findByRole('button', { name: 'Resources' }))
  endless(engine, 'resource.test')
  await user.click(await screen.findByRole('button', { name: 'Test connection' }))
  await user.click(await screen.findByRole('button', { name: 'Cancel' }))
  await screen.findByText('Cancelled. Nothing was changed.')
  expect(screen.queryByRole('alert')).toBeNull()
  expect(screen.queryByRole('button', { name: 'Cancel' })).toBeNull()

  // Who leaves the form wants no answer any more.
  await user.click(screen.getByRole('button', { name: 'Test connection' }))
  const cancels = () => engine.calls.filter(({ name }) => name === 'call.cancel').length
  expect(cancels()).toBe(1)
  await user.click(screen.getByRole('button', { name: 'Log' }))
  await waitFor(() => expect(cancels()).toBe(2))
})

test('Escape ends what a dialog is at, and only then closes it', async () => {
  const { engine, user } = openWindow()
  await user.click(await screen.findByRole('button', { name: 'Resources' }))
  endless(engine, 'resource.init')
  await user.click(await screen.findByRole('button', { name: /^Initialise/ }))
  const dialog = await screen.findByRole('dialog')
  await user.click(await within(dialog).findByRole('button', { name: 'Send these statements' }))
  await within(dialog).findByRole('button', { name: 'Cancel' })
  await within(dialog).findByText(/^[1-9] s$/)
  await user.keyboard('{Escape}')
  await within(dialog).findByText(/^Cancelled. What had been made/)
  await user.keyboard('{Escape}')
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
})
