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
import { chapterSql, type SqlExample } from './sqlExamples.js'

export interface ActionDraft {
  readonly name: ActionName
  readonly params: Readonly<Record<string, unknown>>
  readonly fallbacks?: readonly ActionDraft[]
}

export interface RuleDraft {
  readonly id: string
  readonly description: string
  readonly enabled: boolean
  readonly rawsql: string
  readonly on_action_failed?: 'continue' | 'stop'
  readonly actions: readonly ActionDraft[]
}

/** `ruleFor`: the resource that a new rule is to save into. A new rule begins as the chapter's. */
export function draftOf(view: RuleView | undefined, resources: readonly ResourceView[], ruleFor?: string): RuleDraft {
  if (view !== undefined) return view.rule
  const preferred = resources.filter(({ resource }) => resource.id === ruleFor)
  const action = freshAction(preferred.length > 0 ? preferred : resources)
  return { id: freshId(), description: '', enabled: true, rawsql: chapterSql, actions: [action] }
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
  return { name, params: resource === undefined ? {} : { [resourceParameter]: resource.id } }
}

/** The resources that an action can use: those of its backend. */
export function resourcesFor(name: ActionName, resources: readonly ResourceView[]): readonly ResourceView[] {
  return resources.filter(({ resource }) => resourceTypes[resource.type].backend === actionTypes[name].backend)
}

export function inputOf({ actions, on_action_failed = 'continue', ...rest }: RuleDraft): CallInput<'rule.save'> {
  const { id, description, enabled, rawsql } = rest
  return { id, description, enabled, rawsql, on_action_failed, actions: actions.map(actionInputOf) }
}

type ActionInput = CallInput<'rule.save'>['actions'][number]

function actionInputOf({ name, params, fallbacks = [] }: ActionDraft): ActionInput {
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
  return [action, ...(action.fallbacks ?? []).flatMap(withFallbacks)]
}

/** The first keys of the paths in `${…}`. */
function columnsNamedIn(params: ActionDraft['params']): readonly string[] {
  const filled = actionTypes.republish.parameters.map((parameter) => params[parameter.name] ?? parameter.default)
  return filled.flatMap((value) =>
    typeof value === 'string' ? [...value.matchAll(/\$\{([^}.]+)[^}]*\}/g)].flatMap(([, column]) => column ?? []) : []
  )
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
