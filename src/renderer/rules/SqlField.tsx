import { Textarea } from '@mantine/core'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { ErrorInfo } from '../../shared/errors.js'
import { ErrorNotice } from '../parts/ErrorNotice.js'
import styles from './Rules.module.css'

interface Props {
  readonly value: string
  /** A `rule_syntax` error: its data tell line and column, both from 1. */
  readonly fault: ErrorInfo | undefined
  readonly onChange: (value: string) => void
}

/** The statement of a rule; where it cannot be read, the very place is shown below it. */
export function SqlField({ value, fault, onChange }: Props): ReactElement {
  const { t } = useTranslation()
  const place = fault === undefined ? undefined : placeOf(value, fault)
  return (
    <div className={styles['sqlField']}>
      <Textarea
        label="SQL"
        aria-invalid={fault !== undefined}
        classNames={{ input: styles['sql'] ?? '' }}
        autosize
        minRows={4}
        maxRows={14}
        spellCheck={false}
        placeholder={t('rules.sqlPlaceholder')}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      {place !== undefined && (
        <pre className={styles['place']}>
          {place.line}
          {'\n'}
          <span aria-hidden="true">{place.pointer}</span>
        </pre>
      )}
      {fault !== undefined && <ErrorNotice error={fault} />}
    </div>
  )
}

/** The line of a fault, and a pointer to stand below it. */
function placeOf(sql: string, { data }: ErrorInfo): { readonly line: string; readonly pointer: string } | undefined {
  const line = sql.split(/\r?\n/)[Number(data['line']) - 1]
  const column = Number(data['column'])
  if (line === undefined || !Number.isInteger(column)) return undefined
  // A tab before the fault has to stay a tab for the pointer to stand below it.
  const before = line.slice(0, column - 1).replace(/[^\t]/g, ' ')
  return { line, pointer: `${before}▲` }
}
