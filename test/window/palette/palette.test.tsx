// @vitest-environment happy-dom
import { screen, waitFor, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { openWindow, prepareWindows } from '../openWindow.js'

prepareWindows()

test('everything is found by typing, and done with Enter', async () => {
  const { engine, user } = openWindow()
  await screen.findByRole('region', { name: 'Publisher' })
  await user.keyboard('{Control>}k{/Control}')
  const palette = await screen.findByRole('dialog', { name: 'Commands' })
  const words = within(palette).getByRole('textbox', { name: 'Commands' })
  await user.type(words, 'rule offline')
  await user.keyboard('{Enter}')
  await screen.findByRole('textbox', { name: 'SQL' })
  await waitFor(() => {
    expect(screen.queryByRole('dialog')).toBeNull()
  })

  await user.click(screen.getByRole('button', { name: /^Commands/ }))
  await user.type(await screen.findByRole('textbox', { name: 'Commands' }), 'connect subscriber-1')
  await user.keyboard('{Enter}')
  await waitFor(() => {
    expect(engine.calls.at(-1)?.name).toMatch(/^subscriber\.(dis)?connect$/)
  })
})

test('what fails is said', async () => {
  const { engine, user } = openWindow()
  await screen.findByRole('region', { name: 'Publisher' })
  engine.answers['scenario.play'] = () => {
    throw new Error('no such stage')
  }
  await user.click(screen.getByRole('button', { name: /^Commands/ }))
  await user.type(await screen.findByRole('textbox', { name: 'Commands' }), 'play')
  await user.keyboard('{Enter}')
  expect((await screen.findByRole('alert')).textContent).toContain('no such stage')
})

test('a name that nothing has is said', async () => {
  const { user } = openWindow()
  await screen.findByRole('region', { name: 'Publisher' })
  await user.click(screen.getByRole('button', { name: /^Commands/ }))
  await user.type(await screen.findByRole('textbox', { name: 'Commands' }), 'qqqq')
  await screen.findByText('No command is called that.')
})
