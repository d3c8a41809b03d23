import { Popover, Tooltip, UnstyledButton } from '@mantine/core'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { ListenerState } from '../../shared/contract.js'
import { CopyButton } from '../parts/CopyButton.js'
import { ErrorNotice } from '../parts/ErrorNotice.js'
import { type DotState, StateDot } from '../parts/StateDot.js'
import { pageStore } from './pageStore.js'
import styles from './Shell.module.css'

const dots: Readonly<Record<ListenerState['state'], DotState>> = {
  off: 'off',
  starting: 'busy',
  running: 'good',
  failed: 'bad'
}

interface Props {
  readonly listener: ListenerState
  /** Its port stands for it, where there are too many to show where each is. */
  readonly isShort: boolean
}

/** One listener of the broker: its state, what to connect to, and why not when it failed. */
export function ListenerBadge({ listener, isShort }: Props): ReactElement {
  const { t } = useTranslation()
  const { name, state, url, error } = listener
  const page = pageStore((each) => each.page)
  return (
    // With the page it led to it closes.
    <Popover key={page} position="bottom-start" width="26rem" disabled={error === undefined}>
      <span className={styles['listener']} data-short={isShort || undefined}>
        <StateDot state={dots[state]} />
        <span className={styles['listenerName']}>{name}</span>
        {error === undefined ? (
          <>
            <Tooltip label={url} disabled={!isShort}>
              <span className={styles['url']}>{isShort ? listener.port : url}</span>
            </Tooltip>
            <CopyButton text={url} what={url} />
          </>
        ) : (
          <Popover.Target>
            <UnstyledButton className={styles['url']} aria-label={t('header.listenerFailed', { port: listener.port })}>
              {isShort ? listener.port : t('header.listenerFailed', { port: listener.port })}
            </UnstyledButton>
          </Popover.Target>
        )}
      </span>
      {error !== undefined && (
        <Popover.Dropdown>
          <ErrorNotice error={error} />
        </Popover.Dropdown>
      )}
    </Popover>
  )
}
