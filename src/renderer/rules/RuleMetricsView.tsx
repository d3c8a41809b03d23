import { Button } from '@mantine/core'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { RuleView } from '../../shared/contract.js'
import { callEngine } from '../app/engine.js'
import { count } from '../parts/format.js'
import formStyles from '../parts/Form.module.css'
import { useAction } from '../parts/useAction.js'
import styles from './Rules.module.css'

const counters = ['matched', 'passed', 'failed', 'no_result', 'exception'] as const
const speeds = ['speed', 'speed_max', 'speed_last5m'] as const

/** The counters of EMQX's dashboard, by its names. */
export function RuleMetricsView({ view }: { readonly view: RuleView }): ReactElement {
  const { t } = useTranslation()
  const reset = useAction(() => callEngine('rule.resetMetrics', { id: view.rule.id }))
  return (
    <section>
      <h3 className={formStyles['heading']}>
        {t('metrics.title')}
        <Button variant="subtle" size="compact-xs" loading={reset.busy} onClick={() => reset.run()}>
          {t('metrics.reset')}
        </Button>
      </h3>
      <dl className={styles['metrics']}>
        {counters.map((name) => (
          <div key={name}>
            <dt>{t(`metrics.${name}`)}</dt>
            <dd>{count(view.metrics[name])}</dd>
          </div>
        ))}
        {speeds.map((name) => (
          <div key={name}>
            <dt>{t(`metrics.${name}`)}</dt>
            <dd>{t('metrics.perSecond', { value: view.metrics[name] })}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
