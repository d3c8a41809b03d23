import { type ReactElement, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { ReceivedMessage, SubscriberView } from '../../shared/contract.js'
import { selectionStore } from '../app/selectionStore.js'
import { byteSize, clockTime, count } from '../parts/format.js'
import { previewOf } from '../parts/payload.js'
import { VirtualList } from '../parts/VirtualList.js'
import { timelineStore } from '../timeline/timelineStore.js'
import { idsOfReceived } from './idsOfReceived.js'
import { subscribersStore } from './subscribersStore.js'
import styles from './Subscribers.module.css'

const none: readonly ReceivedMessage[] = []
const shownBytes = 200

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
          <button
            type="button"
            className={styles['message']}
            aria-pressed={message.sequence === selected}
            onClick={() => {
              const id = idsOfReceived(messages, clientId, lives).get(message.sequence)
              if (id !== undefined) toggle(id)
            }}
          >
            <span className={styles['payload']}>
              {previewOf(message.payload.subarray(0, shownBytes), message.payload.length)}
            </span>
            <span className={styles['details']}>
              <code>{message.topic}</code>
              <span>{`QoS ${message.qos}`}</span>
              {message.dup && <span>dup</span>}
              {message.retain && <span>retain</span>}
              <span>{byteSize(message.payload.length)}</span>
              {!message.acked && message.qos > 0 && <span className={styles['held']}>{t('subscribers.notAcked')}</span>}
              <time>{clockTime(message.at)}</time>
            </span>
          </button>
        )}
      />
    </>
  )
}

function sequenceOf(messageId: string, ids: ReadonlyMap<number, string>): number | undefined {
  return [...ids].find(([, id]) => id === messageId)?.[0]
}
