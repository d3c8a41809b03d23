import { X } from 'lucide-react'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { selectionStore } from '../app/selectionStore.js'
import { CopyButton } from '../parts/CopyButton.js'
import { IconButton } from '../parts/IconButton.js'
import { StoredRows, useStoredRows } from '../stores/StoredRows.js'
import styles from './Timeline.module.css'

/** A selected message of which only its store knows: it was saved before the program began, or by somebody else. */
export function StoredDetails({ messageId }: { readonly messageId: string }): ReactElement | null {
  const { t } = useTranslation()
  const clear = selectionStore((state) => state.clear)
  const rows = useStoredRows(messageId)
  if (rows.length === 0) return null
  return (
    <aside className={styles['details']} aria-label={t('timeline.details')}>
      <div className={styles['detailsHead']}>
        <p className={styles['id']}>
          <code>{messageId}</code>
          <CopyButton text={messageId} what={t('timeline.messageId')} />
        </p>
        <IconButton size="sm" label={t('common.close')} onClick={clear}>
          <X size="1em" />
        </IconButton>
      </div>
      <StoredRows rows={rows} withPayload />
    </aside>
  )
}
