import { useTranslation } from 'react-i18next'
import { actionNames, actionTypes } from '../../shared/actionTypes.js'
import { isNewForm } from '../app/formKeys.js'
import { pageStore } from '../app/pageStore.js'
import { backendNamesShown } from '../resources/resourceTexts.js'
import type { Tour } from './tour.js'
import type { Guide } from './useGuide.js'

/** What a step says: what to do, or what is there once it is done; and what is checked, where there is anything to. */
export function useStepText(
  { step }: Tour,
  { scene, isDone }: Guide
): { readonly task: string; readonly check: string | undefined } {
  const { t } = useTranslation()
  const form = pageStore((state) => state.resourceId)
  const { backend, resource, rule, topic } = scene
  const action = actionNames.find((name) => actionTypes[name].backend === backend) ?? 'offline_msg_to_pgsql'
  const data = {
    backend: backendNamesShown[backend],
    resource: resource?.resource.id ?? '',
    topic,
    action: t(`action.${action}`),
    thing: t(`guide.things.${backend}`)
  }
  if (step === 'sql') return { task: t('guide.done.sql', data), check: undefined }
  const check = t(`guide.checks.${step}`, data)
  if (isDone) return { task: t(`guide.done.${step}`, data), check }
  if (step === 'rule' && rule !== undefined) return { task: t('guide.tasks.ruleOff', data), check }
  if (step !== 'server') return { task: t(`guide.tasks.${step}`, data), check }
  if (form !== undefined && isNewForm(form)) return { task: t('guide.tasks.serverForm', data), check }
  return { task: t(backend === 'pgsql' ? 'guide.tasks.builtIn' : 'guide.tasks.server', data), check }
}
