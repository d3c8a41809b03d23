import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { StepGlyph } from '../parts/StepGlyph.js'
import { toneNames } from './phases.js'
import styles from './Timeline.module.css'

/** What each shape means. */
export function StepLegend(): ReactElement {
  const { t } = useTranslation()
  return (
    <ul className={styles['legend']}>
      {toneNames.map((tone) => (
        <li key={tone}>
          <StepGlyph tone={tone} /> {t(`tone.${tone}`)}
        </li>
      ))}
    </ul>
  )
}
