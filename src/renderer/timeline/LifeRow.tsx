import { memo, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { Life } from '../../shared/life.js'
import { clockTime } from '../parts/format.js'
import { previewOf } from '../parts/payload.js'
import { rowAttribute } from '../parts/useRowFocus.js'
import { PhaseCell } from './PhaseCell.js'
import { phaseNames, phasesOf } from './phases.js'
import styles from './Timeline.module.css'

interface Props {
  readonly life: Life
  readonly selected: boolean
  readonly onSelect: (id: string) => void
}

/** A message on one line: what it is, and how far it has come. Drawn again only when it has changed. */
export const LifeRow = memo(function LifeRow({ life, selected, onSelect }: Props): ReactElement {
  const { t } = useTranslation()
  const phases = phasesOf(life)
  const reached = phaseNames.findLastIndex((phase) => phases[phase].some(({ tone }) => tone !== 'none'))
  const payload = life.size === 0 ? t('payload.empty') : previewOf(life.preview, life.size)
  return (
    <div
      className={styles['life']}
      role="row"
      aria-selected={selected}
      onClick={() => onSelect(life.id)}
      {...rowAttribute}
    >
      <span className={styles['time']} role="gridcell">
        {clockTime(life.at)}
      </span>
      <span className={styles['text']} role="gridcell" title={life.topic}>
        {life.topic}
      </span>
      <span className={styles['text']} role="gridcell" title={payload}>
        {payload}
      </span>
      {phaseNames.map((phase, index) => (
        <PhaseCell key={phase} t={t} phase={phase} marks={phases[phase]} passed={index < reached} />
      ))}
    </div>
  )
})
