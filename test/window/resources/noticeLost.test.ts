// @vitest-environment happy-dom
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { startTexts } from '../../../src/renderer/app/texts.js'
import { noticeLost, noticeStopped } from '../../../src/renderer/resources/noticeLost.js'
import { FakeHost } from '../fakeHost.js'
import { fakeSnapshot } from '../fakeSnapshot.js'

const up = fakeSnapshot().resources
const down = up.map((view) => ({
  ...view,
  state: 'down' as const,
  error: { code: 'store_timeout' as const, data: {} }
}))

let host: FakeHost

beforeAll(startTexts)
beforeEach(() => {
  host = new FakeHost()
  Object.assign(window, { host })
})
afterEach(() => {
  vi.restoreAllMocks()
})

test('a person who looks elsewhere is told once that a resource is lost, and why', () => {
  vi.spyOn(document, 'hasFocus').mockReturnValue(false)
  noticeLost(up, down)
  noticeLost(down, down)
  expect(host.calls).toEqual([
    { name: 'notify', input: { title: 'PostgreSQL pg is not available', body: 'The store did not answer in time.' } }
  ])
})

test('whoever looks at the window sees it there', () => {
  vi.spyOn(document, 'hasFocus').mockReturnValue(true)
  noticeLost(up, down)
  expect(host.calls).toEqual([])
})

test('an engine that ended is told in the same way', () => {
  const focus = vi.spyOn(document, 'hasFocus').mockReturnValue(true)
  noticeStopped(9)
  expect(host.calls).toEqual([])
  focus.mockReturnValue(false)
  noticeStopped(9)
  expect(host.calls).toMatchObject([{ name: 'notify', input: { title: 'The broker is gone' } }])
})
