import { type ReactElement, useCallback, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { ReceivedMessage, SubscriberView } from '../../shared/contract.js'
import { selectionStore } from '../app/selectionStore.js'
import { count } from '../parts/format.js'
import { VirtualList } from '../parts/VirtualList.js'
import { timelineStore } from '../timeline/timelineStore.js'
import { idsOfReceived } from './idsOfReceived.js'
import { ReceivedRow } from './ReceivedRow.js'
import { subscribersStore } from './subscribersStore.js'
import styles from './Subscribers.module.css'

const none: readonly ReceivedMessage[] = []

/** What one subscriber received, oldest first. */
export function ReceivedList({ view }: { readonly view: SubscriberView }): ReactElement {
  const { t } = useTranslation()
  const { id, clientId } = view.subscriber
  const messages = subscribersStore((state) => state.messages[id]) ?? none
  const omitted = subscribersStore((state) => state.omitted[id]) ?? 0
  const lives = timelineStore((state) => state.lives)
  const { messageId, toggle } = selectionStore()
  // Only while a message is selected: under load there is better to do.
  const selected = useMemo(
    () => (messageId === undefined ? undefined : sequenceOf(messageId, idsOfReceived(messages, clientId, lives))),
    [messageId, messages, clientId, lives]
  )
  const select = useCallback(
    (sequence: number) => {
      const known = subscribersStore.getState().messages[id] ?? none
      const found = idsOfReceived(known, clientId, timelineStore.getState().lives).get(sequence)
      if (found !== undefined) toggle(found)
    },
    [id, clientId, toggle]
  )
  if (messages.length === 0) return <p className={styles['nothing']}>{t('subscribers.nothing')}</p>
  return (
    <>
      <p className={styles['received']}>
        {t('subscribers.received', { count: view.received, text: count(view.received) })}
        {omitted > 0 && <span> · {t('common.omitted', { count: omitted, text: count(omitted) })}</span>}
      </p>
      <VirtualList
        label={t('subscribers.receivedBy', { client: clientId })}
        className={styles['messages']}
        items={messages}
        keyOf={({ sequence }) => sequence}
        reveal={selected}
        rowHeight={2.75}
        follow
        row={(message) => (
          <ReceivedRow message={message} isSelected={message.sequence === selected} onSelect={select} />
        )}
      />
    </>
  )
}

function sequenceOf(messageId: string, ids: ReadonlyMap<number, string>): number | undefined {
  return [...ids].find(([, id]) => id === messageId)?.[0]
}
