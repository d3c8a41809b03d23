import { Button, NumberInput, Progress } from '@mantine/core'
import { Repeat, Square } from 'lucide-react'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { callEngine } from '../app/engine.js'
import { ErrorNotice } from '../parts/ErrorNotice.js'
import { count } from '../parts/format.js'
import { useAction } from '../parts/useAction.js'
import { repeatDraft } from './publish.js'
import { publisherStore } from './publisherStore.js'
import styles from './PublisherPane.module.css'
import { repeatStore } from './repeatStore.js'
import { canPublish } from './typedMessage.js'

/** The message again and again: how often, how many, and how far it is. */
export function RepeatRow(): ReactElement {
  const { t } = useTranslation()
  const { draft, change } = publisherStore()
  const repeat = repeatStore((state) => state.repeat)
  const start = useAction(repeatDraft)
  const stop = useAction(() => callEngine('publisher.stopRepeat', undefined))
  const { interval, count: times } = draft.repeat
  const error = start.error?.toInfo() ?? stop.error?.toInfo() ?? repeat?.error
  const isRunning = repeat?.running === true
  return (
    <fieldset className={styles['repeat']}>
      <legend>{t('publisher.repeat.title')}</legend>
      <div className={styles['repeatRow']}>
        <NumberInput
          label={t('publisher.repeat.interval')}
          min={1}
          max={3_600_000}
          allowDecimal={false}
          hideControls
          suffix=" ms"
          disabled={isRunning}
          value={interval}
          onChange={(value) => {
            if (typeof value === 'number') change({ repeat: { interval: value, count: times } })
          }}
        />
        <NumberInput
          label={t('publisher.repeat.count')}
          min={1}
          max={1_000_000}
          allowDecimal={false}
          hideControls
          disabled={isRunning}
          value={times}
          onChange={(value) => {
            if (typeof value === 'number') change({ repeat: { interval, count: value } })
          }}
        />
        {isRunning ? (
          <Button variant="default" leftSection={<Square size="1em" />} loading={stop.busy} onClick={() => stop.run()}>
            {t('publisher.repeat.stop')}
          </Button>
        ) : (
          <Button
            variant="default"
            leftSection={<Repeat size="1em" />}
            loading={start.busy}
            disabled={!canPublish(draft) || interval < 1 || times < 1}
            onClick={() => start.run()}
          >
            {t('publisher.repeat.start')}
          </Button>
        )}
      </div>
      <p className={styles['note']}>{t('publisher.repeat.placeholders', { i: '{{i}}', ts: '{{ts}}' })}</p>
      {repeat !== undefined && (
        <>
          <Progress
            size="xs"
            aria-label={t('publisher.repeat.progress')}
            value={(repeat.sent / repeat.count) * 100}
            transitionDuration={0}
          />
          <p className={styles['note']} role="status">
            {t('publisher.repeat.sent', { sent: count(repeat.sent), count: count(repeat.count) })}
          </p>
        </>
      )}
      {error !== undefined && <ErrorNotice error={error} />}
    </fieldset>
  )
}
