import type { ReactElement, ReactNode } from 'react'
import styles from './EmptyState.module.css'

/** What a list says while it is empty: why, and what to do next. */
export function EmptyState({
  children,
  action
}: {
  readonly children: ReactNode
  readonly action?: ReactNode
}): ReactElement {
  return (
    <div className={styles['empty']}>
      <p>{children}</p>
      {action}
    </div>
  )
}
