import type { ReactElement } from 'react'
import type { TFunction } from 'i18next'
import { span } from '../parts/format.js'
import { StepGlyph } from '../parts/StepGlyph.js'
import type { Mark, PhaseName } from './phases.js'
import { reasonText } from './reasonText.js'
import styles from './Timeline.module.css'

interface Props {
  /** Of the row: to ask for it anew in each cell costs more than to draw it. */
  readonly t: TFunction
  readonly phase: PhaseName
  readonly marks: readonly Mark[]
  /** Whether a later phase has been reached: the line goes on. */
  readonly passed: boolean
}

/** What happened to a message in one phase: shape, who did it, and how long after the step before. */
export function PhaseCell({ t, phase, marks, passed }: Props): ReactElement {
  const first = marks[0]
  const words = marks.map(({ step, tone, after }) => {
    const reason = reasonText(step, t)
    const time = after === undefined ? '' : ` +${span(after)}`
    return `${t(`tone.${tone}`)} ${step.by ?? ''}${time}${reason === undefined ? '' : `: ${reason}`}`
  })
  return (
    <span
      className={styles['phase']}
      role="gridcell"
      title={words.join('\n')}
      aria-label={words.length === 0 ? undefined : words.join(', ')}
      data-phase={phase}
      data-passed={passed || undefined}
    >
      {first === undefined ? (
        <span className={styles['pending']} aria-hidden="true" />
      ) : (
        <>
          <span className={styles['marks']}>
            {marks.slice(0, 5).map(({ step, tone }, index) => (
              <StepGlyph key={`${step.by ?? ''}${index}`} tone={tone} />
            ))}
          </span>
          <Words t={t} phase={phase} mark={first} more={marks.length - 1} />
        </>
      )}
    </span>
  )
}

function Words({
  t,
  phase,
  mark,
  more
}: {
  readonly t: TFunction
  readonly phase: PhaseName
  readonly mark: Mark
  readonly more: number
}): ReactElement {
  const { step, tone, after } = mark
  const reason = reasonText(step, t)
  if (tone === 'failed' || tone === 'none') {
    return (
      <span className={styles['reason']} data-tone={tone}>
        {reason ?? t(`tone.${tone}`)}
      </span>
    )
  }
  return (
    <>
      {phase !== 'published' && (
        <span className={styles['by']} data-many={more > 0 ? true : undefined}>
          {step.by ?? t(`phase.${phase}`)}
        </span>
      )}
      {/* Drawn, not written: the cell's name tells of each instead. */}
      {more > 0 && <span className={styles['more']} data-more={more} />}
      {after !== undefined && <span className={styles['after']}>+{span(after)}</span>}
    </>
  )
}
