import { CircleSlash } from 'lucide-react'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import styles from './Form.module.css'

/** That something was cancelled, which is no error; `children` say what of it is left, where anything is. */
export function CancelledNote({ children }: { readonly children?: string }): ReactElement {
  const { t } = useTranslation()
  return (
    <p className={styles['cancelled']}>
      <CircleSlash size="1.1em" aria-hidden="true" />
      {children ?? t('common.cancelled')}
    </p>
  )
}
