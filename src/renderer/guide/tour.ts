import { z } from 'zod'
import { type BackendName, backendNames } from '../../shared/resourceTypes.js'

/** The steps of every chapter, in order; the texts of each are below `guide.steps` in the locale files. */
export const stepNames = [
  'server',
  'test',
  'table',
  'sql',
  'rule',
  'alone',
  'publish',
  'stored',
  'connect',
  'acked',
  'gone'
] as const
export type GuideStepName = (typeof stepNames)[number]

/** The steps of one chapter: Redis has no table to make. */
export function stepsOf(backend: BackendName): readonly GuideStepName[] {
  return stepNames.filter((name) => name !== 'table' || backend !== 'redis')
}

/** A chapter that somebody is led through. */
export const tourSchema = z.object({
  backend: z.enum(backendNames),
  /** The resource that was asked for; left out: whichever there is. */
  resourceId: z.string().optional(),
  step: z.enum(stepNames),
  /** When it was begun, ms since the epoch: messages from before do not count. */
  startedAt: z.number()
})
export type Tour = z.infer<typeof tourSchema>
