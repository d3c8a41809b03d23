// @vitest-environment happy-dom
import { act, screen, waitFor, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { selectionStore } from '../../../src/renderer/app/selectionStore.js'
import { looksStore } from '../../../src/renderer/stores/looksStore.js'
import { exportRows } from '../../../src/renderer/stores/exportRows.js'
import { payloadMark } from '../../../src/shared/markedPayload.js'
import { FakeEngine } from '../fakeEngine.js'
import { openWindow, prepareWindows } from '../openWindow.js'

prepareWindows()

async function openWithRow() {
  const engine = new FakeEngine()
  const { id } = engine.publish('t/1', new TextEncoder().encode('{"kept":1}'))
  const opened = openWindow(engine)
  await screen.findByRole('button', { name: 'Play the cycle' })
  return { ...opened, id }
}

test('a selected message shows its row in full, to be copied whole or by the cell', async () => {
  const { host, user, id } = await openWithRow()
  act(() => selectionStore.getState().toggle(id))
  const stored = await screen.findByRole('region', { name: 'Stored in pg' })
  expect(stored.textContent).toContain(id)
  await user.click(within(stored).getByRole('button', { name: 'Copy payload' }))
  expect(host.calls).toContainEqual({ name: 'clipboard.write', input: '{"kept":1}' })
  await user.click(within(stored).getByRole('button', { name: 'Copy the row as JSON' }))
  const copied = host.calls.findLast(({ name }) => name === 'clipboard.write')?.input as string
  expect(JSON.parse(copied)).toMatchObject({ msgid: id, topic: 't/1', payload: '{"kept":1}' })
})

test('a row of which the timeline knows nothing has details of its own, with lenses', async () => {
  const engine = new FakeEngine()
  const { id } = engine.publish('t/1', new TextEncoder().encode('{"kept":1}'))
  engine.state.timeline.length = 0
  const { user } = openWindow(engine)
  await screen.findByRole('button', { name: 'Play the cycle' })
  act(() => selectionStore.getState().toggle(id))
  const details = await screen.findByRole('complementary', { name: 'The selected message' })
  await user.click(within(details).getByText('Hex'))
  expect(details.textContent).toContain('7b 22 6b 65 70 74')
})

test('bytes that are no text are seen through the lenses, and the row has them as they are stored', async () => {
  const engine = new FakeEngine()
  const { id } = engine.publish('t/1', new TextEncoder().encode(`${payloadMark}/wD+`))
  engine.state.timeline.length = 0
  openWindow(engine)
  await screen.findByRole('button', { name: 'Play the cycle' })
  act(() => selectionStore.getState().toggle(id))
  const details = await screen.findByRole('complementary', { name: 'The selected message' })
  expect(details.textContent).toContain('ff 00 fe')
  expect(details.textContent).toContain('3 B')
  expect(within(details).getByText(`${payloadMark}/wD+`)).toBeDefined()
})

test('all rows of a store go to a file, not only those in view', async () => {
  const { engine, host, user } = await openWithRow()
  engine.answers['store.rows'] = () => ({
    resourceId: 'pg',
    statement: '',
    columns: ['id', 'payload'],
    rows: [
      { key: '1', cells: [1, 'a,b'] },
      { key: '2', cells: [2, Uint8Array.of(255)] },
      { key: '3', cells: [3, null] }
    ],
    at: 0
  })
  await user.click(await screen.findByRole('button', { name: 'Export the stored messages' }))
  await user.click(await screen.findByRole('menuitem', { name: /^CSV/, hidden: true }))
  await waitFor(() => {
    expect(host.calls).toContainEqual({
      name: 'file.save',
      input: { name: 'pg.csv', text: 'id,payload\r\n1,"a,b"\r\n2,/w==\r\n3,\r\n' }
    })
  })
})

test('numbers and nothing stay what they are in JSON', () => {
  expect(exportRows(['id', 'ttl'], [[1, null]], 'ndjson')).toBe('{"id":1,"ttl":null}\n')
})

test('a paused view holds still while the store goes on', async () => {
  const { engine, user } = await openWithRow()
  const card = await screen.findByRole('article', { name: /pg$/ })
  await within(card).findByText('1 message')
  await user.click(screen.getByRole('button', { name: 'Pause the view of the stores' }))
  engine.publish('t/2', new TextEncoder().encode('x'))
  await waitFor(() => {
    expect(looksStore.getState().views['pg']?.rows).toHaveLength(2)
  })
  expect(within(card).queryByText('2 messages')).toBeNull()
  await user.click(screen.getByRole('button', { name: 'Go on' }))
  await within(card).findByText('2 messages')
})

test('says how old the last look is, also of a look that found nothing new', async () => {
  const engine = new FakeEngine()
  openWindow(engine)
  const card = await screen.findByRole('article', { name: 'PostgreSQL pg' })
  const resourceId = 'pg'
  act(() => engine.push({ type: 'looked', resourceId, at: Date.now() - 62_000 }))
  await within(card).findByText('looked 60 s ago')
  act(() => engine.push({ type: 'looked', resourceId, at: Date.now() }))
  await within(card).findByText('looked just now')
})
