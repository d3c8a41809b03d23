import { type Term, isList, isMap } from './term.js'

/**
 * Objects that come with an event have atoms for keys in EMQX, those decoded from JSON have text. Nothing can tell them
 * apart but `contains_topic`.
 */
const known = new WeakSet()

/** Remembers an event's column, and all objects in it, as the event's own. */
export function markAtomKeyed(term: Term): void {
  if (isList(term)) for (const item of term) markAtomKeyed(item)
  if (!isMap(term)) return
  known.add(term)
  for (const member of term.values()) markAtomKeyed(member)
}

export function isAtomKeyed(term: object): boolean {
  return known.has(term)
}
