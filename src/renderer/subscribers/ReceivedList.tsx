import { type ReactElement, useCallback, useDeferredValue, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ReceivedMessage, SubscriberView } from '../../shared/contract.js'
import type { Life } from '../../shared/life.js'
import { selectionStore } from '../app/selectionStore.js'
import { useInView } from '../parts/useInView.js'
import { VirtualList } from '../parts/VirtualList.js'
import { timelineStore } from '../timeline/timelineStore.js'
import { idsOfReceived } from './idsOfReceived.js'
import { ReceivedHead } from './ReceivedHead.js'
import { ReceivedRow } from './ReceivedRow.js'
import { subscribersStore } from './subscribersStore.js'
import styles from './Subscribers.module.css'

interface Props {
  readonly view: SubscriberView
  /** The sequence number of the message that is shown in full. */
  readonly opened: number | undefined
  readonly onOpen: (sequence: number | undefined) => void
}

const none: readonly ReceivedMessage[] = []
const noLives: readonly Life[] = []

/** What one subscriber received, oldest first. */
export function ReceivedList({ view, opened, onOpen }: Props): ReactElement {
  const { t } = useTranslation()
  const { id, clientId, connection, lens } = view.subscriber
  // Under load there is always more to draw: what a person does goes first.
  const messages = useDeferredValue(subscribersStore((state) => state.messages[id]) ?? none)
  // Deferred too, so that it is of the same moment as the list.
  const received = useDeferredValue(view.received)
  const toggle = selectionStore((state) => state.toggle)
  const clear = selectionStore((state) => state.clear)
  // Not before what was done elsewhere is shown: to find it here takes long.
  const messageId = selectionStore((state) => state.followed)
  // The timeline tells of our own broker: what came from another has no life in it.
  const isOurs = connection === undefined
  const lives = timelineStore((state) => (isOurs && messageId !== undefined ? state.lives : noLives))
  const frame = useRef<HTMLDivElement>(null)
  const inView = useInView(frame)
  const [atEnd, setAtEnd] = useState(true)
  // Before it is drawn, or what is seen at once would count as unread for a frame.
  useLayoutEffect(() => {
    if (inView && atEnd) subscribersStore.getState().see(id, view.received)
  }, [id, inView, atEnd, view.received])
  // Only while a message is selected: under load there is better to do.
  const selected = useMemo(
    () => (messageId === undefined ? undefined : sequenceOf(messageId, idsOfReceived(messages, clientId, lives))),
    [messageId, messages, clientId, lives]
  )
  const open = useCallback(
    (sequence: number) => {
      const isOpen = sequence === opened
      onOpen(isOpen ? undefined : sequence)
      const known = subscribersStore.getState().messages[id] ?? none
      const all = isOurs ? timelineStore.getState().lives : noLives
      const found = idsOfReceived(known, clientId, all).get(sequence)
      if (isOpen || found === undefined) clear()
      else if (found !== selectionStore.getState().messageId) toggle(found, 'subscribers')
    },
    [id, clientId, isOurs, opened, onOpen, toggle, clear]
  )
  const list = useMemo(
    () => (
      <VirtualList
        label={t('subscribers.receivedBy', { client: clientId })}
        className={styles['messages']}
        items={messages}
        keyOf={({ sequence }) => sequence}
        reveal={selected ?? opened}
        rowHeight={2.75}
        reusesRows
        follow
        onAtEnd={setAtEnd}
        row={(message) => (
          <ReceivedRow
            message={message}
            lens={lens}
            isSelected={message.sequence === selected || message.sequence === opened}
            onSelect={open}
          />
        )}
      />
    ),
    [t, clientId, messages, selected, lens, opened, open]
  )
  return (
    <div ref={frame} className={styles['receivedFrame']}>
      {messages.length === 0 ? (
        <p className={styles['nothing']}>{t('subscribers.nothing')}</p>
      ) : (
        <>
          <ReceivedHead subscriber={view.subscriber} messages={messages} received={received} />
          {list}
        </>
      )}
    </div>
  )
}

function sequenceOf(messageId: string, ids: ReadonlyMap<number, string>): number | undefined {
  return [...ids].find(([, id]) => id === messageId)?.[0]
}
