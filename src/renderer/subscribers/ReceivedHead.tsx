import { Eraser } from 'lucide-react'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { ReceivedMessage } from '../../shared/contract.js'
import type { Subscriber } from '../../shared/workspace.js'
import { callEngine } from '../app/engine.js'
import { ErrorNotice } from '../parts/ErrorNotice.js'
import { ExportMenu } from '../parts/ExportMenu.js'
import { count } from '../parts/format.js'
import { IconButton } from '../parts/IconButton.js'
import { offerUndo } from '../parts/offerUndo.js'
import { useAction } from '../parts/useAction.js'
import { exportReceived } from './exportReceived.js'
import { loadReceived } from './loadReceived.js'
import { subscribersStore } from './subscribersStore.js'
import styles from './Subscribers.module.css'

interface Props {
  readonly subscriber: Subscriber
  readonly messages: readonly ReceivedMessage[]
  /** All that came, listed or not. */
  readonly received: number
}

/** How much a subscriber received, and what can be done with it. */
export function ReceivedHead({ subscriber: { id, clientId }, messages, received }: Props): ReactElement {
  const { t } = useTranslation()
  // What the engine counted less what is listed: left out of a push, or too long ago.
  const omitted = received - messages.length
  const clear = useAction(async () => {
    await callEngine('subscriber.clear', { id })
    subscribersStore.getState().clear(id)
    offerUndo(t('subscribers.cleared', { client: clientId }), () => putBack(id))
  })
  return (
    <>
      <div className={styles['received']}>
        <p>
          {t('subscribers.received', { count: received, text: count(received) })}
          {omitted > 0 && <span> · {t('subscribers.omitted', { text: count(omitted) })}</span>}
        </p>
        <span className={styles['tools']}>
          <ExportMenu
            label={t('subscribers.export')}
            name={clientId.replaceAll(/[^\w.-]+/g, '_').slice(0, 100)}
            formats={t('common.formats', { returnObjects: true })}
            isEmpty={false}
            size="sm"
            textIn={(format) => exportReceived(messages, format)}
          />
          <IconButton size="sm" label={t('subscribers.clear')} onClick={() => clear.run()}>
            <Eraser size="1em" />
          </IconButton>
        </span>
      </div>
      {clear.error !== undefined && <ErrorNotice error={clear.error.toInfo()} />}
    </>
  )
}

async function putBack(id: string): Promise<void> {
  await callEngine('subscriber.putBack', { id })
  await loadReceived(id)
}
