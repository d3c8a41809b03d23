import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { RuleView } from '../../shared/contract.js'
import formStyles from '../parts/Form.module.css'
import { count } from '../parts/format.js'
import { StateDot } from '../parts/StateDot.js'
import { WorkbenchItem } from '../parts/Workbench.js'

interface Props {
  readonly view: RuleView
  readonly isOpen: boolean
  readonly onOpen: () => void
}

export function RuleItem({ view, isOpen, onOpen }: Props): ReactElement {
  const { t } = useTranslation()
  const { rule, metrics, error } = view
  const dot = error !== undefined ? 'bad' : rule.enabled ? 'good' : 'off'
  return (
    <WorkbenchItem isOpen={isOpen} onOpen={onOpen}>
      <span className={formStyles['itemHead']}>
        <StateDot state={dot} />
        <span>{rule.id}</span>
      </span>
      <span className={formStyles['itemNote']}>
        <span>{rule.enabled ? t('rules.enabled') : t('rules.disabled')}</span>
        <span>
          {t('rules.matched')} {count(metrics.matched)}
        </span>
        <span>
          {t('rules.passed')} {count(metrics.passed)}
        </span>
      </span>
      {rule.description !== '' && <span className={formStyles['itemNote']}>{rule.description}</span>}
    </WorkbenchItem>
  )
}
