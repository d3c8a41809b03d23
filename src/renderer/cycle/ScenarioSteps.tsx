import { Loader } from '@mantine/core'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { ScenarioState } from '../../shared/contract.js'
import type { scenarioStepNames } from '../../shared/scenario.js'
import { span } from '../parts/format.js'
import { StepGlyph } from '../parts/StepGlyph.js'
import { StateDot } from '../parts/StateDot.js'
import type { Tone } from '../timeline/phases.js'
import styles from './CyclePage.module.css'

/** The sign of each step that is one of a message's way. */
const tones: Readonly<Partial<Record<(typeof scenarioStepNames)[number], Tone>>> = {
  save: 'saved',
  deliver: 'delivered',
  ack: 'acked',
  delete: 'deleted'
}

/** How far a scenario has come. */
export function ScenarioSteps({ scenario }: { readonly scenario: ScenarioState }): ReactElement {
  const { t } = useTranslation()
  return (
    <ol className={styles['steps']} aria-label={t('cycle.progress')}>
      {scenario.steps.map(({ step, state, ms, detail }, index) => (
        <li
          key={index}
          className={styles['step']}
          data-state={state}
          title={detail}
          aria-current={state === 'running' ? 'step' : undefined}
          aria-label={`${t(`cycle.steps.${step}`)}: ${t(`cycle.states.${state}`)}`}
        >
          {state === 'running' && <Loader size="0.7rem" />}
          {state === 'waiting' && <StepGlyph tone="none" />}
          {state === 'failed' && <StepGlyph tone="failed" />}
          {state === 'ok' && <DoneMark tone={tones[step]} />}
          <span className={styles['stepName']}>{t(`cycle.steps.${step}`)}</span>
          {ms !== undefined && <span className={styles['stepTime']}>{span(ms)}</span>}
        </li>
      ))}
    </ol>
  )
}

function DoneMark({ tone }: { readonly tone: Tone | undefined }): ReactElement {
  return tone === undefined ? <StateDot state="good" /> : <StepGlyph tone={tone} />
}
