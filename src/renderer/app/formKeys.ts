/**
 * What a form is open for: the id of a rule or resource, or a new one. Ids have no spaces, so a key with one is none;
 * `new` alone is a new one, too.
 */
export const newForm = 'new'

export function newFor(resourceId: string): string {
  return `new for ${resourceId}`
}

export function copyOf(id: string): string {
  return `copy of ${id}`
}

export function isNewForm(key: string): boolean {
  return key === newForm || key.includes(' ')
}

/** The id that a key made by `copyOf` or `newFor` names. */
export function originOf(key: string, kind: 'copy of' | 'new for'): string | undefined {
  return key.startsWith(`${kind} `) ? key.slice(kind.length + 1) : undefined
}
