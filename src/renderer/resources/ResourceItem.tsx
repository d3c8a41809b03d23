import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { ResourceView } from '../../shared/contract.js'
import formStyles from '../parts/Form.module.css'
import { StateDot } from '../parts/StateDot.js'
import { WorkbenchItem } from '../parts/Workbench.js'
import { resourceDrafts } from './resourcesStore.js'
import { backendTitle, isEmbedded, resourceDots } from './resourceTexts.js'

interface Props {
  readonly view: ResourceView
  readonly isOpen: boolean
  readonly onOpen: () => void
}

export function ResourceItem({ view, isOpen, onOpen }: Props): ReactElement {
  const { t } = useTranslation()
  const { resource, state, usedBy, waiting } = view
  const isEdited = resourceDrafts((each) => each.drafts[resource.id] !== undefined)
  return (
    <WorkbenchItem isOpen={isOpen} onOpen={onOpen}>
      <span className={formStyles['itemHead']}>
        <StateDot state={resourceDots[state]} />
        <span>{resource.id}</span>
      </span>
      <span className={formStyles['itemNote']}>
        <span>
          {backendTitle(resource)}
          {isEmbedded(resource) && ` · ${t('resources.builtIn')}`}
        </span>
        <span>{t(`resources.${state}`)}</span>
        {resource.readOnly === true && <span>{t('resources.readOnly')}</span>}
        <span>{usedBy.length === 0 ? t('resources.unused') : t('resources.usedBy', { rules: usedBy.join(', ') })}</span>
        {waiting > 0 && <span>{t('stores.waiting', { count: waiting, text: String(waiting) })}</span>}
        {isEdited && <span className={formStyles['unsaved']}>{t('common.unsaved')}</span>}
      </span>
      {resource.description !== '' && <span className={formStyles['itemNote']}>{resource.description}</span>}
    </WorkbenchItem>
  )
}
