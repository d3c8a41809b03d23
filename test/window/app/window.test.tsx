// @vitest-environment happy-dom
import { cleanup, screen, waitFor, within } from '@testing-library/react'
import { describe, expect, test } from 'vitest'
import { engineStore } from '../../../src/renderer/app/engineStore.js'
import { pageStore } from '../../../src/renderer/app/pageStore.js'
import { AppError } from '../../../src/shared/errors.js'
import { FakeEngine } from '../fakeEngine.js'
import { FakeHost } from '../fakeHost.js'
import { openWindow, prepareWindows } from '../openWindow.js'
import { writeSql } from '../sqlEditor.js'

prepareWindows()

describe('the window and its engine', () => {
  test('while the engine starts the window says so, then shows the cycle', async () => {
    const { host } = openWindow(new FakeEngine(), new FakeHost({ state: 'starting' }))
    expect(screen.getByRole('status').textContent).toContain('Starting')
    host.setStatus({ state: 'ready' })
    expect(await screen.findByRole('button', { name: 'Play the cycle' })).toBeTruthy()
  })

  test('an engine that could not start gives its reason, and can be started again', async () => {
    const error = { code: 'workspace_unreadable', data: { file: 'w.json', faults: 'x' } } as const
    const { host, user } = openWindow(new FakeEngine(), new FakeHost({ state: 'failed', error }))
    expect((await screen.findByRole('alert')).textContent).toContain('w.json')
    await user.click(screen.getByRole('button', { name: 'Restart the engine' }))
    expect(host.calls.map(({ name }) => name)).toContain('engine.restart')
  })

  test('an engine that dies takes the pages away, and comes back with a new snapshot', async () => {
    const { host, engine } = openWindow()
    await screen.findByRole('button', { name: 'Play the cycle' })
    host.setStatus({ state: 'stopped', exitCode: 9 })
    expect((await screen.findByRole('alert')).textContent).toContain('exit code 9')
    host.setStatus({ state: 'starting' })
    host.setStatus({ state: 'ready' })
    await screen.findByRole('button', { name: 'Play the cycle' })
    expect(engine.calls.filter(({ name }) => name === 'snapshot')).toHaveLength(2)
  })

  test('the page that was open last is open again', async () => {
    const { user } = openWindow()
    await user.click(await screen.findByRole('button', { name: 'Log' }))
    await screen.findByRole('region', { name: 'Log' })
    const remembered = localStorage.getItem('page') ?? ''
    cleanup()
    pageStore.setState(pageStore.getInitialState(), true)
    localStorage.setItem('page', remembered)
    engineStore.setState(engineStore.getInitialState(), true)
    openWindow()
    await screen.findByRole('region', { name: 'Log' })
  })

  test('a listener that failed leads to its port, and does not stand in the way there', async () => {
    const engine = new FakeEngine()
    const error = { code: 'listener_port_in_use', data: { port: 1883, host: '127.0.0.1' } } as const
    const { broker } = engine.state
    const tcp = { name: 'tcp', state: 'failed', host: '127.0.0.1', port: 1883, url: '', error } as const
    engine.state.broker = { ...broker, listeners: [tcp] }
    const { user } = openWindow(engine)
    await user.click(await screen.findByRole('button', { name: 'port 1883: not listening' }))
    await user.click(await screen.findByRole('button', { name: 'Open the settings', hidden: true }))
    await screen.findByRole('region', { name: 'Settings' })
    await waitFor(() => {
      expect(screen.queryByRole('dialog', { hidden: true })).toBeNull()
    })
    expect(screen.getByRole('alert').textContent).toContain('Port 1883')
    expect(screen.queryByRole('button', { name: 'Open the settings', hidden: true })).toBeNull()
  })

  test('what is pushed changes what is shown', async () => {
    const { engine, user } = openWindow()
    await screen.findByRole('button', { name: 'Play the cycle' })
    const [resource] = engine.state.resources
    if (resource === undefined) throw new Error('the fake has a resource')
    const error = { code: 'store_unreachable', data: { server: 'db:5432' }, detail: 'ECONNREFUSED' } as const
    engine.push({ type: 'resources', resources: [{ ...resource, state: 'down', waiting: 3, error }] })
    const store = await screen.findByRole('article', { name: /PostgreSQL/ })
    await within(store).findByText('not available')
    expect(store.textContent).toContain('3 messages wait for it')
    expect(store.textContent).toContain('db:5432 cannot be reached')
    expect(store.textContent).toContain('not tried again by itself')
    await user.click(within(store).getByRole('button', { name: 'Connect now' }))
    expect(engine.calls.at(-1)).toEqual({ name: 'resource.reconnect', input: { id: resource.resource.id } })
  })
})

describe('a store that has grown', () => {
  test('offers an index, shows the statement, and sends it only when told to', async () => {
    const { engine, user } = openWindow()
    await screen.findByRole('button', { name: 'Play the cycle' })
    const [resource] = engine.state.resources
    if (resource === undefined) throw new Error('the fake has a resource')
    engine.push({ type: 'resources', resources: [{ ...resource, scanned: 1_000_000 }] })
    const store = await screen.findByRole('article', { name: /PostgreSQL/ })
    await within(store).findByText(/reads past about 1,000,000 messages/)
    const made = () => engine.calls.filter(({ name }) => name === 'resource.makeIndex').length
    await user.click(within(store).getByRole('button', { name: 'Make an index …' }))
    const dialog = await screen.findByRole('dialog')
    await within(dialog).findByText(/^CREATE INDEX/)
    expect(made()).toBe(0)
    await user.click(within(dialog).getByRole('button', { name: 'Send this statement' }))
    await within(dialog).findByText('Done: the index is there.')
    expect(made()).toBe(1)
    // The offer is gone; what was done stays to be read until it is closed.
    engine.push({ type: 'resources', resources: [resource] })
    await waitFor(() => expect(screen.queryByText(/reads past/)).toBeNull())
    expect(screen.getByText('Done: the index is there.')).toBeTruthy()
  })
})

describe('publishing', () => {
  test('sends what is typed, as bytes', async () => {
    const { engine, user } = openWindow()
    const payload = await screen.findByLabelText('Payload')
    await user.clear(payload)
    await user.type(payload, '{{"a": 1}')
    await user.click(screen.getByRole('button', { name: /^Publish/ }))
    await screen.findByText(/Acknowledged after/)
    const sent = engine.calls.find(({ name }) => name === 'publisher.publish')?.input
    expect(sent).toEqual({
      clientId: 'publisher-1',
      connection: undefined,
      topic: 't/1',
      payload: new TextEncoder().encode('{"a": 1}'),
      qos: 1,
      retain: false
    })
  })

  test('what is not valid cannot be sent', async () => {
    const { engine, user } = openWindow()
    const payload = await screen.findByLabelText('Payload')
    await user.clear(payload)
    await user.type(payload, 'no json')
    expect(screen.getByText('This is not valid JSON')).toBeTruthy()
    expect(screen.getByRole('button', { name: /^Publish/ }).hasAttribute('disabled')).toBe(true)
    await user.keyboard('{Control>}{Enter}{/Control}')
    expect(engine.calls.some(({ name }) => name === 'publisher.publish')).toBe(false)
  })

  test('a failure is a sentence, with the reason under details', async () => {
    const { engine, host, user } = openWindow()
    engine.answers['publisher.publish'] = () => {
      throw new AppError('publish_failed', {}, { cause: new Error('socket hang up') })
    }
    await user.click(await screen.findByRole('button', { name: /^Publish/ }))
    const alert = await screen.findByRole('alert')
    expect(alert.textContent).toContain('The message was not acknowledged')
    await user.click(within(alert).getByRole('button', { name: 'Details' }))
    await user.click(within(alert).getByRole('button', { name: 'Copy Details' }))
    expect(host.calls).toContainEqual({ name: 'clipboard.write', input: 'socket hang up' })
  })
})

describe('the rules page', () => {
  test('a fault in the statement shows its place until it is mended', async () => {
    const { user } = openWindow()
    await screen.findByRole('button', { name: 'Play the cycle' })
    await user.keyboard('{Control>}2{/Control}')
    await writeSql('SELEC')
    expect((await screen.findByRole('alert')).textContent).toContain('Line 1, column 1')
    expect(document.querySelector('.cm-lintRange-error')?.textContent).toBe('SELEC')
    await user.click(screen.getByRole('button', { name: 'Examples' }))
    // Without a layout the menu takes its button for scrolled away, and hides.
    await user.click(await screen.findByRole('menuitem', { name: /The chapter's rule/, hidden: true }))
    await waitFor(() => {
      expect(screen.queryByRole('alert')).toBeNull()
    })
  })

  test('a new rule begins as the chapter’s, and is sent with its action', async () => {
    const { engine, user } = openWindow()
    await screen.findByRole('button', { name: 'Play the cycle' })
    await user.keyboard('{Control>}2{/Control}')
    await user.click(screen.getByRole('button', { name: 'Create a rule' }))
    await user.click(screen.getByRole('button', { name: 'Create' }))
    const sent = engine.calls.find(({ name }) => name === 'rule.create')?.input
    expect(sent).toMatchObject({
      rawsql: expect.stringContaining('session_subscribed') as string,
      actions: [{ name: 'offline_msg_to_pgsql', params: { $resource: 'pg' } }]
    })
  })
})

describe('the keyboard', () => {
  test('opens pages and the list of keys, and does not while something is typed', async () => {
    const { user } = openWindow()
    await screen.findByRole('button', { name: 'Play the cycle' })
    await user.keyboard('{Control>}5{/Control}')
    expect(screen.getByRole('heading', { name: 'Log' })).toBeTruthy()
    await user.keyboard('/')
    expect(document.activeElement).toBe(screen.getByLabelText('Search the log'))
    await user.keyboard('?')
    expect(screen.queryByRole('dialog')).toBeNull()
    await user.click(screen.getByRole('heading', { name: 'Log' }))
    await user.keyboard('?')
    expect(await screen.findByRole('dialog')).toBeTruthy()
  })
})

test('the language changes without a restart, and is kept', async () => {
  const { engine, host, user } = openWindow()
  await user.click(await screen.findByRole('button', { name: '切换到中文' }))
  expect(await screen.findByRole('button', { name: '演示全流程' })).toBeTruthy()
  const saved = engine.calls.find(({ name }) => name === 'settings.save')?.input
  expect(saved).toMatchObject({ language: 'zh' })
  await waitFor(() => {
    expect(host.calls.at(-1)).toEqual({ name: 'appearance.set', input: { theme: 'system', language: 'zh' } })
  })
})
