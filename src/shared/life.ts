import { z } from 'zod'
import { bytesSchema } from './bytes.js'
import { errorCodes } from './errors.js'

/** A message's life as data: the timeline, the log, the counters and the tests read the same steps. */

export const stepNames = [
  'published',
  'matched',
  'unmatched',
  'saved',
  'not_saved',
  'save_waiting',
  'save_failed',
  'fetched',
  'delivered',
  'acked',
  'deleted',
  'delete_failed'
] as const
export type StepName = (typeof stepNames)[number]

/** Why a step did not lead on. */
export const stepReasons = ['qos0', 'no_rule', 'where_false', 'rule_error', 'qos0_delivery', ...errorCodes] as const

/** What fills the placeholders of a reason's sentence. */
export const reasonDataSchema = z.record(z.string(), z.union([z.string(), z.number()]))

export const stepSchema = z.object({
  step: z.enum(stepNames),
  /** Milliseconds since the epoch, with fractions. */
  at: z.number(),
  /** The rule, resource or client that took the step. */
  by: z.string().optional(),
  reason: z.enum(stepReasons).optional(),
  data: reasonDataSchema.optional(),
  detail: z.string().optional()
})
export type Step = z.infer<typeof stepSchema>

export const lifeSchema = z.object({
  /** The message id: 32 upper-case hex digits. */
  id: z.string(),
  topic: z.string(),
  from: z.string(),
  qos: z.number(),
  retain: z.boolean(),
  /** The first bytes of the payload, and how many there are in all. */
  preview: bytesSchema,
  size: z.number(),
  /** When it was published (or, for a row found in a store, when it says that it arrived), ms. */
  at: z.number(),
  steps: z.array(stepSchema)
})
export type Life = z.infer<typeof lifeSchema>
