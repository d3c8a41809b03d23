import { AppError } from '../shared/errors.js'
import type { ActionVerdict, RuleVerdict } from '../shared/ruleQuestions.js'
import type { LiveAction } from './cycle/liveRule.js'
import type { EventRecord, Witness } from './cycle/witness.js'
import type { Engine, RuleSlot } from './engine.js'
import { explainStatement } from './rules/explain.js'
import { printShort } from './rules/jsonText.js'
import { sourceFor } from './rules/testColumns.js'
import type { RuleEvent } from './rules/types.js'
import { textOf } from './rules/value.js'

/** Most outputs of one rule that are shown. */
const mostOutputs = 20

/**
 * Why each rule, as it is now, did or did not fire for a message: one verdict for its publish, and one for each of its
 * later events that the rule names. Throws `message_unknown`.
 */
export function explainMessage(engine: Engine, witness: Witness, messageId: string): RuleVerdict[] {
  const records = witness.eventsOf(messageId)
  if (records === undefined) throw new AppError('message_unknown')
  return engine
    .ruleSlots()
    .flatMap((slot) =>
      records
        .map((record) => verdictOf(slot, record))
        .filter(({ event, source }) => event === 'message.publish' || source !== undefined)
    )
}

function verdictOf({ rule, live, error }: RuleSlot, record: EventRecord): RuleVerdict {
  const { event } = record
  const client = event.name === 'message.publish' ? undefined : textOf(event.get('clientid'))
  const about = { rule: rule.id, event: event.name, ...(client === undefined ? {} : { client }) }
  const nothing = { sources: [], tests: [], outputs: [] }
  if (live === undefined) {
    const info = error === undefined ? {} : { error: { ...error, data: { ...error.data } } }
    return { ...about, ...nothing, verdict: 'broken', actions: [], ...info }
  }
  const actions = actionVerdicts(live.actions, record)
  const sources = [...live.compiled.sources]
  const source = sourceFor(sources, event)
  if (source === undefined) return { ...about, ...nothing, sources, verdict: 'no_source', actions }
  const { verdict, ...rest } = runOf(live.compiled.statement, event, rule.id)
  return { ...about, sources, source, ...rest, verdict: rule.enabled ? verdict : 'disabled', actions }
}

function runOf(statement: Parameters<typeof explainStatement>[0], event: RuleEvent, ruleId: string) {
  const { result, tests } = explainStatement(statement, event, ruleId)
  if (result instanceof AppError) {
    const { code, data } = result.toInfo()
    return { verdict: 'error' as const, tests: [...tests], outputs: [], error: { code, data: { ...data } } }
  }
  if (result.kind === 'no_result') {
    const verdict = result.because === 'where' ? ('where_false' as const) : ('nothing' as const)
    return { verdict, tests: [...tests], outputs: [] }
  }
  const outputs = result.outputs.slice(0, mostOutputs).map((output) => printShort(output.toMap()))
  return { verdict: 'fired' as const, tests: [...tests], outputs }
}

/** The actions of a rule in the order of its list, fallbacks after the action that they stand in for. */
function actionVerdicts(actions: readonly LiveAction[], record: EventRecord): ActionVerdict[] {
  return actions.flatMap((action) => [actionVerdict(action, record), ...actionVerdicts(action.fallbacks, record)])
}

function actionVerdict({ name, id, path, resourceId }: LiveAction, record: EventRecord): ActionVerdict {
  const { outcome = 'not_taken', reason, data, detail } = record.outcomeOf(id) ?? {}
  return {
    name,
    path: [...path],
    outcome,
    ...(resourceId === undefined ? {} : { resource: resourceId }),
    ...(reason === undefined ? {} : { reason }),
    ...(data === undefined ? {} : { data: { ...data } }),
    ...(detail === undefined ? {} : { detail })
  }
}
