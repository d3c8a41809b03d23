// @vitest-environment happy-dom
import { screen, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { pageStore } from '../../../src/renderer/app/pageStore.js'
import { openWindow, prepareWindows } from '../openWindow.js'

prepareWindows()

test('the backends stand side by side, with what their actions and tables can', async () => {
  const { user } = openWindow()
  await screen.findByRole('button', { name: 'Play the cycle' })
  pageStore.getState().open('resources')
  await user.click(await screen.findByRole('button', { name: 'The five backends side by side' }))
  const dialog = await screen.findByRole('dialog', { name: 'The five backends side by side' })
  const cells = (name: string) =>
    within(within(dialog).getByRole('row', { name: new RegExp(`^${name}`) }))
      .getAllByRole('cell')
      .map(({ textContent }) => textContent)
  expect(cells('Forgotten by itself')).toEqual(['after 7,200 s', 'never', 'never', 'never', 'never'])
  expect(cells('wildcard_fetch')).toEqual(['no', 'yes', 'yes', 'no', 'yes'])
  expect(cells('Payload')).toEqual(['bytes', 'blob', 'text', 'text', 'string'])
})
