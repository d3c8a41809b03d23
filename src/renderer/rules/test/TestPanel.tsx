import { Button, Select } from '@mantine/core'
import { FlaskConical, History, RotateCcw } from 'lucide-react'
import { type ReactElement, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { eventOfSource } from '../../../rulesql/events.js'
import type { AppError } from '../../../shared/errors.js'
import type { RuleTestResult } from '../../../shared/ruleQuestions.js'
import { callEngine } from '../../app/engine.js'
import { ErrorNotice } from '../../parts/ErrorNotice.js'
import { useAction } from '../../parts/useAction.js'
import { eventTitle } from '../eventTexts.js'
import { EventFields } from './EventFields.js'
import styles from './SqlTest.module.css'
import { type EventField, eventOf, fieldsOf, isRight } from './testEvent.js'
import { TestResult } from './TestResult.js'

interface Props {
  readonly rawsql: string
  /** The FROM entry whose event is made. */
  readonly source: string
  readonly sources: readonly string[]
  readonly onSource: (source: string) => void
}

interface TestEvent {
  readonly fields: readonly EventField[]
  /** One that the broker saw, instead of EMQX's sample. */
  readonly isReal: boolean
}

/** The event of one FROM entry, to be changed and tried. */
export function TestPanel({ rawsql, source, sources, onSource }: Props): ReactElement {
  const { t } = useTranslation()
  const [event, setEvent] = useState<TestEvent>()
  const [tested, setTested] = useState<{ readonly result: RuleTestResult; readonly of: string }>()
  const [noneSeen, setNoneSeen] = useState(false)
  const sample = useAction(async () => {
    const made = await callEngine('rule.sample', { source })
    setEvent({ fields: fieldsOf(made), isReal: false })
  })
  const last = useAction(async () => {
    const seen = await callEngine('rule.lastEvent', { source })
    setNoneSeen(seen === undefined)
    if (seen !== undefined) setEvent({ fields: fieldsOf(seen), isReal: true })
  })
  const fields = event?.fields ?? []
  const isReal = event?.isReal === true
  // EMQX's tester takes its own sample for what is not told; a real event is told whole, and tried as the broker would.
  const told = eventOf(isReal ? fields : fields.filter(({ isChanged }) => isChanged))
  const asked = JSON.stringify([rawsql, told, isReal])
  const test = useAction(async () => {
    const result = await callEngine('rule.test', { rawsql, event: told, source, live: isReal })
    setTested({ result, of: asked })
  })
  const failure: AppError | undefined = sample.error ?? last.error ?? test.error
  useEffect(() => {
    sample.run()
    // Once for each entry: the panel is made anew for another one.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [])

  return (
    <div className={styles['panel']}>
      <div className={styles['sources']}>
        <Select
          className={styles['source'] ?? ''}
          label={t('sqlTest.event')}
          value={source}
          data={sources.map((each) => ({ value: each, label: `${each} — ${eventTitle(eventOfSource(each), t)}` }))}
          onChange={(value) => {
            if (value !== null) onSource(value)
          }}
        />
        <Button variant="default" leftSection={<History size="1em" />} loading={last.busy} onClick={() => last.run()}>
          {t('sqlTest.useLast')}
        </Button>
        {(isReal || fields.some(({ isChanged }) => isChanged)) && (
          <Button variant="default" leftSection={<RotateCcw size="1em" />} onClick={() => sample.run()}>
            {t('sqlTest.useSample')}
          </Button>
        )}
      </div>
      {noneSeen && <p className={styles['note']}>{t('sqlTest.noneSeen')}</p>}
      <EventFields fields={fields} onChange={(changed) => setEvent({ fields: changed, isReal })} />
      <div>
        <Button
          leftSection={<FlaskConical size="1em" />}
          loading={test.busy}
          disabled={event === undefined || rawsql.trim() === '' || !fields.every(isRight)}
          onClick={() => test.run()}
        >
          {t('sqlTest.run')}
        </Button>
      </div>
      {failure !== undefined && <ErrorNotice error={failure.toInfo()} />}
      {tested !== undefined && tested.of === asked && <TestResult result={tested.result} />}
    </div>
  )
}
