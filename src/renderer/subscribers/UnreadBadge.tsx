import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import styles from './UnreadBadge.module.css'

/** How many messages came since somebody looked; above 99 it says so, as in EMQX's WebSocket tool. */
export function UnreadBadge({ unread }: { readonly unread: number }): ReactElement | null {
  const { t } = useTranslation()
  if (unread === 0) return null
  return (
    <span className={styles['badge']} role="img" aria-label={t('subscribers.unread', { count: unread })}>
      {unread > 99 ? '99+' : unread}
    </span>
  )
}
