import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import formStyles from './Form.module.css'
import { WorkbenchItem } from './Workbench.js'

interface Props {
  readonly id: string
  readonly isOpen: boolean
  readonly onOpen: () => void
}

/** Something new that has not been saved yet, in the list of those that have. */
export function DraftItem({ id, isOpen, onOpen }: Props): ReactElement {
  const { t } = useTranslation()
  return (
    <WorkbenchItem isOpen={isOpen} onOpen={onOpen}>
      <span className={formStyles['itemHead']}>
        <span>{id}</span>
      </span>
      <span className={formStyles['itemNote']}>
        <span className={formStyles['unsaved']}>{t('common.unsavedNew')}</span>
      </span>
    </WorkbenchItem>
  )
}
