import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { LogEntry } from '../../shared/contract.js'
import { clockTime } from '../parts/format.js'
import styles from './Log.module.css'

export function LogRow({ entry, text }: { readonly entry: LogEntry; readonly text: string }): ReactElement {
  const { t } = useTranslation()
  const { level, source, at, detail } = entry
  return (
    <div className={styles['row']} data-level={level} title={detail === undefined ? text : `${text}\n${detail}`}>
      <time>{clockTime(at)}</time>
      <span className={styles['levelName']}>{t(`log.level.${level}`)}</span>
      <span className={styles['source']}>{t(`log.source.${source}`)}</span>
      <span className={styles['text']}>
        {text}
        {detail !== undefined && <span className={styles['detail']}> — {detail}</span>}
      </span>
    </div>
  )
}
