import { Button, Loader, Switch } from '@mantine/core'
import { Plug, Unplug } from 'lucide-react'
import { type ReactElement, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SubscriberView } from '../../shared/contract.js'
import { hasWildcard } from '../../shared/topics.js'
import { subscriptionsOf } from '../../shared/workspace.js'
import { callEngine } from '../app/engine.js'
import { OutsideNote } from '../connections/OutsideNote.js'
import { guideTarget } from '../guide/target.js'
import { ErrorNotice } from '../parts/ErrorNotice.js'
import { Hint } from '../parts/Hint.js'
import { useAction } from '../parts/useAction.js'
import { ReceivedDetails } from './ReceivedDetails.js'
import { ReceivedList } from './ReceivedList.js'
import { SubscriberFacts } from './SubscriberFacts.js'
import styles from './Subscribers.module.css'

/** What a subscriber subscribes to, its connection, and what it received. */
export function SubscriberBody({ view }: { readonly view: SubscriberView }): ReactElement {
  const { t } = useTranslation()
  const { subscriber, state, error } = view
  const { id, connection } = subscriber
  const [opened, setOpened] = useState<number>()
  const connect = useAction(() => callEngine('subscriber.connect', { id }))
  const disconnect = useAction(() => callEngine('subscriber.disconnect', { id }))
  const hold = useAction((on: boolean) => callEngine('subscriber.holdAck', { id, hold: on }))
  const subscriptions = subscriptionsOf(subscriber)
  const isOurs = connection === undefined
  const failure = connect.error?.toInfo() ?? disconnect.error?.toInfo() ?? hold.error?.toInfo() ?? error
  return (
    <>
      <SubscriberFacts view={view} />
      <div className={styles['actions']} {...guideTarget('subscriber-connect', id)}>
        {state === 'offline' && (
          <Button leftSection={<Plug size="1em" />} onClick={() => connect.run()}>
            {t('subscribers.connect')}
          </Button>
        )}
        {state === 'connecting' && (
          <Button variant="default" leftSection={<Loader size="1em" />} onClick={() => disconnect.run()}>
            {t('common.cancel')}
          </Button>
        )}
        {state === 'online' && (
          <Button
            variant="default"
            leftSection={<Unplug size="1em" />}
            loading={disconnect.busy}
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
      <OutsideNote connection={connection} />
      {view.held > 0 && <Hint>{t('subscribers.holding')}</Hint>}
      {isOurs && subscriptions.some(({ qos }) => qos === 0) && <Hint>{t('subscribers.qos0')}</Hint>}
      {isOurs && subscriptions.some(({ topic }) => hasWildcard(topic)) && <Hint>{t('subscribers.wildcard')}</Hint>}
      {failure !== undefined && <ErrorNotice error={failure} />}
      <ReceivedList view={view} opened={opened} onOpen={setOpened} />
      {opened !== undefined && (
        <ReceivedDetails subscriber={subscriber} sequence={opened} onClose={() => setOpened(undefined)} />
      )}
    </>
  )
}
