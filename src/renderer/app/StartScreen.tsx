import { Button, Loader } from '@mantine/core'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { EngineStatus } from '../../shared/host.js'
import { ErrorNotice } from '../parts/ErrorNotice.js'
import { callHost } from './engine.js'
import { Logo } from './Logo.js'
import styles from './StartScreen.module.css'

/** What the window shows while there is no engine: that it comes up, or that it is gone and how to get it back. */
export function StartScreen({ status }: { readonly status: EngineStatus }): ReactElement {
  const { t } = useTranslation()
  const isGone = status.state === 'failed' || status.state === 'stopped'
  return (
    <main className={styles['screen']}>
      <Logo className={styles['logo']} />
      <h1 className={styles['name']}>MQTT Offline Inspector</h1>
      {!isGone && (
        <p className={styles['line']} role="status">
          <Loader size="xs" />
          {t('start.starting')}
        </p>
      )}
      {!isGone && <p className={styles['first']}>{t('start.first')}</p>}
      {status.state === 'stopped' && (
        <p className={styles['line']} role="alert">
          {t('start.stopped', { code: status.exitCode })}
        </p>
      )}
      {status.state === 'failed' && (
        <div className={styles['error']}>
          <ErrorNotice error={status.error} />
        </div>
      )}
      {isGone && <Button onClick={() => void callHost('engine.restart', undefined)}>{t('start.restart')}</Button>}
    </main>
  )
}
