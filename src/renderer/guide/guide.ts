import type { SubscriberView } from '../../shared/contract.js'
import type { Life, Step, StepName } from '../../shared/life.js'

/** What a person does, and what has to come of it, in the order of a message's way. */
export const guideTasks = ['offline', 'publish', 'saved', 'connect', 'acked', 'deleted'] as const
export type GuideTask = (typeof guideTasks)[number]

/** The pane in which each is done or seen. */
export const paneOf = {
  offline: 'subscribers',
  publish: 'publisher',
  saved: 'stores',
  connect: 'subscribers',
  acked: 'subscribers',
  deleted: 'stores'
} as const satisfies Record<GuideTask, string>

export interface Guide {
  /** The first task that is not done; undefined when all are. */
  readonly current: GuideTask | undefined
  /** The step because of which the message will never be saved: another one has to be published. */
  readonly obstacle: Step | undefined
}

const proofs: Readonly<Partial<Record<GuideTask, StepName>>> = {
  saved: 'saved',
  connect: 'delivered',
  acked: 'acked',
  deleted: 'deleted'
}

/** How far a person has come since `startedAt`, told by what the newest message has been through. */
export function guideOf(startedAt: number, lives: readonly Life[], subscribers: readonly SubscriberView[]): Guide {
  const life = lives.findLast(({ at }) => at >= startedAt)
  if (life === undefined) {
    const isAlone = subscribers.every(({ state }) => state === 'offline')
    return { current: isAlone ? 'publish' : 'offline', obstacle: undefined }
  }
  const taken = (name: StepName): Step | undefined => life.steps.find(({ step }) => step === name)
  const obstacle = taken('saved') === undefined ? (taken('not_saved') ?? lastUnmatched(life)) : undefined
  if (obstacle !== undefined) return { current: 'publish', obstacle }
  const current = guideTasks.find((task) => {
    const proof = proofs[task]
    return proof !== undefined && taken(proof) === undefined
  })
  return { current, obstacle: undefined }
}

/** No rule took it: one that did would be among the steps. */
function lastUnmatched({ steps }: Life): Step | undefined {
  return steps.some(({ step }) => step === 'matched') ? undefined : steps.findLast(({ step }) => step === 'unmatched')
}
