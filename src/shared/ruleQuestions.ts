import { z } from 'zod'
import { actionNames } from './actionTypes.js'
import { errorInfoSchema } from './errorInfo.js'
import { reasonDataSchema, stepReasons } from './life.js'
import { ruleEventNames } from './ruleEventNames.js'

/** What the window asks of rules: samples, tests, and why one did or did not fire. Values are JSON as text, in which
 * `1` and `1.0` stay two things. */

/** One test of WHERE or INCASE as it went for one event. */
export const conditionTestSchema = z.object({
  clause: z.enum(['where', 'incase']),
  /** The test as the printer writes it, and where it stands in the statement (UTF-16 offsets). */
  sql: z.string(),
  from: z.number(),
  to: z.number(),
  /** `skipped`: AND or OR was decided before. */
  outcome: z.enum(['true', 'false', 'skipped', 'error']),
  /** The operands that are no constants, with their values; `json` is left out where the value is undefined. */
  values: z.array(z.object({ sql: z.string(), json: z.string().optional() })),
  error: errorInfoSchema.optional()
})
export type ConditionTest = z.infer<typeof conditionTestSchema>

export const ruleTestResultSchema = z.discriminatedUnion('outcome', [
  z.object({
    outcome: z.literal('output'),
    /** One object; of FOREACH a list of them. */
    json: z.string(),
    /** Of FOREACH: the elements of the list, and what each gave; no output where INCASE left it out. */
    elements: z.array(z.object({ item: z.string(), output: z.string().optional() })).optional(),
    /** The FROM entry that the event fits. */
    source: z.string().optional(),
    tests: z.array(conditionTestSchema)
  }),
  z.object({
    outcome: z.literal('no_match'),
    /** What kept the rule from a result: no FROM entry fits the topic, or WHERE is false. */
    because: z.enum(['from', 'where']),
    tests: z.array(conditionTestSchema)
  }),
  z.object({ outcome: z.literal('error'), error: errorInfoSchema, tests: z.array(conditionTestSchema) })
])
export type RuleTestResult = z.infer<typeof ruleTestResultSchema>

/** An event to test a rule with. */
export const eventSampleSchema = z.object({
  event: z.enum(ruleEventNames),
  /** All columns that have a value, as one object. */
  json: z.string(),
  /** The columns for which EMQX's tester has an input, in its order. */
  editable: z.array(z.string())
})
export type EventSample = z.infer<typeof eventSampleSchema>

/** How one action of a rule went for one event. */
const actionVerdictSchema = z.object({
  name: z.enum(actionNames),
  resource: z.string().optional(),
  /** Places among the rule's actions, from 0; the second and later ones are places among fallbacks. */
  path: z.array(z.number()),
  /** `not_taken`: the rule did not fire, another action failed before, or nothing is known any more. */
  outcome: z.enum(['success', 'failed', 'waiting', 'not_taken']),
  reason: z.enum(stepReasons).optional(),
  data: reasonDataSchema.optional(),
  detail: z.string().optional()
})
export type ActionVerdict = z.infer<typeof actionVerdictSchema>

/** What one rule makes of one event of a message. */
export const ruleVerdictSchema = z.object({
  rule: z.string(),
  event: z.enum(ruleEventNames),
  /** The client that the message was delivered to or acknowledged by, for those events. */
  client: z.string().optional(),
  /**
   * `broken`: the rule does not compile; `no_source`: no entry of FROM fits the event; `nothing`: FOREACH had nothing
   * to go through, or INCASE let nothing pass.
   */
  verdict: z.enum(['fired', 'disabled', 'broken', 'no_source', 'where_false', 'nothing', 'error']),
  /** FROM as written, and the entry that fits. */
  sources: z.array(z.string()),
  source: z.string().optional(),
  tests: z.array(conditionTestSchema),
  /** What the rule put out, an object each. */
  outputs: z.array(z.string()),
  error: errorInfoSchema.optional(),
  actions: z.array(actionVerdictSchema)
})
export type RuleVerdict = z.infer<typeof ruleVerdictSchema>
