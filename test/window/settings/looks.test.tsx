// @vitest-environment happy-dom
import { screen, waitFor, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { recallNight } from '../../../src/renderer/app/night.js'
import { pageStore } from '../../../src/renderer/app/pageStore.js'
import { FakeEngine } from '../fakeEngine.js'
import { FakeHost } from '../fakeHost.js'
import { openWindow, prepareWindows } from '../openWindow.js'

prepareWindows()

/** What tokens.css goes by. */
function shown(): string {
  const root = document.documentElement
  const scheme = root.dataset['mantineColorScheme'] ?? ''
  return scheme === 'dark' && root.hasAttribute('data-night') ? 'night' : scheme
}

test('night is chosen in the settings, and is a dark for everything that knows no night', async () => {
  const { engine, host, user } = openWindow()
  await screen.findByRole('button', { name: 'Play the cycle' })
  pageStore.getState().open('settings')
  const colours = await screen.findByRole('radiogroup', { name: 'Colours' })
  await user.click(within(colours).getByRole('radio', { name: 'Night' }))
  await waitFor(() => {
    expect(host.calls.at(-1)).toEqual({ name: 'appearance.set', input: { theme: 'night', language: 'en' } })
  })
  expect(engine.calls.findLast(({ name }) => name === 'settings.save')?.input).toMatchObject({ theme: 'night' })
  expect(shown()).toBe('night')
  await user.click(within(colours).getByRole('radio', { name: 'Dark' }))
  await waitFor(() => {
    expect(shown()).toBe('dark')
  })
})

test('night is a command, and the button for light colours leads back to it', async () => {
  const { user } = openWindow()
  await user.click(await screen.findByRole('button', { name: /^Commands/ }))
  await user.type(await screen.findByRole('textbox', { name: 'Commands' }), 'colours: night')
  await user.keyboard('{Enter}')
  await waitFor(() => {
    expect(shown()).toBe('night')
  })
  await user.click(await screen.findByRole('button', { name: 'Light colours' }))
  await waitFor(() => {
    expect(shown()).toBe('light')
  })
  await user.click(screen.getByRole('button', { name: 'Night colours' }))
  await waitFor(() => {
    expect(shown()).toBe('night')
  })
})

test('the night of last time is there before the settings are', async () => {
  const engine = new FakeEngine()
  engine.state.settings = { ...engine.state.settings, theme: 'night' }
  const first = openWindow(engine)
  await screen.findByRole('button', { name: 'Play the cycle' })
  expect(shown()).toBe('night')
  first.host.setStatus({ state: 'stopped', exitCode: 0 })
  document.documentElement.removeAttribute('data-night')
  recallNight()
  openWindow(engine, new FakeHost({ state: 'starting' }))
  expect(shown()).toBe('night')
})
