import { Check, CircleSlash, CircleX, X } from 'lucide-react'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { ConditionTest } from '../../../shared/ruleQuestions.js'
import { errorText } from '../../app/texts.js'
import styles from './ConditionTests.module.css'

const icons = { true: Check, false: X, skipped: CircleSlash, error: CircleX } as const

/** Each test of WHERE and INCASE, how it went, and the values that decided it. */
export function ConditionTests({ tests }: { readonly tests: readonly ConditionTest[] }): ReactElement | null {
  const { t } = useTranslation()
  if (tests.length === 0) return null
  return (
    <ul className={styles['tests']} aria-label={t('conditionTests.title')}>
      {tests.map((test, index) => {
        const Icon = icons[test.outcome]
        return (
          <li key={index} data-outcome={test.outcome}>
            <Icon size="1em" aria-hidden="true" />
            <span className={styles['clause']}>{test.clause.toUpperCase()}</span>
            <code className={styles['sql']}>{test.sql}</code>
            <span>{t(`conditionTests.${test.outcome}`)}</span>
            {test.outcome !== 'skipped' &&
              test.values.map(({ sql, json }, place) => (
                <span key={place} className={styles['value']}>
                  <code>{sql}</code> = <code>{json ?? 'undefined'}</code>
                </span>
              ))}
            {test.error !== undefined && <span>{errorText(test.error)}</span>}
          </li>
        )
      })}
    </ul>
  )
}
