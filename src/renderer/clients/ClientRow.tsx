import { Button } from '@mantine/core'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { ClientView } from '../../shared/clientView.js'
import { callEngine } from '../app/engine.js'
import { ErrorNotice } from '../parts/ErrorNotice.js'
import { clockTime, count } from '../parts/format.js'
import { StateDot } from '../parts/StateDot.js'
import { useAction } from '../parts/useAction.js'
import styles from './Clients.module.css'

/** Subscriptions that a line shows. */
const mostShown = 8

interface Props {
  readonly client: ClientView
  /** Told when something was done to it. */
  readonly onChange: () => void
}

export function ClientRow({ client, onChange }: Props): ReactElement {
  const { t } = useTranslation()
  const { clientId, isConnected, username, address, clean, since, subscriptions, inflight, waiting } = client
  const disconnect = useAction(async () => {
    await callEngine('broker.disconnect', { clientId })
    onChange()
  })
  const more = subscriptions.length - mostShown
  return (
    <tr>
      <th scope="row">
        <span className={styles['client']} title={clientId}>
          <StateDot state={isConnected ? 'good' : 'off'} />
          <code>{clientId}</code>
        </span>
        <span className={styles['facts']}>{[username, address].filter((each) => each !== undefined).join(' · ')}</span>
      </th>
      <td>{t(clean ? 'clients.clean' : 'clients.persistent')}</td>
      <td>{since === undefined ? t('clients.away') : <time>{clockTime(since, false)}</time>}</td>
      <td>
        <ul className={styles['subscriptions']}>
          {subscriptions.slice(0, mostShown).map(({ topic, qos }) => (
            <li key={topic} title={topic}>
              <code>{topic}</code> <span>{`QoS ${qos}`}</span>
            </li>
          ))}
          {more > 0 && <li>{t('common.omitted', { count: more, text: count(more) })}</li>}
          {subscriptions.length === 0 && <li>{t('clients.noSubscription')}</li>}
        </ul>
      </td>
      <td className={styles['number']}>{count(inflight)}</td>
      <td className={styles['number']}>{count(waiting)}</td>
      <td>
        {isConnected && (
          <Button
            variant="default"
            size="compact-xs"
            aria-label={t('clients.disconnectOf', { client: clientId })}
            loading={disconnect.busy}
            onClick={() => disconnect.run()}
          >
            {t('clients.disconnect')}
          </Button>
        )}
        {disconnect.error !== undefined && <ErrorNotice error={disconnect.error.toInfo()} />}
      </td>
    </tr>
  )
}
