import { UnstyledButton } from '@mantine/core'
import { CircleX, TriangleAlert } from 'lucide-react'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { SqlDiagnostic } from '../../shared/contract.js'
import { diagnosticText } from '../app/texts.js'
import styles from './Rules.module.css'

interface Props {
  readonly diagnostic: SqlDiagnostic
  readonly onOpen: () => void
}

/** Something wrong or odd in the statement, with the place, which it leads to. */
export function SqlProblem({ diagnostic, onOpen }: Props): ReactElement {
  const { t } = useTranslation()
  const { severity, line, column } = diagnostic
  const Icon = severity === 'error' ? CircleX : TriangleAlert
  return (
    <p className={styles['problem']} data-severity={severity} role={severity === 'error' ? 'alert' : 'note'}>
      <Icon size="1em" aria-hidden="true" />
      <span>
        <UnstyledButton className={styles['place']} onClick={onOpen}>
          {t('rules.place', { line, column })}
        </UnstyledButton>{' '}
        {diagnosticText(diagnostic)}
      </span>
    </p>
  )
}
