import { Switch } from '@mantine/core'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { RuleView } from '../../shared/contract.js'
import { callEngine } from '../app/engine.js'
import { errorText } from '../app/texts.js'
import formStyles from '../parts/Form.module.css'
import { count } from '../parts/format.js'
import { StateDot } from '../parts/StateDot.js'
import { useAction } from '../parts/useAction.js'
import { WorkbenchItem } from '../parts/Workbench.js'
import { ruleDrafts } from './rulesStore.js'

interface Props {
  readonly view: RuleView
  readonly isOpen: boolean
  readonly onOpen: () => void
}

/** A rule in the list, where it can be switched on and off. */
export function RuleItem({ view, isOpen, onOpen }: Props): ReactElement {
  const { t } = useTranslation()
  const { rule, metrics, error } = view
  const edited = ruleDrafts((state) => state.drafts[rule.id])
  const enable = useAction(async (enabled: boolean) => {
    await callEngine('rule.enable', { id: rule.id, enabled })
    if (edited !== undefined) ruleDrafts.getState().keep(rule.id, { ...edited, enabled })
  })
  const dot = error !== undefined ? 'bad' : rule.enabled ? 'good' : 'off'
  const fault = enable.error?.toInfo() ?? error
  return (
    <WorkbenchItem
      isOpen={isOpen}
      onOpen={onOpen}
      tool={
        <Switch
          aria-label={t('rules.enabledOf', { rule: rule.id })}
          checked={rule.enabled}
          onChange={(event) => enable.run(event.currentTarget.checked)}
        />
      }
    >
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
        {edited !== undefined && <span className={formStyles['unsaved']}>{t('common.unsaved')}</span>}
      </span>
      {rule.description !== '' && <span className={formStyles['itemNote']}>{rule.description}</span>}
      {fault !== undefined && <span className={formStyles['itemNote']}>{errorText(fault)}</span>}
    </WorkbenchItem>
  )
}
