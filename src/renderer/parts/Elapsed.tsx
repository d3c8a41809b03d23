import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import styles from './Elapsed.module.css'
import { useNow } from './useNow.js'

/** For how many seconds something has been under way; not read out, for it changes each second. */
export function Elapsed({ since }: { readonly since: number }): ReactElement {
  const { t } = useTranslation()
  const seconds = Math.max(0, Math.floor((useNow(1000) - since) / 1000))
  return (
    <span className={styles['elapsed']} aria-hidden="true">
      {t('common.seconds', { seconds })}
    </span>
  )
}
