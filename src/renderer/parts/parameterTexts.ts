import i18next, { type TFunction } from 'i18next'

/** What a parameter is called in the window: EMQX's title for it, or its own name where there is none. */
export function parameterTitle(name: string, t: TFunction): string {
  return t(`parameters.titles.${name}` as 'parameters.titles.server', { defaultValue: name })
}

/** What there is to say about a parameter, if anything. */
export function parameterNote(name: string, t: TFunction): string | undefined {
  const key = `parameters.notes.${name}` as 'parameters.notes.time_range'
  return i18next.exists(key) ? (t as (key: string) => string)(key) : undefined
}
