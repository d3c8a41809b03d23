import { Textarea } from '@mantine/core'
import { type ReactElement, useDeferredValue, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { lint } from '../../rulesql/lint.js'
import type { SqlDiagnostic } from '../../shared/contract.js'
import type { ErrorInfo } from '../../shared/errors.js'
import { diagnosticText } from '../app/texts.js'
import { ErrorNotice } from '../parts/ErrorNotice.js'
import { Hint } from '../parts/Hint.js'
import styles from './Rules.module.css'

interface Props {
  readonly value: string
  /** What the engine said of the statement, where it said more than the editor knows. */
  readonly fault: ErrorInfo | undefined
  readonly onChange: (value: string) => void
}

/** The statement of a rule, read while it is typed: what is wrong or odd is said below it, with its place. */
export function SqlField({ value, fault, onChange }: Props): ReactElement {
  const { t } = useTranslation()
  const read = useDeferredValue(value)
  const diagnostics = useMemo(() => (read.trim() === '' ? [] : lint(read, { savesMessages: true })), [read])
  const error = diagnostics.find(({ severity }) => severity === 'error')
  const shownFault: ErrorInfo | undefined = error === undefined ? fault : { code: 'rule_syntax', data: error.data }
  return (
    <div className={styles['sqlField']}>
      <Textarea
        label="SQL"
        aria-invalid={shownFault !== undefined}
        classNames={{ input: styles['sql'] ?? '' }}
        autosize
        minRows={4}
        maxRows={14}
        spellCheck={false}
        placeholder={t('rules.sqlPlaceholder')}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      {error !== undefined && <FaultPlace sql={read} diagnostic={error} />}
      {shownFault !== undefined && <ErrorNotice error={shownFault} />}
      {diagnostics
        .filter(({ severity }) => severity === 'warning')
        .map((warning) => (
          <Hint key={`${warning.code}${warning.from}`}>
            {t('rules.place', { line: warning.line, column: warning.column })} {diagnosticText(warning)}
          </Hint>
        ))}
    </div>
  )
}

/** The line of a fault, with a pointer below the very place. */
function FaultPlace({ sql, diagnostic }: { readonly sql: string; readonly diagnostic: SqlDiagnostic }): ReactElement {
  const line = sql.split(/\r?\n/)[diagnostic.line - 1] ?? ''
  // A tab before the fault has to stay a tab for the pointer to stand below it.
  const before = line.slice(0, diagnostic.column - 1).replace(/[^\t]/g, ' ')
  return (
    <pre className={styles['place']}>
      {line}
      {'\n'}
      <span aria-hidden="true">{`${before}▲`}</span>
    </pre>
  )
}
