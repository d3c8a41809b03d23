import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import styles from './Stores.module.css'

/** What stands in the place of the rows while there are none. */
export function NothingStored(): ReactElement {
  const { t } = useTranslation()
  return <p className={styles['nothing']}>{t('stores.nothing')}</p>
}
