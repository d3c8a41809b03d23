import type { TFunction } from 'i18next'

/** What a parameter is called in the window: EMQX's title for it, or its own name where there is none. */
export function parameterTitle(name: string, t: TFunction): string {
  return t(`parameters.titles.${name}` as 'parameters.titles.server', { defaultValue: name })
}
