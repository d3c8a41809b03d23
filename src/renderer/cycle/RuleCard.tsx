import { Switch, UnstyledButton } from '@mantine/core'
import { memo, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { resourceParameter } from '../../shared/actionTypes.js'
import type { RuleView } from '../../shared/contract.js'
import { callEngine } from '../app/engine.js'
import { pageStore } from '../app/pageStore.js'
import { ErrorNotice } from '../parts/ErrorNotice.js'
import { count } from '../parts/format.js'
import { useAction } from '../parts/useAction.js'
import styles from './CyclePage.module.css'

/** A rule at a glance: on or off, what it matched, how its actions went. */
export const RuleCard = memo(function RuleCard({ view }: { readonly view: RuleView }): ReactElement {
  const { t } = useTranslation()
  const { rule, metrics } = view
  const enable = useAction((enabled: boolean) => callEngine('rule.enable', { id: rule.id, enabled }))
  const error = enable.error?.toInfo() ?? view.error
  return (
    <article className={styles['rule']} aria-label={rule.id}>
      <div className={styles['ruleHead']}>
        <Switch
          aria-label={t('rules.enabledOf', { rule: rule.id })}
          checked={rule.enabled}
          onChange={(event) => enable.run(event.currentTarget.checked)}
        />
        <UnstyledButton
          className={styles['ruleName']}
          onClick={() => pageStore.getState().open('rules', { ruleId: rule.id })}
        >
          {rule.id}
        </UnstyledButton>
        <code className={styles['sql']} title={rule.rawsql}>
          {rule.rawsql}
        </code>
      </div>
      <p className={styles['metrics']}>
        <span>
          {t('rules.matched')} <b>{count(metrics.matched)}</b>
        </span>
        <span>
          {t('rules.passed')} <b>{count(metrics.passed)}</b>
        </span>
        {metrics.failed > 0 && (
          <span>
            {t('rules.failed')} <b data-bad={metrics.exception > 0 || undefined}>{count(metrics.failed)}</b>
          </span>
        )}
        {rule.actions.map((action, index) => {
          const { success, failed } = view.actions[index] ?? { success: 0, failed: 0 }
          return (
            <span key={`${action.name}${index}`} className={styles['action']}>
              <span>
                → <code>{String(action.params[resourceParameter] ?? '')}</code>
              </span>
              <span>
                {t('rules.success')} <b>{count(success)}</b>
              </span>
              <span>
                {t('rules.failure')} <b data-bad={failed > 0 || undefined}>{count(failed)}</b>
              </span>
            </span>
          )
        })}
      </p>
      {error !== undefined && <ErrorNotice error={error} />}
    </article>
  )
})
