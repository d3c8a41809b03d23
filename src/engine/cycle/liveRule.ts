import { type ActionName, actionTypes, offlineColumns, resourceParameter } from '../../shared/actionTypes.js'
import { AppError } from '../../shared/errors.js'
import type { ParameterValues } from '../../shared/parameters.js'
import { resourceTypes } from '../../shared/resourceTypes.js'
import type { Action, Resource, Rule } from '../../shared/workspace.js'
import { compileRule } from '../rules/compile.js'
import type { CompiledRule } from '../rules/types.js'
import { ActionCounters, RuleCounters } from './metrics.js'
import { compileRepublish, type RepublishTemplates } from './republishTemplates.js'

/** A rule at work. It keeps its counters when its text changes, as in EMQX. */
export interface LiveRule {
  readonly rule: Rule
  readonly compiled: CompiledRule
  readonly actions: readonly LiveAction[]
  readonly counters: RuleCounters
}

export interface LiveAction {
  readonly name: ActionName
  /** In EMQX's form: the name, and the time in ns at which it was made. */
  readonly id: string
  readonly rule: string
  /** Its place in the rule's list; the further numbers are places among fallbacks. */
  readonly path: readonly number[]
  readonly resourceId: string | undefined
  readonly params: ParameterValues
  /** Of republish. */
  readonly templates: RepublishTemplates | undefined
  readonly counters: ActionCounters
  readonly fallbacks: readonly LiveAction[]
}

/**
 * Compiles a rule and checks its actions against the resources that there are.
 * Throws `rule_syntax`, `rule_columns_missing`, `resource_unknown` or `resource_type_mismatch`.
 */
export function makeLiveRule(rule: Rule, resources: ReadonlyMap<string, Resource>, before?: LiveRule): LiveRule {
  const compiled = compileRule(rule.rawsql)
  const make = new ActionMaker(rule.id, resources)
  const actions = make.all(rule.actions, before?.actions, [])
  if (rule.actions.some(savesOffline)) checkColumns(compiled, rule.id)
  return { rule, compiled, actions, counters: before?.counters ?? new RuleCounters() }
}

class ActionMaker {
  constructor(
    private readonly rule: string,
    private readonly resources: ReadonlyMap<string, Resource>
  ) {}

  all(actions: readonly Action[], before: readonly LiveAction[] | undefined, within: readonly number[]): LiveAction[] {
    return actions.map((action, index) => this.one(action, before?.[index], [...within, index]))
  }

  private one(
    { name, params, fallbacks }: Action,
    before: LiveAction | undefined,
    path: readonly number[]
  ): LiveAction {
    const known = before?.name === name ? before : undefined
    return {
      name,
      id: known?.id ?? newActionId(name),
      rule: this.rule,
      path,
      resourceId: this.resourceOf(name, params),
      params,
      templates: name === 'republish' ? compileRepublish(params) : undefined,
      counters: known?.counters ?? new ActionCounters(),
      fallbacks: this.all(fallbacks, known?.fallbacks, path)
    }
  }

  /** The id of the resource that an action works on; undefined for an action without one. */
  private resourceOf(action: ActionName, params: ParameterValues): string | undefined {
    const { backend } = actionTypes[action]
    if (backend === undefined) return undefined
    const id = String(params[resourceParameter])
    const resource = this.resources.get(id)
    if (resource === undefined) throw new AppError('resource_unknown', { resource: id, action })
    if (resourceTypes[resource.type].backend !== backend) {
      throw new AppError('resource_type_mismatch', { resource: id, type: resource.type, action })
    }
    return id
  }
}

let lastId = 0n

function newActionId(name: ActionName): string {
  const now = BigInt(Date.now()) * 1_000_000n
  lastId = now > lastId ? now : lastId + 1n
  return `${name}_${lastId}`
}

function savesOffline({ name, fallbacks }: Action): boolean {
  return actionTypes[name].category === 'offline_msgs' || fallbacks.some(savesOffline)
}

/** An action is driven by the selected columns, as in EMQX; here that is said when the rule is made. */
function checkColumns(compiled: CompiledRule, rule: string): void {
  const { columns } = compiled
  if (columns === 'all') return
  const missing = offlineColumns.filter((column) => !columns.has(column))
  if (missing.length > 0) throw new AppError('rule_columns_missing', { rule, columns: missing.join(', ') })
}
