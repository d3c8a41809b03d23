import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import styles from './Connections.module.css'

/** What cannot be seen of a client that talks to somebody else's broker. */
export function OutsideNote({ connection }: { readonly connection: string | undefined }): ReactElement | null {
  const { t } = useTranslation()
  return connection === undefined ? null : <p className={styles['note']}>{t('connections.outside')}</p>
}
