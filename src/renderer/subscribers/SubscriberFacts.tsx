import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { SubscriberView } from '../../shared/contract.js'
import { subscriptionsOf } from '../../shared/workspace.js'
import { BrokerName } from '../connections/BrokerMenu.js'
import styles from './Subscribers.module.css'

/** State, filters with what was granted of each, session and broker, on a line that wraps. */
export function SubscriberFacts({ view }: { readonly view: SubscriberView }): ReactElement {
  const { t } = useTranslation()
  const { subscriber, state, granted } = view
  return (
    <div className={styles['facts']}>
      <span className={styles['state']} data-state={state}>
        {t(`subscribers.${state}`)}
      </span>
      {subscriptionsOf(subscriber).map(({ topic, qos }, index) => (
        <span key={topic} className={styles['filter']}>
          <code>{topic}</code> <Granted asked={qos} granted={granted[index]} />
        </span>
      ))}
      <span>{subscriber.clean ? t('subscribers.clean') : t('subscribers.persistent')}</span>
      <BrokerName connection={subscriber.connection} />
    </div>
  )
}

function Granted({ asked, granted }: { readonly asked: number; readonly granted: number | undefined }): ReactElement {
  const { t } = useTranslation()
  if (granted !== undefined && granted >= 128) {
    return <span className={styles['refused']}>{t('subscribers.filterRefused')}</span>
  }
  // A broker may grant less than was asked for [MQTT-3.9.3].
  const less = granted !== undefined && granted < asked
  return <span>{less ? t('subscribers.less', { asked, granted }) : `QoS ${asked}`}</span>
}
