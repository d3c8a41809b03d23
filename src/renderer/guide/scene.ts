import { glance } from '../../rulesql/glance.js'
import { actionTypes, resourceParameter } from '../../shared/actionTypes.js'
import type { LocalServer, ResourceView, RuleView, SubscriberView } from '../../shared/contract.js'
import type { Life, Step, StepName } from '../../shared/life.js'
import { type BackendName, resourceTypes } from '../../shared/resourceTypes.js'
import { topicMatches } from '../../shared/topics.js'
import { subscriptionsOf } from '../../shared/workspace.js'
import type { LookView } from '../stores/lookView.js'
import type { Tour } from './tour.js'

/** What is there of all that a chapter needs: its steps are checked by nothing else. */
export interface Scene {
  readonly backend: BackendName
  readonly resource: ResourceView | undefined
  readonly server: LocalServer | undefined
  readonly look: LookView | undefined
  /** The rule that saves into the resource. */
  readonly rule: RuleView | undefined
  /** The topic that the rule's first filter stands for: `t/#` is played on `t/1`. */
  readonly topic: string
  /** The newest message since the chapter was begun, rather one that can be saved. */
  readonly life: Life | undefined
  /** Because of what the message will never be saved: another one has to be published. */
  readonly obstacle: Step | undefined
  /** Who would get it now. */
  readonly listeners: readonly SubscriberView[]
  /** Who is to get it: the first with a QoS above 0 on this very topic. */
  readonly subscriber: SubscriberView | undefined
}

/** The parts of the window's stores that a scene is made of. */
export interface SceneParts {
  readonly resources: readonly ResourceView[]
  readonly servers: readonly LocalServer[]
  readonly looks: Readonly<Record<string, LookView>>
  readonly rules: readonly RuleView[]
  readonly lives: readonly Life[]
  readonly subscribers: readonly SubscriberView[]
}

export function sceneOf({ backend, resourceId, startedAt }: Tour, parts: SceneParts): Scene {
  const own = parts.resources.filter(({ resource }) => resourceTypes[resource.type].backend === backend)
  const resource =
    own.find((view) => view.resource.id === resourceId) ?? own.find(({ state }) => state === 'up') ?? own[0]
  const rules = parts.rules.filter((view) => savesInto(view, backend, resource?.resource.id))
  const rule = rules.find((view) => view.rule.enabled && view.error === undefined) ?? rules[0]
  const topic = topicOf(rule)
  const since = parts.lives.filter(({ at }) => at >= startedAt)
  const life = since.findLast((each) => obstacleOf(each) === undefined) ?? since.at(-1)
  const ours = parts.subscribers.filter(({ subscriber }) => subscriber.connection === undefined)
  return {
    backend,
    resource,
    server: parts.servers.find((each) => each.backend === backend),
    look: resource && parts.looks[resource.resource.id],
    rule,
    topic,
    life,
    obstacle: life && obstacleOf(life),
    listeners: ours.filter(
      ({ subscriber, state }) =>
        state !== 'offline' && subscriptionsOf(subscriber).some((each) => topicMatches(each.topic, topic))
    ),
    subscriber: ours.find(({ subscriber }) =>
      subscriptionsOf(subscriber).some((each) => each.topic === topic && each.qos > 0)
    )
  }
}

function savesInto({ rule }: RuleView, backend: BackendName, resourceId: string | undefined): boolean {
  return (
    resourceId !== undefined &&
    filtersOf(rule.rawsql).length > 0 &&
    rule.actions.some(
      ({ name, params }) => actionTypes[name].backend === backend && params[resourceParameter] === resourceId
    )
  )
}

function topicOf(view: RuleView | undefined): string {
  const [filter = 't/#'] = view === undefined ? [] : filtersOf(view.rule.rawsql)
  return filter.replaceAll('#', '1').replaceAll('+', '1')
}

/** The topic filters that a statement's FROM names, without events. */
export function filtersOf(rawsql: string): readonly string[] {
  return glance(rawsql).sources.filter((source) => !source.startsWith('$'))
}

/** The step that a message has taken, at a store or client where one is named. */
export function taken(life: Life | undefined, name: StepName, by?: string): Step | undefined {
  return life?.steps.find((each) => each.step === name && (by === undefined || each.by === by))
}

function obstacleOf(life: Life): Step | undefined {
  if (taken(life, 'saved') !== undefined) return undefined
  const unmatched = life.steps.findLast(({ step }) => step === 'unmatched')
  return taken(life, 'not_saved') ?? (taken(life, 'matched') === undefined ? unmatched : undefined)
}
