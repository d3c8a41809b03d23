import { Button } from '@mantine/core'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { ResourceView } from '../../shared/contract.js'
import { callEngine } from '../app/engine.js'
import { count } from '../parts/format.js'
import { useAction } from '../parts/useAction.js'
import { useNow } from '../parts/useNow.js'
import styles from './Stores.module.css'

/** How many messages wait for a store, and when it is tried again. Nothing while there is nothing to say. */
export function RetryNote({ view }: { readonly view: ResourceView }): ReactElement | null {
  const { t } = useTranslation()
  const { waiting, nextTry, state, resource } = view
  const reconnect = useAction(() => callEngine('resource.reconnect', { id: resource.id }))
  if (waiting === 0 && state !== 'down') return null
  return (
    <p className={styles['retry']}>
      {waiting > 0 && <span>{t('stores.waiting', { count: waiting, text: count(waiting) })}</span>}
      {state === 'down' && (
        <>
          <span>{nextTry === undefined ? t('stores.noNextTry') : <NextTry at={nextTry} />}</span>
          <Button size="compact-xs" variant="default" loading={reconnect.busy} onClick={() => reconnect.run()}>
            {t('stores.reconnect')}
          </Button>
        </>
      )}
    </p>
  )
}

function NextTry({ at }: { readonly at: number }): ReactElement {
  const { t } = useTranslation()
  return <>{t('stores.nextTry', { seconds: Math.max(0, Math.ceil((at - useNow(1000)) / 1000)) })}</>
}
