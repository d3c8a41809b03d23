import { type ActionName, actionTypes, resourceParameter } from '../../shared/actionTypes.js'
import { AppError } from '../../shared/errors.js'
import type { ParameterValues } from '../../shared/parameters.js'
import { resourceTypes } from '../../shared/resourceTypes.js'
import type { Resource, Rule } from '../../shared/workspace.js'
import { compileRule } from '../rules/compile.js'
import type { CompiledRule } from '../rules/types.js'
import { ActionCounters, RuleCounters } from './metrics.js'

/** A rule at work. It keeps its counters when its text changes, as in EMQX. */
export interface LiveRule {
  readonly rule: Rule
  readonly compiled: CompiledRule
  readonly actions: readonly LiveAction[]
  readonly counters: RuleCounters
}

export interface LiveAction {
  readonly name: ActionName
  readonly resourceId: string
  readonly params: ParameterValues
  readonly counters: ActionCounters
}

/** The columns that a "save offline messages" action reads from the output. */
const offlineColumns = ['event', 'id', 'topic', 'qos', 'flags', 'payload', 'clientid', 'publish_received_at'] as const

/**
 * Compiles a rule and checks its actions against the resources that there are.
 * Throws `rule_syntax`, `rule_columns_missing`, `resource_unknown` or `resource_type_mismatch`.
 */
export function makeLiveRule(rule: Rule, resources: ReadonlyMap<string, Resource>, before?: LiveRule): LiveRule {
  const compiled = compileRule(rule.rawsql)
  const actions = rule.actions.map(({ name, params }, index): LiveAction => {
    const resourceId = String(params[resourceParameter])
    checkResource(name, resourceId, resources)
    const known = before?.actions[index]
    const counters = known?.name === name ? known.counters : new ActionCounters()
    return { name, resourceId, params, counters }
  })
  if (actions.length > 0) checkColumns(compiled, rule.id)
  return { rule, compiled, actions, counters: before?.counters ?? new RuleCounters() }
}

function checkResource(action: ActionName, resourceId: string, resources: ReadonlyMap<string, Resource>): void {
  const resource = resources.get(resourceId)
  if (resource === undefined) throw new AppError('resource_unknown', { resource: resourceId, action })
  const { backend } = actionTypes[action]
  if (resourceTypes[resource.type].backend !== backend) {
    throw new AppError('resource_type_mismatch', { resource: resourceId, type: resource.type, action })
  }
}

/** An action is driven by the selected columns, as in EMQX; here that is said when the rule is made. */
function checkColumns(compiled: CompiledRule, rule: string): void {
  const { columns } = compiled
  if (columns === 'all') return
  const missing = offlineColumns.filter((column) => !columns.has(column))
  if (missing.length > 0) throw new AppError('rule_columns_missing', { rule, columns: missing.join(', ') })
}
