import type { CallInput, ResourceView } from '../../shared/contract.js'
import {
  embeddedServer,
  resourceTypeNames,
  resourceTypes,
  secretParameters,
  type ResourceTypeName
} from '../../shared/resourceTypes.js'
import { resourceSchema } from '../../shared/workspace.js'

/** The built-in PostgreSQL is offered like a type of its own: it has nothing to fill in. */
export const typeChoices = ['embedded', ...resourceTypeNames] as const
export type TypeChoice = (typeof typeChoices)[number]

export interface ResourceDraft {
  readonly id: string
  readonly choice: TypeChoice
  readonly description: string
  readonly readOnly: boolean
  /** What has been filled in; a secret only once it was typed. */
  readonly config: Readonly<Record<string, unknown>>
}

export function draftOf({ resource }: ResourceView): ResourceDraft {
  const { id, type, description, readOnly = false, config } = resource
  const choice = config['server'] === embeddedServer ? 'embedded' : type
  return withoutSecrets({ id, choice, description, readOnly, config })
}

/** What a form for a new resource begins with: a copy, or nothing filled in. */
export function freshDraft(original: ResourceView | undefined): ResourceDraft {
  if (original !== undefined) return { ...draftOf(original), id: freshId() }
  return { id: freshId(), choice: 'backend_pgsql', description: '', readOnly: false, config: {} }
}

export function withoutSecrets(draft: ResourceDraft): ResourceDraft {
  const secrets = secretParameters(typeOf(draft.choice))
  return {
    ...draft,
    config: Object.fromEntries(Object.entries(draft.config).filter(([name]) => !secrets.includes(name)))
  }
}

export function isSameDraft(a: ResourceDraft, b: ResourceDraft): boolean {
  return a.choice === b.choice && JSON.stringify(inputOf(a)) === JSON.stringify(inputOf(b))
}

export function typeOf(choice: TypeChoice): ResourceTypeName {
  return choice === 'embedded' ? 'backend_pgsql' : choice
}

/** What is sent: only parameters of this type, and no secret that was not typed anew. */
export function inputOf({ id, choice, description, readOnly, config }: ResourceDraft): CallInput<'resource.save'> {
  const type = typeOf(choice)
  const common = { id, type, description, ...(readOnly && { readOnly }) }
  if (choice === 'embedded') return { ...common, config: { server: embeddedServer } }
  const names = new Set(resourceTypes[type].parameters.map(({ name }) => name))
  const filled = Object.entries(config).filter(([name, value]) => names.has(name) && value !== undefined)
  return { ...common, config: Object.fromEntries(filled) }
}

/** Whether the form can be sent: the engine checks it again, and the server has the last word. */
export function isComplete(draft: ResourceDraft): boolean {
  return resourceSchema.safeParse(inputOf(draft)).success
}

/** In the manner of EMQX's dashboard: `resource:` and six digits. */
function freshId(): string {
  return `resource:${String(crypto.getRandomValues(new Uint32Array(1))[0] ?? 0)
    .padStart(6, '0')
    .slice(-6)}`
}
