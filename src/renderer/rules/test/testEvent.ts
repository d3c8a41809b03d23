import type { EventSample } from '../../../shared/ruleQuestions.js'
import { type Json, printJson, readJson } from '../../parts/json.js'

/** A column of the event that a statement is tried with, as a field holds it. */
export interface EventField {
  readonly name: string
  /** Text is edited as it is, everything else as JSON. */
  readonly kind: 'text' | 'json'
  readonly value: string
  /** One of those for which EMQX's dashboard has a field. */
  readonly isUsual: boolean
  /** Whether it is as it came. */
  readonly isChanged: boolean
}

/** The fields of an event: those of EMQX's dashboard first, in its order. */
export function fieldsOf({ json, editable }: EventSample): readonly EventField[] {
  const event = readJson(json)
  const columns = event?.kind === 'object' ? event.members : []
  const rank = (name: string): number => (editable.includes(name) ? editable.indexOf(name) : editable.length)
  return columns
    .map(([name, value]) => fieldOf(name, value, editable.includes(name)))
    .sort((a, b) => rank(a.name) - rank(b.name))
}

function fieldOf(name: string, value: Json, isUsual: boolean): EventField {
  return value.kind === 'text'
    ? { name, kind: 'text', value: value.text, isUsual, isChanged: false }
    : { name, kind: 'json', value: printJson(value), isUsual, isChanged: false }
}

export function isRight({ kind, value }: EventField): boolean {
  return kind === 'text' || readJson(value) !== undefined
}

/** The fields as the JSON text of an object; what is no JSON yet is left out. */
export function eventOf(fields: readonly EventField[]): string {
  const members = fields
    .filter(isRight)
    .map(({ name, kind, value }) => `${JSON.stringify(name)}:${kind === 'text' ? JSON.stringify(value) : value}`)
  return `{${members.join(',')}}`
}
