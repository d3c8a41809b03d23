import { type ActionName, actionTypes, offlineColumns, resourceParameter } from '../../shared/actionTypes.js'
import { AppError } from '../../shared/errors.js'
import type { ParameterValues } from '../../shared/parameters.js'
import { resourceTypes } from '../../shared/resourceTypes.js'
import type { Action, Resource, Rule } from '../../shared/workspace.js'
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
  readonly resourceId: string | undefined
  readonly params: ParameterValues
  readonly counters: ActionCounters
  readonly fallbacks: readonly LiveAction[]
}

/**
 * Compiles a rule and checks its actions against the resources that there are.
 * Throws `rule_syntax`, `rule_columns_missing`, `resource_unknown` or `resource_type_mismatch`.
 */
export function makeLiveRule(rule: Rule, resources: ReadonlyMap<string, Resource>, before?: LiveRule): LiveRule {
  const compiled = compileRule(rule.rawsql)
  const actions = rule.actions.map((action, index) => makeLiveAction(action, resources, before?.actions[index]))
  if (rule.actions.some(({ name }) => actionTypes[name].category === 'offline_msgs')) checkColumns(compiled, rule.id)
  return { rule, compiled, actions, counters: before?.counters ?? new RuleCounters() }
}

function makeLiveAction(
  { name, params, fallbacks }: Action,
  resources: ReadonlyMap<string, Resource>,
  before: LiveAction | undefined
): LiveAction {
  const known = before?.name === name ? before : undefined
  return {
    name,
    resourceId: resourceOf(name, params, resources),
    params,
    counters: known?.counters ?? new ActionCounters(),
    fallbacks: fallbacks.map((action, index) => makeLiveAction(action, resources, known?.fallbacks[index]))
  }
}

/** The id of the resource that an action works on; undefined for an action without one. */
function resourceOf(
  action: ActionName,
  params: ParameterValues,
  resources: ReadonlyMap<string, Resource>
): string | undefined {
  const { backend } = actionTypes[action]
  if (backend === undefined) return undefined
  const id = String(params[resourceParameter])
  const resource = resources.get(id)
  if (resource === undefined) throw new AppError('resource_unknown', { resource: id, action })
  if (resourceTypes[resource.type].backend !== backend) {
    throw new AppError('resource_type_mismatch', { resource: id, type: resource.type, action })
  }
  return id
}

/** An action is driven by the selected columns, as in EMQX; here that is said when the rule is made. */
function checkColumns(compiled: CompiledRule, rule: string): void {
  const { columns } = compiled
  if (columns === 'all') return
  const missing = offlineColumns.filter((column) => !columns.has(column))
  if (missing.length > 0) throw new AppError('rule_columns_missing', { rule, columns: missing.join(', ') })
}
