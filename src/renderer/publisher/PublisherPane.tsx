import { Autocomplete, Button, Checkbox, Kbd, SegmentedControl, Textarea, TextInput } from '@mantine/core'
import { Send } from 'lucide-react'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { lensNames } from '../../shared/workspace.js'
import { commandKey } from '../app/keys.js'
import { ErrorNotice } from '../parts/ErrorNotice.js'
import { clockTime, span } from '../parts/format.js'
import { Hint } from '../parts/Hint.js'
import { Pane } from '../parts/Pane.js'
import { encodePayload } from '../parts/payload.js'
import { StepGlyph } from '../parts/StepGlyph.js'
import { isTopicName, publishDraft, publishStore } from './publish.js'
import { publisherStore } from './publisherStore.js'
import styles from './PublisherPane.module.css'

/** Where a message begins: a real MQTT client that publishes what is typed here. */
export function PublisherPane({ className }: { readonly className?: string | undefined }): ReactElement {
  const { t } = useTranslation()
  const { draft, change } = publisherStore()
  const { busy, error, last } = publishStore()
  const isPayloadValid = encodePayload(draft.payload, draft.format).ok
  const isTopicValid = isTopicName(draft.topic)
  return (
    <Pane
      title={t('publisher.title')}
      className={className}
      mark={<StepGlyph tone="published" pulse={last?.at} />}
      tools={
        <TextInput
          className={styles['client']}
          variant="unstyled"
          aria-label={t('publisher.clientId')}
          value={draft.clientId}
          error={draft.clientId === ''}
          onChange={(event) => change({ clientId: event.currentTarget.value })}
        />
      }
    >
      <form
        className={styles['form']}
        onSubmit={(event) => {
          event.preventDefault()
          void publishDraft()
        }}
      >
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
        {draft.qos === 0 && <Hint>{t('publisher.qos0')}</Hint>}
        <div className={styles['payload']}>
          <div className={styles['payloadHead']}>
            <label htmlFor="payload">{t('payload.title')}</label>
            <SegmentedControl
              aria-label={t('publisher.format')}
              value={draft.format}
              data={lensNames.map((name) => ({ value: name, label: t(`payload.${name}`) }))}
              onChange={(format) => change({ format: format })}
            />
          </div>
          <Textarea
            id="payload"
            className={styles['text'] ?? ''}
            classNames={{ wrapper: styles['wrapper'] ?? '', input: styles['input'] ?? '' }}
            value={draft.payload}
            error={isPayloadValid ? undefined : t('publisher.payloadInvalid', { format: t(`payload.${draft.format}`) })}
            spellCheck={false}
            onChange={(event) => change({ payload: event.currentTarget.value })}
          />
        </div>
        <Button
          type="submit"
          fullWidth
          leftSection={<Send size="1em" />}
          rightSection={<Kbd className={styles['key'] ?? ''}>{commandKey}↵</Kbd>}
          loading={busy}
          disabled={!isPayloadValid || !isTopicValid || draft.clientId === ''}
        >
          {t('publisher.publish')}
        </Button>
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
      </form>
    </Pane>
  )
}
