import type { LintContext, SeenTopic } from '../../rulesql/remark.js'
import {
  actionNames,
  actionTypes,
  offlineColumns,
  resourceParameter,
  type ActionName
} from '../../shared/actionTypes.js'
import type { CallInput, ResourceView, RuleView } from '../../shared/contract.js'
import { resourceTypes } from '../../shared/resourceTypes.js'
import { ruleSchema } from '../../shared/workspace.js'
import { originOf } from '../app/formKeys.js'
import { chapterSql, type SqlExample } from './sqlExamples.js'

export interface ActionDraft {
  readonly name: ActionName
  readonly params: Readonly<Record<string, unknown>>
  /** What is done instead when it fails, each in turn. */
  readonly fallbacks: readonly ActionDraft[]
}

export interface RuleDraft {
  readonly id: string
  readonly description: string
  readonly enabled: boolean
  readonly rawsql: string
  readonly on_action_failed: 'continue' | 'stop'
  readonly actions: readonly ActionDraft[]
}

/** What a form for a new rule begins with: a copy, or the chapter's rule on the resource that it is made for. */
export function freshDraft(key: string, rules: readonly RuleView[], resources: readonly ResourceView[]): RuleDraft {
  const original = rules.find(({ rule }) => rule.id === originOf(key, 'copy of'))
  if (original !== undefined) return { ...original.rule, id: freshId() }
  const preferred = resources.filter(({ resource }) => resource.id === originOf(key, 'new for'))
  const action = freshAction(preferred.length > 0 ? preferred : resources)
  return {
    id: freshId(),
    description: '',
    enabled: true,
    rawsql: chapterSql,
    on_action_failed: 'continue',
    actions: [action]
  }
}

/** With an example's statement; the chapter's comes with an action, on the first resource there is. */
export function exampleDraft(draft: RuleDraft, example: SqlExample, resources: readonly ResourceView[]): RuleDraft {
  const needsAction = example.kind === 'chapter' && draft.actions.length === 0
  return { ...draft, rawsql: example.rawsql, actions: needsAction ? [freshAction(resources)] : draft.actions }
}

export function freshAction(resources: readonly ResourceView[]): ActionDraft {
  const resource = resources[0]?.resource
  const backend = resource === undefined ? 'pgsql' : resourceTypes[resource.type].backend
  const name = actionNames.find((each) => actionTypes[each].backend === backend) ?? 'offline_msg_to_pgsql'
  return { name, params: resource === undefined ? {} : { [resourceParameter]: resource.id }, fallbacks: [] }
}

/** The resources that an action can use: those of its backend. */
export function resourcesFor(name: ActionName, resources: readonly ResourceView[]): readonly ResourceView[] {
  return resources.filter(({ resource }) => resourceTypes[resource.type].backend === actionTypes[name].backend)
}

export function inputOf({ actions, on_action_failed, ...rest }: RuleDraft): CallInput<'rule.save'> {
  const { id, description, enabled, rawsql } = rest
  return { id, description, enabled, rawsql, on_action_failed, actions: actions.map(actionInputOf) }
}

type ActionInput = CallInput<'rule.save'>['actions'][number]

function actionInputOf({ name, params, fallbacks }: ActionDraft): ActionInput {
  return { name, params: { ...params }, fallbacks: fallbacks.map(actionInputOf) }
}

/** What the actions, with those that stand in for them, ask of the statement. */
export function lintContextOf(actions: readonly ActionDraft[], seen: readonly SeenTopic[]): LintContext {
  const all = actions.flatMap(withFallbacks)
  const savesMessages = all.some(({ name }) => actionTypes[name].category === 'offline_msgs')
  const named = all.flatMap(({ name, params }) => (name === 'republish' ? columnsNamedIn(params) : []))
  return { savesMessages, neededColumns: [...new Set([...(savesMessages ? offlineColumns : []), ...named])], seen }
}

function withFallbacks(action: ActionDraft): readonly ActionDraft[] {
  return [action, ...action.fallbacks.flatMap(withFallbacks)]
}

/** The first keys of the paths in `${…}`. */
function columnsNamedIn(params: ActionDraft['params']): readonly string[] {
  const filled = actionTypes.republish.parameters.map((parameter) => params[parameter.name] ?? parameter.default)
  return filled.flatMap((value) =>
    typeof value === 'string' ? [...value.matchAll(/\$\{([^}.]+)[^}]*\}/g)].flatMap(([, column]) => column ?? []) : []
  )
}

export function isSameDraft(a: RuleDraft, b: RuleDraft): boolean {
  return JSON.stringify(inputOf(a)) === JSON.stringify(inputOf(b))
}

export function isComplete(draft: RuleDraft): boolean {
  return draft.actions.length > 0 && ruleSchema.safeParse(inputOf(draft)).success
}

/** In the manner of EMQX's dashboard: `rule:` and six digits. */
function freshId(): string {
  return `rule:${String(crypto.getRandomValues(new Uint32Array(1))[0] ?? 0)
    .padStart(6, '0')
    .slice(-6)}`
}
