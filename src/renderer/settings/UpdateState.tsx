import { Button } from '@mantine/core'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { UpdateView } from '../../shared/updates.js'
import { callHost } from '../app/engine.js'
import { CancelButton } from '../parts/CancelButton.js'
import { ErrorNotice } from '../parts/ErrorNotice.js'
import { Hint } from '../parts/Hint.js'
import styles from './Settings.module.css'

/** What is known of a newer version, and the one thing to do next. */
export function UpdateState({ view }: { readonly view: UpdateView }): ReactElement {
  const { t } = useTranslation()
  const { state, way } = view
  const cancel = { busy: true, cancel: () => void callHost('update.cancel', undefined) }
  const check = (
    <Button
      variant="default"
      loading={state.step === 'checking'}
      onClick={() => void callHost('update.check', undefined)}
    >
      {t('updates.check')}
    </Button>
  )
  switch (state.step) {
    case 'idle':
      return check
    case 'checking':
      return (
        <div className={styles['work']}>
          {check}
          <CancelButton action={cancel} />
        </div>
      )
    case 'current':
      return (
        <>
          <p role="status">{t('updates.current')}</p>
          {check}
        </>
      )
    case 'failed':
      return (
        <>
          <ErrorNotice error={state.error} />
          {check}
        </>
      )
    case 'available':
      return (
        <>
          <p role="status">{t('updates.available', { version: state.version })}</p>
          <Notes notes={state.notes} />
          {way === 'page' ? (
            <Hint>{t('updates.byHand')}</Hint>
          ) : (
            <Button onClick={() => void callHost('update.download', undefined)}>{t('updates.download')}</Button>
          )}
        </>
      )
    case 'downloading':
      return (
        <div className={styles['work']}>
          <p role="status">
            {t('updates.downloading', { version: state.version, percent: Math.floor(state.percent) })}
          </p>
          <CancelButton action={cancel} />
        </div>
      )
    case 'ready':
      return (
        <>
          <p role="status">{t('updates.ready', { version: state.version })}</p>
          <Notes notes={state.notes} />
          <Button onClick={() => void callHost('update.install', undefined)}>{t('updates.install')}</Button>
        </>
      )
  }
}

/** As text: what comes from elsewhere is never drawn as a page. */
function Notes({ notes }: { readonly notes: string }): ReactElement | null {
  const { t } = useTranslation()
  if (notes === '') return null
  return (
    <pre className={styles['notes']} aria-label={t('updates.notes')} tabIndex={0}>
      {notes}
    </pre>
  )
}
