import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { ResourceView } from '../../shared/contract.js'
import { count } from '../parts/format.js'
import { useNow } from '../parts/useNow.js'
import styles from './Stores.module.css'

/** How many messages wait for a store, and when it is tried again. Nothing while there is nothing to say. */
export function RetryNote({ view }: { readonly view: ResourceView }): ReactElement | null {
  const { t } = useTranslation()
  const now = useNow(1000)
  const { waiting, nextTry } = view
  if (waiting === 0 && nextTry === undefined) return null
  return (
    <p className={styles['retry']}>
      {waiting > 0 && <span>{t('stores.waiting', { count: waiting, text: count(waiting) })}</span>}
      {nextTry !== undefined && (
        <span>{t('stores.nextTry', { seconds: Math.max(0, Math.ceil((nextTry - now) / 1000)) })}</span>
      )}
    </p>
  )
}
