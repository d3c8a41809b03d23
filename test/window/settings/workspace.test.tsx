// @vitest-environment happy-dom
import { screen, waitFor } from '@testing-library/react'
import { expect, test } from 'vitest'
import { pageStore } from '../../../src/renderer/app/pageStore.js'
import { AppError } from '../../../src/shared/errors.js'
import { openWindow, prepareWindows } from '../openWindow.js'

prepareWindows()

const names = (calls: readonly { readonly name: string }[]) => calls.map(({ name }) => name)

test('the workspace goes to a file and comes from one, which can be taken back', async () => {
  const { engine, host, user } = openWindow()
  await screen.findByRole('button', { name: 'Play the cycle' })
  pageStore.getState().open('settings')
  await user.click(await screen.findByRole('button', { name: 'Export …' }))
  await waitFor(() => {
    expect(host.calls).toContainEqual({ name: 'file.save', input: { name: 'inspector.mqttworkspace', text: '{}\n' } })
  })

  const file = new File(['{"version":1}'], 'mine.mqttworkspace')
  await user.upload(screen.getByLabelText('Import …'), file)
  const undo = await screen.findByRole('button', { name: 'Undo' })
  expect(engine.calls).toContainEqual({ name: 'workspace.import', input: { text: '{"version":1}' } })
  expect(names(host.calls)).toContain('engine.restart')
  await user.click(undo)
  await waitFor(() => {
    expect(engine.calls).toContainEqual({ name: 'workspace.import', input: { text: '{}\n' } })
  })
})

test('a file that is none says why, and the engine goes on', async () => {
  const { engine, host, user } = openWindow()
  engine.answers['workspace.import'] = () => {
    throw new AppError('workspace_invalid', { faults: 'version: wrong' })
  }
  await screen.findByRole('button', { name: 'Play the cycle' })
  pageStore.getState().open('settings')
  await user.upload(await screen.findByLabelText('Import …'), new File(['{}'], 'broken.mqttworkspace'))
  expect((await screen.findByRole('alert')).textContent).toContain('version: wrong')
  expect(names(host.calls)).not.toContain('engine.restart')
})

test('a workspace that the system opens with the program is imported only when told to', async () => {
  const { engine, host, user } = openWindow()
  await screen.findByRole('button', { name: 'Play the cycle' })
  host.openFile({ name: 'mine.mqttworkspace', text: '{"version":1}' })
  await screen.findByText('mine.mqttworkspace would take the place of the whole workspace.')
  expect(names(engine.calls)).not.toContain('workspace.import')
  await user.click(screen.getByRole('button', { name: 'Import' }))
  await screen.findByRole('button', { name: 'Undo' })
  expect(engine.calls).toContainEqual({ name: 'workspace.import', input: { text: '{"version":1}' } })
})

test('a scenario that the system opens is kept and shown; a broken one says why', async () => {
  const { engine, host } = openWindow()
  await screen.findByRole('button', { name: 'Play the cycle' })
  host.openFile({ name: 'broken.mqttscenario', text: '{' })
  await screen.findByText(/broken\.mqttscenario has faults/)
  const scenario = { id: 'held', backend: 'pgsql', steps: [{ step: 'prepare', run: [{ ready: 'store' }] }] }
  host.openFile({ name: 'held.mqttscenario', text: JSON.stringify(scenario) })
  await screen.findByRole('dialog', { name: 'Scenarios' })
  expect(engine.state.scenarios).toMatchObject([{ id: 'held' }])
})
