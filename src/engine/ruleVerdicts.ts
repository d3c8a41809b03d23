import { actionTypes, resourceParameter } from '../shared/actionTypes.js'
import { AppError } from '../shared/errors.js'
import type { ActionVerdict, RuleVerdict } from '../shared/ruleQuestions.js'
import type { Action } from '../shared/workspace.js'
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
  const base = {
    rule: rule.id,
    event: event.name,
    ...(client === undefined ? {} : { client }),
    sources: [],
    tests: [],
    outputs: [],
    actions: actionVerdicts(rule.actions, rule.id, record, [])
  }
  if (live === undefined)
    return {
      ...base,
      verdict: 'broken',
      ...(error === undefined ? {} : { error: { ...error, data: { ...error.data } } })
    }
  const sources = [...live.compiled.sources]
  const source = sourceFor(sources, event)
  if (source === undefined) return { ...base, sources, verdict: 'no_source' }
  const { verdict, ...rest } = runOf(live.compiled.statement, event, rule.id)
  return { ...base, sources, source, ...rest, verdict: rule.enabled ? verdict : 'disabled' }
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
function actionVerdicts(
  actions: readonly Action[],
  rule: string,
  record: EventRecord,
  within: readonly number[]
): ActionVerdict[] {
  return actions.flatMap((action, index) => {
    const path = [...within, index]
    return [actionVerdict(action, rule, record, path), ...actionVerdicts(action.fallbacks, rule, record, path)]
  })
}

function actionVerdict({ name, params }: Action, rule: string, record: EventRecord, path: number[]): ActionVerdict {
  const known = record.actions.findLast(
    (each) => each.rule === rule && each.name === name && each.path.join() === path.join()
  )
  const resource = actionTypes[name].backend === undefined ? undefined : String(params[resourceParameter])
  return {
    name,
    path,
    outcome: known?.outcome ?? 'not_taken',
    ...(resource === undefined ? {} : { resource }),
    ...(known?.reason === undefined ? {} : { reason: known.reason }),
    ...(known?.detail === undefined ? {} : { detail: known.detail })
  }
}
