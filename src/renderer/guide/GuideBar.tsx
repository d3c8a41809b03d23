import { RotateCcw, X } from 'lucide-react'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { Hint } from '../parts/Hint.js'
import { IconButton } from '../parts/IconButton.js'
import { StateDot } from '../parts/StateDot.js'
import { StepGlyph } from '../parts/StepGlyph.js'
import { reasonText } from '../timeline/reasonText.js'
import styles from './Guide.module.css'
import { guideTasks } from './guide.js'
import { guideStore } from './guideStore.js'
import { useGuide } from './useGuide.js'

/** Leads a person through the cycle by their own hands: what to do next, and what has come of it. */
export function GuideBar(): ReactElement | null {
  const { t } = useTranslation()
  const { begin, end } = guideStore()
  const guide = useGuide()
  if (guide === undefined) return null
  const { current, obstacle } = guide
  const reached = current === undefined ? guideTasks.length : guideTasks.indexOf(current)
  const reason = obstacle && reasonText(obstacle, t)
  return (
    <section className={styles['guide']} aria-label={t('guide.title')}>
      <div className={styles['words']}>
        <p className={styles['task']} role="status">
          {t(`guide.tasks.${current ?? 'done'}`)}
        </p>
        {reason !== undefined && <Hint>{t('guide.obstacle', { reason })}</Hint>}
      </div>
      <ol className={styles['checks']}>
        {guideTasks.map((task, index) => (
          <li key={task} aria-current={task === current ? 'step' : undefined}>
            {index < reached ? <StateDot state="good" /> : <StepGlyph tone="none" />}
            {t(`guide.checks.${task}`)}
          </li>
        ))}
      </ol>
      <IconButton label={t('guide.again')} onClick={begin}>
        <RotateCcw size="1.1em" />
      </IconButton>
      <IconButton label={t('guide.end')} onClick={end}>
        <X size="1.1em" />
      </IconButton>
    </section>
  )
}
