import { X } from 'lucide-react'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { Life } from '../../shared/life.js'
import { selectionStore } from '../app/selectionStore.js'
import { CopyButton } from '../parts/CopyButton.js'
import { clockTime, span } from '../parts/format.js'
import { IconButton } from '../parts/IconButton.js'
import { PayloadView } from '../parts/PayloadView.js'
import { StepGlyph } from '../parts/StepGlyph.js'
import { StoredRows, useStoredRows } from '../stores/StoredRows.js'
import { ExplainButton } from './ExplainButton.js'
import { lifeRecord } from './exportLives.js'
import { toneOf } from './phases.js'
import { reasonText } from './reasonText.js'
import styles from './Timeline.module.css'

/** The message that is selected, in full: its payload and every step with its time. */
export function LifeDetails({ life }: { readonly life: Life }): ReactElement {
  const { t } = useTranslation()
  const clear = selectionStore((state) => state.clear)
  const rows = useStoredRows(life.id)
  const steps = [...life.steps].sort((a, b) => a.at - b.at)
  return (
    <aside className={styles['details']} aria-label={t('timeline.details')}>
      <div className={styles['detailsHead']}>
        <code className={styles['detailsTopic']} title={life.topic}>
          {life.topic}
        </code>
        <CopyButton text={JSON.stringify(lifeRecord(life), null, 2)} what={t('subscribers.wholeMessage')} />
        <IconButton size="sm" label={t('common.close')} onClick={clear}>
          <X size="1em" />
        </IconButton>
      </div>
      <p className={styles['facts']}>
        <span>{t('timeline.from', { client: life.from })}</span>
        <span>QoS {life.qos}</span>
        {life.retain && <span>retain</span>}
      </p>
      <p className={styles['id']}>
        <code>{life.id}</code>
        <CopyButton text={life.id} what={t('timeline.messageId')} />
      </p>
      <ExplainButton key={life.id} messageId={life.id} />
      <ol className={styles['steps']}>
        {steps.map((step, index) => {
          const before = steps[index - 1]
          const reason = reasonText(step, t)
          return (
            <li key={`${step.step}${index}`}>
              <time>{clockTime(step.at)}</time>
              <StepGlyph tone={toneOf(step.step)} />
              <span className={styles['stepWords']}>
                {t(`step.${step.step}`)} {step.by !== undefined && <code>{step.by}</code>}
                {reason !== undefined && <span className={styles['stepReason']}>{reason}</span>}
                {step.detail !== undefined && <span className={styles['stepReason']}>{step.detail}</span>}
              </span>
              {before !== undefined && <span className={styles['after']}>+{span(step.at - before.at)}</span>}
            </li>
          )
        })}
      </ol>
      <PayloadView bytes={life.preview} size={life.size} />
      <StoredRows rows={rows} />
    </aside>
  )
}
