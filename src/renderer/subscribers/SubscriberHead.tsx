import { ChevronDown, ChevronRight, Pencil, Trash2 } from 'lucide-react'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { SubscriberView } from '../../shared/contract.js'
import { callEngine } from '../app/engine.js'
import { ErrorNotice } from '../parts/ErrorNotice.js'
import { IconButton } from '../parts/IconButton.js'
import { offerUndo } from '../parts/offerUndo.js'
import { useAction } from '../parts/useAction.js'
import { loadReceived } from './loadReceived.js'
import { subscribersStore, unreadOf } from './subscribersStore.js'
import styles from './Subscribers.module.css'
import { UnreadBadge } from './UnreadBadge.js'

interface Props {
  readonly view: SubscriberView
  readonly editing: boolean
  readonly onEdit: (editing: boolean) => void
}

/** A subscriber's name, what is unread, and what can be done with it. */
export function SubscriberHead({ view, editing, onEdit }: Props): ReactElement {
  const { t } = useTranslation()
  const { subscriber, state } = view
  const { id, clientId, folded } = subscriber
  const unread = subscribersStore((store) => unreadOf(view, store.seen))
  const fold = useAction(() => callEngine('subscriber.save', { ...subscriber, folded: !folded }))
  const remove = useAction(async () => {
    await callEngine('subscriber.remove', { id })
    offerUndo(t('subscribers.removed', { client: clientId }), () => restore(id))
  })
  const error = fold.error ?? remove.error
  return (
    <>
      <div className={styles['head']}>
        <IconButton
          size="sm"
          label={folded ? t('subscribers.unfold') : t('subscribers.fold')}
          disabled={editing}
          onClick={() => fold.run()}
        >
          {folded ? <ChevronRight size="1em" /> : <ChevronDown size="1em" />}
        </IconButton>
        <strong className={styles['client']} title={clientId}>
          {clientId}
        </strong>
        <UnreadBadge unread={unread} />
        {folded && (
          <span className={styles['state']} data-state={state}>
            {t(`subscribers.${state}`)}
          </span>
        )}
        <span className={styles['tools']}>
          <IconButton size="sm" label={t('subscribers.edit')} pressed={editing} onClick={() => onEdit(!editing)}>
            <Pencil size="1em" />
          </IconButton>
          <IconButton size="sm" label={t('subscribers.remove')} onClick={() => remove.run()}>
            <Trash2 size="1em" />
          </IconButton>
        </span>
      </div>
      {error !== undefined && <ErrorNotice error={error.toInfo()} />}
    </>
  )
}

async function restore(id: string): Promise<void> {
  await callEngine('subscriber.restore', { id })
  await loadReceived(id)
}
