import { expect, test } from 'vitest'
import { lessonsIn } from '../../../src/renderer/guide/lessons.js'
import type { Push, SubscriberView } from '../../../src/shared/contract.js'
import type { Step } from '../../../src/shared/life.js'
import { fakeSnapshot } from '../fakeSnapshot.js'

const { rules, subscribers, resources } = fakeSnapshot()

function timeline(...steps: Omit<Step, 'at'>[]): Push {
  const preview = new Uint8Array()
  const timed = steps.map((step) => ({ ...step, at: 1 }))
  const life = { id: 'A', topic: 't/1', from: 'p', qos: 0, retain: false, preview, size: 0, at: 1, steps: timed }
  return { type: 'timeline', lives: [life], omitted: 0 }
}

function listening(topic: string, change: Partial<SubscriberView> = {}): Push {
  const views = subscribers.map((view) => ({
    ...view,
    state: 'online' as const,
    subscriber: { ...view.subscriber, topic },
    ...change
  }))
  return { type: 'subscribers', subscribers: views }
}

test('QoS 0 is explained when it kept a message from being saved, or from being deleted', () => {
  expect(lessonsIn(timeline({ step: 'matched' }, { step: 'not_saved', reason: 'qos0' }), rules)).toEqual(['qos0'])
  expect(lessonsIn(timeline({ step: 'matched' }, { step: 'saved' }, { step: 'acked' }), rules)).toEqual([])
  const again: Omit<Step, 'at'> = { step: 'delivered', reason: 'qos0_delivery' }
  expect(lessonsIn(timeline({ step: 'saved' }, again), rules)).toEqual(['qos0Subscription'])
  expect(lessonsIn(timeline({ step: 'unmatched' }, again), rules)).toEqual([])
})

test('wildcards are explained to who subscribes with one where messages are saved for exact topics', () => {
  expect(lessonsIn(listening('t/+'), rules)).toEqual(['wildcard'])
  expect(lessonsIn(listening('t/1'), rules)).toEqual([])
  expect(lessonsIn(listening('u/#'), rules)).toEqual([])
  expect(lessonsIn(listening('t/+', { state: 'offline' }), rules)).toEqual([])
  const fetching = rules.map((view) => {
    const actions = view.rule.actions.map((each) => ({ ...each, params: { ...each.params, wildcard_fetch: true } }))
    return { ...view, rule: { ...view.rule, actions } }
  })
  expect(lessonsIn(listening('t/+'), fetching)).toEqual([])
})

test('the shape of the table is explained where one has another', () => {
  const error = { code: 'store_shape_differs' as const, data: {} }
  const differing = resources.map((view) => ({ ...view, state: 'down' as const, error }))
  expect(lessonsIn({ type: 'resources', resources: differing }, rules)).toEqual(['shape'])
  expect(lessonsIn({ type: 'resources', resources }, rules)).toEqual([])
})
