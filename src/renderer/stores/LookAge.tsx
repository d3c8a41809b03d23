import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { useNow } from '../parts/useNow.js'
import styles from './Stores.module.css'

/** How long ago a store was last looked at. */
export function LookAge({ at }: { readonly at: number }): ReactElement {
  const { t } = useTranslation()
  const seconds = Math.max(0, Math.round((useNow(1000) - at) / 1000))
  return <span className={styles['age']}>{seconds < 1 ? t('stores.justNow') : t('stores.age', { seconds })}</span>
}
