import type { TFunction } from 'i18next'
import type { RuleEventName } from '../../rulesql/events.js'

/** Dots divide keys in the locale files. */
type EventKey<Name extends string> = Name extends `${infer Object}.${infer Verb}` ? `${Object}_${Verb}` : Name

/** What EMQX's dashboard calls an event. */
export function eventTitle(event: RuleEventName, t: TFunction): string {
  return t(`event.${event.replace('.', '_') as EventKey<RuleEventName>}`)
}
