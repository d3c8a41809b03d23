import { memo, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { ReceivedMessage } from '../../shared/contract.js'
import type { Lens } from '../../shared/workspace.js'
import { byteSize, clockTime } from '../parts/format.js'
import { lineOf } from '../parts/payload.js'
import { rowAttribute } from '../parts/useRowFocus.js'
import styles from './Subscribers.module.css'

interface Props {
  readonly message: ReceivedMessage
  readonly lens: Lens | undefined
  readonly isSelected: boolean
  readonly onSelect: (sequence: number) => void
}

const shownBytes = 200

/** A received message on two lines: the payload, and all that came with it. Drawn again only when it has changed. */
export const ReceivedRow = memo(function ReceivedRow({ message, lens, isSelected, onSelect }: Props): ReactElement {
  const { t } = useTranslation()
  const { sequence, payload, size, topic, qos, dup, retain, acked, at } = message
  return (
    <button
      type="button"
      className={styles['message']}
      aria-pressed={isSelected}
      onClick={() => onSelect(sequence)}
      {...rowAttribute}
    >
      <span className={styles['payload']}>{lineOf(payload.subarray(0, shownBytes), size, lens)}</span>
      <span className={styles['details']}>
        <code>{topic}</code>
        <span>{`QoS ${qos}`}</span>
        {dup && <span>dup</span>}
        {retain && <span>retain</span>}
        <span>{byteSize(size)}</span>
        {!acked && qos > 0 && <span className={styles['held']}>{t('subscribers.notAcked')}</span>}
        <time>{clockTime(at)}</time>
      </span>
    </button>
  )
})
