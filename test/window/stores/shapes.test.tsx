// @vitest-environment happy-dom
import { act, screen, waitFor, within } from '@testing-library/react'
import { beforeAll, expect, test, vi } from 'vitest'
import { selectionStore } from '../../../src/renderer/app/selectionStore.js'
import type { StoreLook } from '../../../src/shared/storeLook.js'
import { payloadMark } from '../../../src/shared/markedPayload.js'
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
    { key: 'mqtt:msg:C', messageId: 'message-c', cells: ['mqtt:msg:C', 'home:hall', 600] }
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
    expect.stringMatching(/^3 Chash(600|5\d\d) s$/)
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

test('a message that was selected elsewhere is where the keyboard is, whatever it was folded away in', async () => {
  const { user } = openWindow(engineWith('backend_redis_single', keys))
  await user.click(await screen.findByRole('button', { name: 'Keys as a tree' }))
  const tree = await screen.findByRole('tree')
  act(() => tree.focus())
  await user.keyboard('{ArrowLeft}')
  expect(drawn(tree)).toEqual(['1 mqtt'])
  act(() => selectionStore.getState().toggle('message-c'))
  expect(document.getElementById(tree.getAttribute('aria-activedescendant') ?? '')?.textContent).toMatch(/^Chash/)
  // What is selected in the tree itself, as a member of its set, keeps its place.
  await user.keyboard('{Home}{ArrowDown}{ArrowDown}{ArrowDown}{ArrowDown}{ArrowRight}{ArrowRight}{Enter}')
  expect(selectionStore.getState().messageId).toBe('message-b')
  expect(document.getElementById(tree.getAttribute('aria-activedescendant') ?? '')?.textContent).toBe('B')
})

test('a message that is let go and selected again comes into view again', async () => {
  const { user } = openWindow(engineWith('backend_redis_single', keys))
  await user.click(await screen.findByRole('button', { name: 'Keys as a tree' }))
  await screen.findByRole('tree')
  const scrolled = vi.spyOn(Element.prototype, 'scrollTo')
  const toggle = (): void => act(() => selectionStore.getState().toggle('message-c'))
  toggle()
  await waitFor(() => expect(scrolled).toHaveBeenCalled())
  toggle()
  scrolled.mockClear()
  toggle()
  await waitFor(() => expect(scrolled).toHaveBeenCalled())
  scrolled.mockRestore()
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

/** Bytes that are no text, as they are stored where only text is. */
const marked = `${payloadMark}/wD+`
const documents = {
  columns: ['_id', 'topic', 'payload'],
  rows: [
    {
      key: 'b',
      messageId: 'message-b',
      cells: ['b', 't/2', 'AP8='],
      document: {
        text: JSON.stringify({
          _id: { $oid: '5f0bb60600000000000000bb' },
          topic: 't/2',
          qos: { $numberInt: '2' },
          weight: { $numberDouble: '5.0' },
          payload: { $binary: { base64: 'AP8=', subType: '00' } },
          timestamp: { $numberLong: '9007199254740993' },
          at: { $date: { $numberLong: '1594606150714' } },
          nested: { list: ["it's", { $numberDecimal: '1.50' }] }
        }),
        isCut: false
      }
    },
    {
      key: 'a',
      messageId: 'message-a',
      cells: ['a', 't/1', marked],
      document: {
        text: JSON.stringify({ _id: { $oid: '5f0bb60600000000000000aa' }, topic: 't/1', payload: marked }),
        isCut: true
      }
    }
  ]
}

test('the documents of a MongoDB stand as its shell writes them, with their types', async () => {
  const { user, host } = openWindow(engineWith('backend_mongo_single', documents))
  await user.click(await screen.findByRole('button', { name: 'Documents as in the shell' }))
  const list = await screen.findByRole('list', { name: 'Documents of store' })
  const [first, second] = within(list).getAllByRole('article')
  if (first === undefined || second === undefined) throw new Error('two documents should be drawn')
  for (const written of [
    "_id: ObjectId('5f0bb60600000000000000bb')",
    "topic: 't/2'",
    'qos: 2',
    'weight: 5.0',
    "payload: Binary.createFromBase64('AP8=', 0)",
    "timestamp: Long('9007199254740993')",
    "at: ISODate('2020-07-13T02:09:10.714Z')",
    String.raw`1: 'it\'s'`,
    "2: Decimal128('1.50')"
  ]) {
    expect(first.textContent).toContain(written)
  }

  await user.click(within(first).getByText('payload:', { exact: false }))
  expect(await within(first).findByText('00 ff')).toBeTruthy()
  await user.click(within(first).getByRole('button', { name: 'Copy the document as Extended JSON' }))
  const copied = host.calls.findLast(({ name }) => name === 'clipboard.write')?.input as string
  expect(JSON.parse(copied)).toMatchObject({ timestamp: { $numberLong: '9007199254740993' }, qos: { $numberInt: '2' } })

  expect(second.textContent).toContain(`payload: '${marked}'`)
  await user.click(within(second).getByText('payload:', { exact: false }))
  expect(await within(second).findByText('ff 00 fe')).toBeTruthy()
  expect(second.textContent).toContain('only the beginning is shown')
  await within(second).findByRole('button', { name: 'Copy what is shown of the document as Extended JSON' })
})

test('a document is folded and selected by the keyboard, and stays for a while when it was deleted', async () => {
  const engine = engineWith('backend_mongo_rs', documents)
  const { user } = openWindow(engine)
  await user.click(await screen.findByRole('button', { name: 'Documents as in the shell' }))
  const document = await screen.findByRole('article', { name: /00aa/ })
  const fields = within(document).getByRole('button', { name: 'Fields' })
  expect(fields.getAttribute('aria-expanded')).toBe('true')
  act(() => fields.focus())
  await user.keyboard('{Enter}')
  expect(fields.getAttribute('aria-expanded')).toBe('false')
  expect(document.textContent).toContain(String.raw`, topic: 't/1', payload: '${marked}'`)
  await user.keyboard('{Tab}{Enter}')
  expect(selectionStore.getState().messageId).toBe('message-a')
  expect(document.getAttribute('aria-current')).toBe('true')

  const [kept] = documents.rows
  if (kept === undefined) throw new Error('there is a document')
  const look = {
    resourceId: 'store',
    statement: 'look',
    at: Date.now(),
    columns: documents.columns,
    rows: [kept],
    count: 1
  }
  act(() => engine.push({ type: 'look', look }))
  expect(document.hasAttribute('data-ghost')).toBe(true)
  within(document).getByRole('img', { name: 'deleted' })
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
