import { Button, Checkbox } from '@mantine/core'
import { type ReactElement, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { isTopicFilter } from '../../rulesql/filters.js'
import { subscriberSchema, subscriptionsOf, type Subscriber } from '../../shared/workspace.js'
import { callEngine } from '../app/engine.js'
import { BrokerMenu } from '../connections/BrokerMenu.js'
import { ClientIdInput } from '../parts/ClientIdInput.js'
import { ErrorNotice } from '../parts/ErrorNotice.js'
import { useAction } from '../parts/useAction.js'
import { FilterRows } from './FilterRows.js'
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
  const topics = subscriptionsOf(draft).map(({ topic }) => topic)
  const isComplete =
    subscriberSchema.safeParse(draft).success && topics.every(isTopicFilter) && new Set(topics).size === topics.length
  return (
    <form
      className={styles['form']}
      onSubmit={(event) => {
        event.preventDefault()
        save.run()
      }}
    >
      <BrokerMenu value={draft.connection} onChange={(connection) => change({ connection })} />
      <ClientIdInput
        label={t('subscribers.clientId')}
        classNames={{ input: styles['mono'] ?? '' }}
        value={draft.clientId}
        onChange={(clientId) => change({ clientId })}
      />
      <FilterRows subscriptions={subscriptionsOf(draft)} onChange={([first, ...more]) => change({ ...first, more })} />
      <Checkbox
        label={t('subscribers.clean')}
        checked={draft.clean}
        onChange={(event) => change({ clean: event.currentTarget.checked })}
      />
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
        <Button type="submit" loading={save.busy} disabled={!isComplete}>
          {t('common.save')}
        </Button>
        <Button variant="default" onClick={onDone}>
          {t('common.cancel')}
        </Button>
      </div>
    </form>
  )
}
