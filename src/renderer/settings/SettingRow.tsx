import type { ReactElement, ReactNode } from 'react'
import styles from './Settings.module.css'

interface Props {
  readonly label: string
  readonly note?: string
  readonly children: ReactNode
}

export function SettingRow({ label, note, children }: Props): ReactElement {
  return (
    <div className={styles['row']}>
      <div className={styles['label']}>
        {label}
        {note !== undefined && <p className={styles['note']}>{note}</p>}
      </div>
      <div className={styles['control']}>{children}</div>
    </div>
  )
}
