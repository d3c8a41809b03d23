import { Button, Switch } from '@mantine/core'
import { Eraser, Pencil, Plug, Trash2, Unplug } from 'lucide-react'
import { type ReactElement, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SubscriberView } from '../../shared/contract.js'
import { hasWildcard } from '../../shared/topics.js'
import { callEngine } from '../app/engine.js'
import { ErrorNotice } from '../parts/ErrorNotice.js'
import { Hint } from '../parts/Hint.js'
import { IconButton } from '../parts/IconButton.js'
import { useAction } from '../parts/useAction.js'
import { ReceivedList } from './ReceivedList.js'
import { SubscriberForm } from './SubscriberForm.js'
import { colorVariable } from './subscriberColors.js'
import { subscribersStore } from './subscribersStore.js'
import styles from './Subscribers.module.css'

/** One subscriber: who it is, whether it is there, and what it received. */
export function SubscriberCard({ view }: { readonly view: SubscriberView }): ReactElement {
  const { t } = useTranslation()
  const { subscriber, state, error } = view
  const { id, clientId } = subscriber
  const [editing, setEditing] = useState(false)
  const connect = useAction(() => callEngine('subscriber.connect', { id }))
  const disconnect = useAction(() => callEngine('subscriber.disconnect', { id }))
  const hold = useAction((on: boolean) => callEngine('subscriber.holdAck', { id, hold: on }))
  const remove = useAction(() => callEngine('subscriber.remove', { id }))
  const clear = useAction(async () => {
    await callEngine('subscriber.clear', { id })
    subscribersStore.getState().clear(id)
  })
  const failure =
    connect.error?.toInfo() ?? disconnect.error?.toInfo() ?? hold.error?.toInfo() ?? remove.error?.toInfo() ?? error
  return (
    <article
      className={styles['card']}
      aria-label={clientId}
      style={{ borderInlineStartColor: colorVariable(subscriber.color) }}
    >
      <div className={styles['head']}>
        <strong className={styles['client']} title={clientId}>
          {clientId}
        </strong>
        <span className={styles['tools']}>
          <IconButton size="sm" label={t('subscribers.edit')} pressed={editing} onClick={() => setEditing(!editing)}>
            <Pencil size="1em" />
          </IconButton>
          <IconButton size="sm" label={t('subscribers.clear')} onClick={() => clear.run()}>
            <Eraser size="1em" />
          </IconButton>
          <IconButton size="sm" label={t('subscribers.remove')} onClick={() => remove.run()}>
            <Trash2 size="1em" />
          </IconButton>
        </span>
      </div>
      {editing ? (
        <SubscriberForm subscriber={subscriber} onDone={() => setEditing(false)} />
      ) : (
        <>
          <p className={styles['facts']}>
            <span className={styles['state']} data-state={state}>
              {t(`subscribers.${state}`)}
            </span>
            <code>{subscriber.topic}</code>
            <span>{`QoS ${subscriber.qos}`}</span>
            <span>{subscriber.clean ? t('subscribers.clean') : t('subscribers.persistent')}</span>
          </p>
          <div className={styles['actions']}>
            {state === 'offline' ? (
              <Button leftSection={<Plug size="1em" />} loading={connect.busy} onClick={() => connect.run()}>
                {t('subscribers.connect')}
              </Button>
            ) : (
              <Button
                variant="default"
                leftSection={<Unplug size="1em" />}
                loading={disconnect.busy || state === 'connecting'}
                onClick={() => disconnect.run()}
              >
                {t('subscribers.disconnect')}
              </Button>
            )}
            <Switch
              label={view.held > 0 ? t('subscribers.held', { count: view.held }) : t('subscribers.hold')}
              checked={view.holdAck}
              onChange={(event) => hold.run(event.currentTarget.checked)}
            />
          </div>
        </>
      )}
      {subscriber.qos === 0 && <Hint>{t('subscribers.qos0')}</Hint>}
      {hasWildcard(subscriber.topic) && <Hint>{t('subscribers.wildcard')}</Hint>}
      {view.granted.some((qos) => qos >= 128) && <Hint>{t('subscribers.refused')}</Hint>}
      {failure !== undefined && <ErrorNotice error={failure} />}
      <ReceivedList view={view} />
    </article>
  )
}
