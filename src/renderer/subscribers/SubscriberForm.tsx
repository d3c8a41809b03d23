import { Button, Checkbox, SegmentedControl, TextInput } from '@mantine/core'
import { type ReactElement, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { subscriberSchema, type Subscriber } from '../../shared/workspace.js'
import { callEngine } from '../app/engine.js'
import { ErrorNotice } from '../parts/ErrorNotice.js'
import { useAction } from '../parts/useAction.js'
import { colorVariable, subscriberColors } from './subscriberColors.js'
import styles from './Subscribers.module.css'

interface Props {
  readonly subscriber: Subscriber
  readonly onDone: () => void
}

export function SubscriberForm({ subscriber, onDone }: Props): ReactElement {
  const { t } = useTranslation()
  const [draft, setDraft] = useState(subscriber)
  const change = (part: Partial<Subscriber>): void => setDraft({ ...draft, ...part })
  const save = useAction(async () => {
    await callEngine('subscriber.save', draft)
    onDone()
  })
  return (
    <form
      className={styles['form']}
      onSubmit={(event) => {
        event.preventDefault()
        save.run()
      }}
    >
      <TextInput
        label={t('subscribers.clientId')}
        classNames={{ input: styles['mono'] ?? '' }}
        value={draft.clientId}
        onChange={(event) => change({ clientId: event.currentTarget.value })}
      />
      <TextInput
        label={t('subscribers.topic')}
        classNames={{ input: styles['mono'] ?? '' }}
        value={draft.topic}
        onChange={(event) => change({ topic: event.currentTarget.value })}
      />
      <div className={styles['options']}>
        <SegmentedControl
          aria-label="QoS"
          value={String(draft.qos)}
          data={[0, 1, 2].map((qos) => ({ value: String(qos), label: `QoS ${qos}` }))}
          onChange={(value) => change({ qos: Number(value) as Subscriber['qos'] })}
        />
        <Checkbox
          label={t('subscribers.clean')}
          checked={draft.clean}
          onChange={(event) => change({ clean: event.currentTarget.checked })}
        />
      </div>
      <fieldset className={styles['colors']}>
        <legend>{t('subscribers.color')}</legend>
        {subscriberColors.map((color) => (
          <label key={color} className={styles['color']} style={{ background: colorVariable(color) }}>
            <input
              type="radio"
              name={`color-${subscriber.id}`}
              aria-label={t(`color.${color}`)}
              checked={draft.color === color}
              onChange={() => change({ color })}
            />
          </label>
        ))}
      </fieldset>
      {save.error !== undefined && <ErrorNotice error={save.error.toInfo()} />}
      <div className={styles['actions']}>
        <Button type="submit" loading={save.busy} disabled={!subscriberSchema.safeParse(draft).success}>
          {t('common.save')}
        </Button>
        <Button variant="default" onClick={onDone}>
          {t('common.cancel')}
        </Button>
      </div>
    </form>
  )
}
