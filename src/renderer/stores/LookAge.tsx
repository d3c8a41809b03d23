import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { useByTheClock } from '../parts/useNow.js'
import { looksStore } from './looksStore.js'
import styles from './Stores.module.css'

/** A store that does not change is looked at every 5 s: a younger look is as new as they come, an older one tells. */
const steps = 5

/** How long ago a store was last looked at. */
export function LookAge({ resourceId }: { readonly resourceId: string }): ReactElement {
  const { t } = useTranslation()
  const at = looksStore((state) => (state.frozen ?? state).lookedAt[resourceId]) ?? 0
  // Only what is another word is drawn again: nothing is, while all is well and quiet.
  const seconds = useByTheClock(1000, (now) => Math.floor((now - at) / 1000 / steps) * steps)
  return <span className={styles['age']}>{seconds <= steps ? t('stores.justNow') : t('stores.age', { seconds })}</span>
}
