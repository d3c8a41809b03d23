import { expect, test } from 'vitest'
import { guideOf } from '../../../src/renderer/guide/guide.js'
import type { Life, Step } from '../../../src/shared/life.js'
import { fakeSnapshot } from '../fakeSnapshot.js'

const { subscribers } = fakeSnapshot()
const offline = subscribers.map((view) => ({ ...view, state: 'offline' as const }))
const online = subscribers.map((view) => ({ ...view, state: 'online' as const }))

function life(at: number, ...steps: Omit<Step, 'at'>[]): Life {
  const taken = steps.map((step, index) => ({ ...step, at: at + index }))
  const preview = new Uint8Array()
  return { id: `${at}`, topic: 't/1', from: 'p', qos: 1, retain: false, preview, size: 0, at, steps: taken }
}

test('first nobody may listen, then something is published', () => {
  expect(guideOf(100, [], online).current).toBe('offline')
  expect(guideOf(100, [], offline).current).toBe('publish')
})

test('what was published before does not count', () => {
  expect(guideOf(100, [life(50, { step: 'published' }, { step: 'saved' })], offline).current).toBe('publish')
})

test('each step of the message leads on', () => {
  const way = ['published', 'saved', 'delivered', 'acked', 'deleted'] as const
  const steps = way.map((step) => ({ step }))
  const reached = way.map((_step, index) => guideOf(100, [life(100, ...steps.slice(0, index + 1))], online).current)
  expect(reached).toEqual(['saved', 'connect', 'acked', 'deleted', undefined])
})

test('what will never be saved says why, and another one is asked for', () => {
  const notSaved = life(100, { step: 'published' }, { step: 'matched' }, { step: 'not_saved', reason: 'qos0' })
  expect(guideOf(100, [notSaved], offline)).toMatchObject({ current: 'publish', obstacle: { reason: 'qos0' } })
  const unmatched = life(100, { step: 'published' }, { step: 'unmatched', reason: 'no_rule' })
  expect(guideOf(100, [unmatched], offline)).toMatchObject({ current: 'publish', obstacle: { reason: 'no_rule' } })
  const another = life(200, { step: 'published' }, { step: 'saved' })
  expect(guideOf(100, [notSaved, another], offline)).toEqual({ current: 'connect', obstacle: undefined })
})
