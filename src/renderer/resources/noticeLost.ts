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
    tell(title, error === undefined ? '' : errorText(error))
  }
}

/** The same of the engine, and with it of the broker. */
export function noticeStopped(code: number): void {
  if (!document.hasFocus()) tell(i18next.t('start.lost'), i18next.t('start.stopped', { code }))
}

/** A system without notifications has what the window itself shows all the same. */
function tell(title: string, body: string): void {
  void callHost('notify', { title, body }).catch(() => undefined)
}
