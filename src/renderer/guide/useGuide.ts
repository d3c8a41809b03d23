import { pageStore } from '../app/pageStore.js'
import { resourcesStore } from '../resources/resourcesStore.js'
import { rulesStore } from '../rules/rulesStore.js'
import { serversStore } from '../servers/serversStore.js'
import { looksStore } from '../stores/looksStore.js'
import { subscribersStore } from '../subscribers/subscribersStore.js'
import { timelineStore } from '../timeline/timelineStore.js'
import { type Scene, sceneOf } from './scene.js'
import { type GuideStep, steps } from './steps.js'
import type { TargetName } from './target.js'
import { type GuideStepName, stepsOf, type Tour } from './tour.js'

export interface Guide {
  readonly scene: Scene
  readonly step: GuideStep
  readonly isDone: boolean
  readonly target: readonly [name: TargetName, of?: string | undefined]
  /** From 0. */
  readonly index: number
  readonly names: readonly GuideStepName[]
}

/** How far the person has come, told by what is there. */
export function useGuide(tour: Tour): Guide {
  const scene = sceneOf(tour, {
    resources: resourcesStore((state) => state.resources),
    servers: serversStore((state) => state.servers),
    looks: looksStore((state) => state.views),
    rules: rulesStore((state) => state.rules),
    lives: timelineStore((state) => state.lives),
    subscribers: subscribersStore((state) => state.subscribers)
  })
  const form = pageStore((state) => state.resourceId)
  const names = stepsOf(tour.backend)
  const step = steps[tour.step]
  return {
    scene,
    step,
    isDone: step.isDone(scene),
    target: step.target(scene, form),
    index: names.indexOf(tour.step),
    names
  }
}

/** Goes to where the step's control is. */
export function openStep({ page, open }: GuideStep, scene: Scene): void {
  pageStore.getState().open(page, open?.(scene))
}
