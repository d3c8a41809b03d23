import { Button } from '@mantine/core'
import { Plus } from 'lucide-react'
import { type ReactElement, useDeferredValue } from 'react'
import { useTranslation } from 'react-i18next'
import { mostSubscribers } from '../../shared/workspace.js'
import { guideTarget } from '../guide/target.js'
import { EmptyState } from '../parts/EmptyState.js'
import { ErrorNotice } from '../parts/ErrorNotice.js'
import { IconButton } from '../parts/IconButton.js'
import { Pane } from '../parts/Pane.js'
import { StepGlyph } from '../parts/StepGlyph.js'
import { useAction } from '../parts/useAction.js'
import { useFollowed } from '../parts/useFollowed.js'
import { addSubscriber } from './addSubscriber.js'
import { SubscriberCard } from './SubscriberCard.js'
import { subscribersStore, unreadOf } from './subscribersStore.js'
import styles from './Subscribers.module.css'
import { UnreadBadge } from './UnreadBadge.js'

/** Where a message ends: real MQTT clients, each with its own list of what it received. */
export function SubscribersPane({ className }: { readonly className?: string | undefined }): ReactElement {
  const { t } = useTranslation()
  const subscribers = useDeferredValue(subscribersStore((state) => state.subscribers))
  const add = useAction(addSubscriber)
  const unread = subscribersStore(({ seen }) => subscribers.reduce((sum, view) => sum + unreadOf(view, seen), 0))
  const isFull = subscribers.length >= mostSubscribers
  const pulse = useFollowed(subscribers.reduce((sum, view) => sum + view.received, 0))
  return (
    <Pane
      title={t('subscribers.title')}
      className={className}
      mark={<StepGlyph tone="delivered" pulse={pulse} />}
      tools={
        <>
          <UnreadBadge unread={unread} />
          <IconButton
            label={isFull ? t('common.full', { most: mostSubscribers }) : t('subscribers.add')}
            disabled={isFull}
            loading={add.busy}
            onClick={() => add.run()}
          >
            <Plus size="1.1em" />
          </IconButton>
        </>
      }
    >
      <div className={styles['list']} {...guideTarget('subscribers')}>
        {add.error !== undefined && <ErrorNotice error={add.error.toInfo()} />}
        {subscribers.map((view) => (
          <SubscriberCard key={view.subscriber.id} view={view} />
        ))}
        {subscribers.length === 0 && (
          <EmptyState action={<Button onClick={() => add.run()}>{t('subscribers.add')}</Button>}>
            {t('subscribers.empty')}
          </EmptyState>
        )}
      </div>
    </Pane>
  )
}
