import { Autocomplete, Button, Checkbox, Kbd, SegmentedControl } from '@mantine/core'
import { Repeat, Send } from 'lucide-react'
import { type ReactElement, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { fillPlaceholders } from '../../shared/placeholders.js'
import { commandKey } from '../app/keys.js'
import { BrokerMenu } from '../connections/BrokerMenu.js'
import { OutsideNote } from '../connections/OutsideNote.js'
import { guideTarget } from '../guide/target.js'
import { ClientIdInput } from '../parts/ClientIdInput.js'
import { ErrorNotice } from '../parts/ErrorNotice.js'
import { clockTime, span } from '../parts/format.js'
import { Hint } from '../parts/Hint.js'
import { IconButton } from '../parts/IconButton.js'
import { Pane } from '../parts/Pane.js'
import { StepGlyph } from '../parts/StepGlyph.js'
import { useFollowed } from '../parts/useFollowed.js'
import { PayloadField } from './PayloadField.js'
import { publishDraft, publishStore } from './publish.js'
import { publisherStore } from './publisherStore.js'
import styles from './PublisherPane.module.css'
import { RecallMenu } from './RecallMenu.js'
import { RepeatRow } from './RepeatRow.js'
import { repeatStore } from './repeatStore.js'
import { canPublish, isTopicName } from './typedMessage.js'

/** Where a message begins: a real MQTT client that publishes what is typed here. */
export function PublisherPane({ className }: { readonly className?: string | undefined }): ReactElement {
  const { t } = useTranslation()
  const { draft, change } = publisherStore()
  const { busy, error, last } = publishStore()
  const repeat = repeatStore((state) => state.repeat)
  const sent = useFollowed(repeat?.sent ?? 0)
  const [repeats, setRepeats] = useState(repeat?.running === true)
  const isTopicValid = isTopicName(fillPlaceholders(draft.topic, 1, 0))
  return (
    <Pane
      title={t('publisher.title')}
      className={className}
      mark={<StepGlyph tone="published" pulse={repeat?.running === true ? sent : last?.at} />}
      tools={
        <>
          <BrokerMenu value={draft.connection} onChange={(connection) => change({ connection })} />
          <RecallMenu />
        </>
      }
    >
      <form
        className={styles['form']}
        onSubmit={(event) => {
          event.preventDefault()
          void publishDraft()
        }}
      >
        <OutsideNote connection={draft.connection} />
        <ClientIdInput
          label={t('publisher.clientId')}
          classNames={{ input: styles['mono'] ?? '' }}
          value={draft.clientId}
          onChange={(clientId) => change({ clientId })}
        />
        <Autocomplete
          label={t('publisher.topic')}
          classNames={{ input: styles['mono'] ?? '' }}
          data={draft.history}
          value={draft.topic}
          error={isTopicValid ? undefined : t('publisher.topicInvalid')}
          onChange={(topic) => change({ topic })}
        />
        <div className={styles['options']}>
          <SegmentedControl
            aria-label="QoS"
            value={String(draft.qos)}
            data={[0, 1, 2].map((qos) => ({ value: String(qos), label: `QoS ${qos}` }))}
            onChange={(value) => change({ qos: Number(value) as 0 | 1 | 2 })}
          />
          <Checkbox
            label="retain"
            checked={draft.retain}
            onChange={(event) => change({ retain: event.currentTarget.checked })}
          />
        </div>
        {draft.qos === 0 && draft.connection === undefined && <Hint>{t('publisher.qos0')}</Hint>}
        <PayloadField />
        <div className={styles['end']}>
          <div className={styles['publish']}>
            <Button
              type="submit"
              {...guideTarget('publish')}
              fullWidth
              leftSection={<Send size="1em" />}
              rightSection={<Kbd className={styles['key'] ?? ''}>{commandKey}↵</Kbd>}
              loading={busy}
              disabled={!canPublish(draft)}
            >
              {t('publisher.publish')}
            </Button>
            <IconButton label={t('publisher.repeat.title')} pressed={repeats} onClick={() => setRepeats(!repeats)}>
              <Repeat size="1.1em" />
            </IconButton>
          </div>
          <div className={styles['outcome']} role="status">
            {error !== undefined && <ErrorNotice error={error.toInfo()} />}
            {error === undefined && last !== undefined && (
              <>
                {last.qos === 0
                  ? t('publisher.sent', { ms: span(last.ms) })
                  : t('publisher.acknowledged', { ms: span(last.ms) })}
                <span className={styles['time']}>{clockTime(last.at, false)}</span>
              </>
            )}
          </div>
        </div>
        {(repeats || repeat?.running === true) && <RepeatRow />}
      </form>
    </Pane>
  )
}
