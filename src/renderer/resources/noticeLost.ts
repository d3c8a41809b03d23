import i18next from 'i18next'
import type { ResourceView } from '../../shared/contract.js'
import { callHost } from '../app/engine.js'
import { errorText } from '../app/texts.js'
import { backendTitle } from './resourceTexts.js'

/** Has the system tell of a resource that was there and is not, to a person who looks elsewhere. */
export function noticeLost(before: readonly ResourceView[], after: readonly ResourceView[]): void {
  if (document.hasFocus()) return
  for (const { resource, state, error } of after) {
    const was = before.find((view) => view.resource.id === resource.id)
    if (state !== 'down' || was?.state !== 'up') continue
    const title = i18next.t('resources.lost', { resource: resource.id, backend: backendTitle(resource) })
    // A system without notifications has the mark in the navigation all the same.
    void callHost('notify', { title, body: error === undefined ? '' : errorText(error) }).catch(() => undefined)
  }
}
