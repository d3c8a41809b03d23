// @vitest-environment happy-dom
import { act, screen, within } from '@testing-library/react'
import { beforeAll, expect, test } from 'vitest'
import { selectionStore } from '../../../src/renderer/app/selectionStore.js'
import type { StoreLook } from '../../../src/shared/contract.js'
import type { ResourceTypeName } from '../../../src/shared/resourceTypes.js'
import { FakeEngine } from '../fakeEngine.js'
import { fakeSnapshot } from '../fakeSnapshot.js'
import { openWindow, prepareWindows } from '../openWindow.js'

prepareWindows()

beforeAll(() => {
  // Only what is in view is drawn, and a page without a layout has no view.
  Object.defineProperty(HTMLElement.prototype, 'clientHeight', { configurable: true, value: 2000 })
  Object.defineProperty(HTMLElement.prototype, 'clientWidth', { configurable: true, value: 800 })
})

function engineWith(type: ResourceTypeName, look: Omit<StoreLook, 'resourceId' | 'statement' | 'at'>): FakeEngine {
  const state = fakeSnapshot()
  const [view] = state.resources
  if (view === undefined) throw new Error('the fake has no resource')
  const resource = { id: 'store', type, description: '', config: {} }
  const looks = [{ resourceId: 'store', statement: 'look', at: Date.now(), ...look }]
  const engine = new FakeEngine({ ...state, resources: [{ ...view, resource }] })
  engine.answers.snapshot = () => ({ ...engine.state, looks })
  return engine
}

const columns = ['key', 'topic', 'ttl']
const keys = {
  columns,
  rows: [
    { key: 'mqtt:msg:B', messageId: 'message-b', cells: ['mqtt:msg:B', 't/1', 7200] },
    { key: 'mqtt:msg:A', messageId: 'message-a', cells: ['mqtt:msg:A', 't/1', -1] },
    { key: 'mqtt:msg:C', messageId: 'message-c', cells: ['mqtt:msg:C', 'home:hall', 60] }
  ]
}

/** What stands in the tree: how deep, and what it says. */
function drawn(tree: HTMLElement): string[] {
  return within(tree)
    .getAllByRole('treeitem')
    .map((item) => `${item.getAttribute('aria-level') ?? ''} ${item.textContent}`)
}

test('the keys of a Redis are a tree by their colons, with the seconds left, moved in by the arrow keys', async () => {
  const { user } = openWindow(engineWith('backend_redis_single', keys))
  await user.click(await screen.findByRole('button', { name: 'Keys as a tree' }))
  const tree = await screen.findByRole('tree', { name: 'Keys of store' })
  expect(drawn(tree)).toEqual([
    '1 mqtt',
    '2 msg',
    '3 home',
    '4 hallsorted set, 1 member',
    '3 t/1sorted set, 2 members',
    expect.stringMatching(/^3 Bhash(7200|71\d\d) s$/),
    '3 Ahashno expiry',
    expect.stringMatching(/^3 Chash(60|5\d) s$/)
  ])

  act(() => tree.focus())
  const active = (): string | undefined =>
    document.getElementById(tree.getAttribute('aria-activedescendant') ?? '')?.textContent ?? undefined
  await user.keyboard('{ArrowDown}{ArrowDown}{ArrowDown}{ArrowDown}{ArrowRight}')
  expect(drawn(tree)).toContain('4 B')
  expect(drawn(tree)).toContain('4 A')
  await user.keyboard('{ArrowRight}')
  expect(active()).toBe('B')
  await user.keyboard('{Enter}')
  expect(selectionStore.getState().messageId).toBe('message-b')
  await user.keyboard('{ArrowLeft}{ArrowLeft}')
  expect(active()).toBe('t/1sorted set, 2 members')
  expect(drawn(tree)).not.toContain('4 B')
  await user.keyboard('{Home}{ArrowLeft}')
  expect(drawn(tree)).toEqual(['1 mqtt'])
})

test('of a set whose topic begins that of another, only its own members are counted', async () => {
  const rows = [
    { key: 'mqtt:msg:A', messageId: 'message-a', cells: ['mqtt:msg:A', 'home', -1] },
    { key: 'mqtt:msg:B', messageId: 'message-b', cells: ['mqtt:msg:B', 'home:hall', -1] }
  ]
  const { user } = openWindow(engineWith('backend_redis_single', { columns, rows }))
  await user.click(await screen.findByRole('button', { name: 'Keys as a tree' }))
  expect(drawn(await screen.findByRole('tree'))).toContain('3 homesorted set, 1 member')
})

test('the form that was chosen for a backend is remembered, and a store of another one is a table', async () => {
  const engine = engineWith('backend_redis_single', keys)
  const { user } = openWindow(engine)
  await user.click(await screen.findByRole('button', { name: 'Keys as a tree' }))
  await screen.findByRole('tree')

  // As a workspace does that is taken from a file: another resource with the same id.
  const become = (type: ResourceTypeName): void => {
    const resources = engine.state.resources.map((view) => ({ ...view, resource: { ...view.resource, type } }))
    act(() => engine.push({ type: 'resources', resources }))
  }
  become('backend_pgsql')
  await screen.findByRole('grid', { name: 'Stored messages of store' })
  expect(screen.queryByRole('button', { name: 'Keys as a tree' })).toBeNull()
  become('backend_redis_cluster')
  await screen.findByRole('tree')
  await user.click(screen.getByRole('button', { name: 'Keys as a tree' }))
  await screen.findByRole('grid', { name: 'Stored messages of store' })
  become('backend_pgsql')
  become('backend_redis_single')
  await screen.findByRole('button', { name: 'Keys as a tree' })
  expect(screen.queryByRole('tree')).toBeNull()
})
