import { z } from 'zod'
import { backendNames } from './resourceTypes.js'

/**
 * A scenario is data: what is done and what has to be seen, step by step. The topic is the one that the rule of the
 * chosen resource names (`t/#` is played on `t/1`); `{{run}}` in a payload tells one run from another.
 */
export const scenarioStepNames = ['prepare', 'save', 'subscribe', 'deliver', 'ack', 'delete'] as const
export type ScenarioStepName = (typeof scenarioStepNames)[number]

export const actSchema = z.union([
  /** The store answers and has its table. */
  z.strictObject({ ready: z.literal('store') }),
  z.strictObject({ connect: z.literal('subscriber') }),
  z.strictObject({ disconnect: z.literal('subscriber') }),
  z.strictObject({
    publish: z.strictObject({ payload: z.string(), qos: z.union([z.literal(0), z.literal(1), z.literal(2)]) })
  }),
  /** Whether the subscriber keeps its acknowledgements back. */
  z.strictObject({ hold: z.boolean() }),
  /** ms */
  z.strictObject({ wait: z.number().int().min(0).max(60_000) }),
  /**
   * `stored`: the message published last is a row of the store; `delivered`: the subscriber has it; `acked`: it has
   * acknowledged it; `deleted`: the row is gone; `empty`: the store has nothing left of the topic.
   */
  z.strictObject({ expect: z.enum(['stored', 'delivered', 'acked', 'deleted', 'empty']) })
])
export type ScenarioAct = z.infer<typeof actSchema>

export const scenarioSchema = z.strictObject({
  id: z.string().trim().min(1).max(64),
  backend: z.enum(backendNames),
  steps: z
    .array(z.strictObject({ step: z.enum(scenarioStepNames), run: z.array(actSchema).min(1) }))
    .min(1)
    .max(100)
})
export type Scenario = z.infer<typeof scenarioSchema>

/** Under this name the window plays the chapter's scenario of a resource's backend. */
export const chapterScenario = 'chapter'

export const mostScenarios = 50

/** A person's own scenarios. */
export const scenariosSchema = z
  .array(scenarioSchema)
  .max(mostScenarios)
  .refine((all) => new Set([chapterScenario, ...all.map(({ id }) => id)]).size === all.length + 1, 'names differ')

/** A scenario as it stands in a file. */
export function scenarioText(scenario: Scenario): string {
  return `${JSON.stringify(scenario, null, 2)}\n`
}
