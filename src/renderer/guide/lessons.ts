import { filtersOverlap } from '../../rulesql/filters.js'
import { actionTypes } from '../../shared/actionTypes.js'
import type { Push, RuleView, SubscriberView } from '../../shared/contract.js'
import type { Life } from '../../shared/life.js'
import { hasWildcard } from '../../shared/topics.js'
import { subscriptionsOf } from '../../shared/workspace.js'
import { filtersOf, taken } from './scene.js'

/** The bold warnings of the chapters; the texts of each are below `guide.lessons` in the locale files. */
export const lessonNames = ['qos0', 'qos0Subscription', 'wildcard', 'shape'] as const
export type LessonName = (typeof lessonNames)[number]

/** The warnings that a person runs into by what is told here. */
export function lessonsIn(push: Push, rules: readonly RuleView[]): readonly LessonName[] {
  switch (push.type) {
    case 'timeline':
      return push.lives.flatMap(lessonsOfLife)
    case 'subscribers':
      return push.subscribers.some((view) => missesStored(view, rules)) ? ['wildcard'] : []
    case 'resources':
      return push.resources.some(({ error }) => error?.code === 'store_shape_differs') ? ['shape'] : []
    case 'look':
      return push.look.error?.code === 'store_shape_differs' ? ['shape'] : []
    default:
      return []
  }
}

function lessonsOfLife(life: Life): readonly LessonName[] {
  if (taken(life, 'not_saved')?.reason === 'qos0') return ['qos0']
  const isKept = life.steps.some(({ reason }) => reason === 'qos0_delivery')
  return isKept && taken(life, 'saved') !== undefined ? ['qos0Subscription'] : []
}

/** Whether somebody listens with a wildcard where a rule saves, and does not get what is saved. */
function missesStored({ subscriber, state }: SubscriberView, rules: readonly RuleView[]): boolean {
  if (state !== 'online' || subscriber.connection !== undefined) return false
  const filters = subscriptionsOf(subscriber).flatMap(({ topic }) => (hasWildcard(topic) ? [topic] : []))
  const saved = rules.filter(savesForExactTopics).flatMap(({ rule }) => filtersOf(rule.rawsql))
  return filters.some((filter) => saved.some((each) => filtersOverlap(filter, each)))
}

function savesForExactTopics({ rule }: RuleView): boolean {
  const offline = rule.actions.filter(({ name }) => actionTypes[name].category === 'offline_msgs')
  return rule.enabled && offline.length > 0 && offline.every(({ params }) => params['wildcard_fetch'] !== true)
}
