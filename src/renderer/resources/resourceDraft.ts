import type { CallInput, ResourceView } from '../../shared/contract.js'
import { embeddedServer, resourceTypes, secretParameters, type ResourceTypeName } from '../../shared/resourceTypes.js'
import { resourceSchema } from '../../shared/workspace.js'

/** The built-in PostgreSQL is offered like a type of its own: it has nothing to fill in. */
export type TypeChoice = ResourceTypeName | 'embedded'

export interface ResourceDraft {
  readonly id: string
  readonly choice: TypeChoice
  readonly description: string
  /** What has been filled in; a secret only once it was typed. */
  readonly config: Readonly<Record<string, unknown>>
}

export function draftOf(view: ResourceView | undefined): ResourceDraft {
  if (view === undefined) return { id: freshId(), choice: 'backend_pgsql', description: '', config: {} }
  const { id, type, description, config } = view.resource
  const secrets = secretParameters(type)
  return {
    id,
    choice: config['server'] === embeddedServer ? 'embedded' : type,
    description,
    config: Object.fromEntries(Object.entries(config).filter(([name]) => !secrets.includes(name)))
  }
}

export function typeOf(choice: TypeChoice): ResourceTypeName {
  return choice === 'embedded' ? 'backend_pgsql' : choice
}

/** What is sent: only parameters of this type, and no secret that was not typed anew. */
export function inputOf({ id, choice, description, config }: ResourceDraft): CallInput<'resource.save'> {
  const type = typeOf(choice)
  if (choice === 'embedded') return { id, type, description, config: { server: embeddedServer } }
  const names = new Set(resourceTypes[type].parameters.map(({ name }) => name))
  const filled = Object.entries(config).filter(([name, value]) => names.has(name) && value !== undefined)
  return { id, type, description, config: Object.fromEntries(filled) }
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
