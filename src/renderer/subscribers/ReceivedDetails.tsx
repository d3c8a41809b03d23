import { X } from 'lucide-react'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { Subscriber } from '../../shared/workspace.js'
import { callEngine } from '../app/engine.js'
import { CopyButton } from '../parts/CopyButton.js'
import { ErrorNotice } from '../parts/ErrorNotice.js'
import { clockTime } from '../parts/format.js'
import { IconButton } from '../parts/IconButton.js'
import { PayloadView } from '../parts/PayloadView.js'
import { useAction } from '../parts/useAction.js'
import { receivedRecord } from './exportReceived.js'
import { subscribersStore } from './subscribersStore.js'
import styles from './Subscribers.module.css'

interface Props {
  readonly subscriber: Subscriber
  readonly sequence: number
  readonly onClose: () => void
}

/** A received message in full. The lens is the subscriber's: the next message is looked at in the same way. */
export function ReceivedDetails({ subscriber, sequence, onClose }: Props): ReactElement | null {
  const { t } = useTranslation()
  const message = subscribersStore(({ messages }) =>
    messages[subscriber.id]?.find((each) => each.sequence === sequence)
  )
  const keep = useAction((lens: Subscriber['lens']) => callEngine('subscriber.save', { ...subscriber, lens }))
  if (message === undefined) return null
  const { topic, at, payload, size, qos, dup, retain } = message
  const label = t('subscribers.message', { number: sequence })
  return (
    <section className={styles['opened']} aria-label={label}>
      <div className={styles['openedHead']}>
        <code>{topic}</code>
        <CopyButton text={JSON.stringify(receivedRecord(message), null, 2)} what={t('subscribers.wholeMessage')} />
        <IconButton size="sm" label={t('common.close')} onClick={onClose}>
          <X size="1em" />
        </IconButton>
      </div>
      <p className={styles['details']}>
        <span>{label}</span>
        <span>{`QoS ${qos}`}</span>
        {dup && <span>dup</span>}
        {retain && <span>retain</span>}
        <time>{clockTime(at)}</time>
      </p>
      <PayloadView bytes={payload} size={size} lens={subscriber.lens} onLens={(lens) => keep.run(lens)} />
      {keep.error !== undefined && <ErrorNotice error={keep.error.toInfo()} />}
    </section>
  )
}
