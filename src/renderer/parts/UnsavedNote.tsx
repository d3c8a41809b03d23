import { Button } from '@mantine/core'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import formStyles from './Form.module.css'

/** Says that a form has edits, and lets them go. */
export function UnsavedNote({ onDiscard }: { readonly onDiscard: () => void }): ReactElement {
  const { t } = useTranslation()
  return (
    <>
      <span className={formStyles['unsaved']}>{t('common.unsaved')}</span>
      <Button variant="subtle" size="compact-xs" onClick={onDiscard}>
        {t('common.discard')}
      </Button>
    </>
  )
}
