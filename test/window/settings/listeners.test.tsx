// @vitest-environment happy-dom
import { screen, waitFor } from '@testing-library/react'
import { expect, test } from 'vitest'
import { pageStore } from '../../../src/renderer/app/pageStore.js'
import { FakeEngine } from '../fakeEngine.js'
import { openWindow, prepareWindows } from '../openWindow.js'

prepareWindows()

const files = { certificate: '/pem/a.pem', key: '/pem/a.key' }

test('a TLS listener needs its files, which are chosen or made', async () => {
  const { engine, host, user } = openWindow()
  await screen.findByRole('button', { name: 'Play the cycle' })
  pageStore.getState().open('settings')
  const apply = await screen.findByRole('button', { name: 'Apply and restart the broker' })
  expect(screen.queryByLabelText(/^Certificate file/)).toBeNull()
  // Nothing was changed: there is nothing that clients would have to come again for.
  expect(apply).toHaveProperty('disabled', true)
  const port = screen.getByRole('textbox', { name: 'Port of ws' })
  await user.type(port, '{Backspace}')
  expect(apply).toHaveProperty('disabled', false)
  await user.type(port, '3')
  expect(apply).toHaveProperty('disabled', true)
  await user.click(screen.getByRole('switch', { name: 'Listener tls on' }))
  expect(apply).toHaveProperty('disabled', true)
  await user.click(screen.getByRole('button', { name: 'Make one for this machine (tls)' }))
  await screen.findByDisplayValue('/data/localhost.pem')
  await user.click(screen.getByRole('switch', { name: 'Listener wss on' }))
  await user.type(screen.getByLabelText(/^Certificate file of wss/), '/other.pem')
  await user.type(screen.getByLabelText(/^Key file of wss/), '/other.key')
  await user.click(screen.getByRole('button', { name: /CA file: clients of wss/ }))
  expect(host.calls).toContainEqual({ name: 'file.choose', input: undefined })
  await user.type(screen.getByRole('textbox', { name: /CA file: clients of wss/ }), '/clients.pem')
  await user.click(apply)
  await waitFor(() => {
    expect(engine.calls).toContainEqual({
      name: 'broker.configure',
      input: {
        listeners: {
          tcp: { host: '127.0.0.1', port: 1883 },
          ws: { host: '127.0.0.1', port: 8083, path: '/mqtt' },
          tls: { host: '127.0.0.1', port: 8883, certificate: '/data/localhost.pem', key: '/data/localhost.key' },
          wss: {
            host: '127.0.0.1',
            port: 8084,
            path: '/mqtt',
            certificate: '/other.pem',
            key: '/other.key',
            ca: '/clients.pem'
          }
        }
      }
    })
  })
})

test('listeners with TLS are shown as they are, and what ails one stands beside it', async () => {
  const engine = new FakeEngine()
  const { broker } = engine.state
  const error = { code: 'listener_key_mismatch', data: files } as const
  const place = { host: '127.0.0.1', tls: files } as const
  engine.state.broker = {
    ...broker,
    listeners: [
      { name: 'tls', state: 'failed', port: 8883, url: 'mqtts://127.0.0.1:8883', ...place, error },
      { name: 'ws', state: 'running', host: '127.0.0.1', port: 8083, url: 'ws://127.0.0.1:8083/mqtt' },
      { name: 'wss', state: 'running', port: 9443, url: 'wss://127.0.0.1:9443/other', ...place }
    ]
  }
  const { user } = openWindow(engine)
  await screen.findByRole('button', { name: 'Play the cycle' })
  // Too many to show where each is: the port stands for it, and the rest is copied.
  expect(screen.getByText('9443')).toBeTruthy()
  screen.getByRole('button', { name: 'Copy wss://127.0.0.1:9443/other' })
  screen.getByRole('button', { name: 'port 8883: not listening' })
  pageStore.getState().open('settings')
  expect(await screen.findAllByDisplayValue('/pem/a.key')).toHaveLength(2)
  expect(screen.getByDisplayValue('/other')).toBeTruthy()
  expect(screen.getByRole('alert').textContent).toContain('The key /pem/a.key does not belong')
  await user.click(screen.getByRole('switch', { name: 'Listener tls on' }))
  await user.click(screen.getByRole('button', { name: 'Apply and restart the broker' }))
  await waitFor(() => {
    expect(engine.calls).toContainEqual({
      name: 'broker.configure',
      input: {
        listeners: {
          ws: { host: '127.0.0.1', port: 8083, path: '/mqtt' },
          wss: { host: '127.0.0.1', port: 9443, path: '/other', ...files }
        }
      }
    })
  })
})
