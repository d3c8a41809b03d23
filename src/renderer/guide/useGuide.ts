import { subscribersStore } from '../subscribers/subscribersStore.js'
import { timelineStore } from '../timeline/timelineStore.js'
import { type Guide, guideOf } from './guide.js'
import { guideStore } from './guideStore.js'

/** How far the person has come; undefined while nobody is guided. */
export function useGuide(): Guide | undefined {
  const startedAt = guideStore((state) => state.startedAt)
  const lives = timelineStore((state) => state.lives)
  const subscribers = subscribersStore((state) => state.subscribers)
  return startedAt === undefined ? undefined : guideOf(startedAt, lives, subscribers)
}
