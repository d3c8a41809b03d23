import { UnstyledButton } from '@mantine/core'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { RuleVerdict } from '../../shared/ruleQuestions.js'
import { pageStore } from '../app/pageStore.js'
import { errorText } from '../app/texts.js'
import { JsonTree } from '../parts/JsonTree.js'
import { StepGlyph } from '../parts/StepGlyph.js'
import { eventTitle } from '../rules/eventTexts.js'
import { ConditionTests } from '../rules/test/ConditionTests.js'
import { ActionVerdicts } from './ActionVerdicts.js'
import styles from './Explain.module.css'
import type { Tone } from './phases.js'

const tones: Readonly<Record<RuleVerdict['verdict'], Tone>> = {
  fired: 'acked',
  disabled: 'none',
  broken: 'failed',
  no_source: 'none',
  where_false: 'none',
  nothing: 'none',
  error: 'failed'
}

interface Props {
  readonly verdict: RuleVerdict
  /** Told when the person goes on to the rule. */
  readonly onLeave: () => void
}

/** What one rule made of one event of a message, in a sentence, with the values that decided it. */
export function VerdictCard({ verdict, onLeave }: Props): ReactElement {
  const { t } = useTranslation()
  const { rule, event, client, sources, source, tests, outputs, error, actions } = verdict
  const sentence = t(`explain.verdicts.${verdict.verdict}`, { sources: sources.join(', '), source: source ?? '' })
  return (
    <section className={styles['verdict']} aria-label={`${rule}: ${eventTitle(event, t)}`}>
      <h3 className={styles['head']}>
        <StepGlyph tone={tones[verdict.verdict]} />
        <UnstyledButton
          className={styles['rule']}
          onClick={() => {
            onLeave()
            pageStore.getState().open('rules', { ruleId: rule })
          }}
        >
          {rule}
        </UnstyledButton>
        <span className={styles['event']}>
          {eventTitle(event, t)}
          {client !== undefined && (
            <>
              {' · '}
              <code>{client}</code>
            </>
          )}
        </span>
      </h3>
      <p className={styles['sentence']}>
        {sentence} {error !== undefined && errorText(error)}
      </p>
      <ConditionTests tests={tests} />
      {verdict.verdict === 'fired' && <ActionVerdicts actions={actions} />}
      {outputs.length > 0 && (
        <details>
          <summary className={styles['more']}>{t('explain.outputs')}</summary>
          {outputs.map((json, index) => (
            <JsonTree key={index} json={json} what={t('explain.outputs')} />
          ))}
        </details>
      )}
    </section>
  )
}
