import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { ActionVerdict } from '../../shared/ruleQuestions.js'
import { StepGlyph } from '../parts/StepGlyph.js'
import styles from './Explain.module.css'
import type { Tone } from './phases.js'
import { reasonText } from './reasonText.js'

const tones: Readonly<Record<ActionVerdict['outcome'], Tone>> = {
  success: 'acked',
  failed: 'failed',
  waiting: 'waiting',
  not_taken: 'none'
}

/** How the actions of a rule went; those that stand in for others stand further in. */
export function ActionVerdicts({ actions }: { readonly actions: readonly ActionVerdict[] }): ReactElement {
  const { t } = useTranslation()
  return (
    <ul className={styles['actions']} aria-label={t('rules.actions')}>
      {actions.map(({ name, path, resource, outcome, reason, data, detail }) => {
        const words = reasonText({ reason, data }, t)
        return (
          <li key={path.join('.')} data-depth={Math.min(path.length, 4)}>
            <StepGlyph tone={tones[outcome]} />
            <span>
              {path.length > 1 && `${t('rules.fallback')}: `}
              {t(`action.${name}`)}
            </span>
            {resource !== undefined && <code>{resource}</code>}
            <span>{t(`explain.outcomes.${outcome}`)}</span>
            {words !== undefined && <span className={styles['event']}>{words}</span>}
            {detail !== undefined && <span className={styles['event']}>{detail}</span>}
          </li>
        )
      })}
    </ul>
  )
}
