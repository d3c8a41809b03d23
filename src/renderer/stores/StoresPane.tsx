import { Button } from '@mantine/core'
import { Pause, Play } from 'lucide-react'
import { type ReactElement, useDeferredValue, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { callEngine } from '../app/engine.js'
import { newForm } from '../app/formKeys.js'
import { pageStore } from '../app/pageStore.js'
import { EmptyState } from '../parts/EmptyState.js'
import { IconButton } from '../parts/IconButton.js'
import { Pane } from '../parts/Pane.js'
import { StepGlyph } from '../parts/StepGlyph.js'
import { useFollowed } from '../parts/useFollowed.js'
import { resourcesStore } from '../resources/resourcesStore.js'
import { settingsStore } from '../settings/settingsStore.js'
import { looksStore } from './looksStore.js'
import { StoreCard } from './StoreCard.js'
import styles from './Stores.module.css'

const expiryPeriod = 500

/** Holds the rows still; the stores go on. */
function PauseButton(): ReactElement {
  const { t } = useTranslation()
  const frozen = looksStore((state) => state.frozen)
  const pause = looksStore((state) => state.pause)
  const isPaused = frozen !== undefined
  return (
    <>
      {isPaused && (
        <span className={styles['paused']} role="status">
          {t('stores.paused')}
        </span>
      )}
      <IconButton
        label={isPaused ? t('stores.resume') : t('stores.pause')}
        pressed={isPaused}
        onClick={() => pause(!isPaused)}
      >
        {isPaused ? <Play size="1.1em" /> : <Pause size="1.1em" />}
      </IconButton>
    </>
  )
}

/** Where messages wait: a live table of every store. */
export function StoresPane({ className }: { readonly className?: string | undefined }): ReactElement {
  const { t } = useTranslation()
  const resources = useDeferredValue(resourcesStore((state) => state.resources))
  const stored = looksStore((state) =>
    Object.values(state.views).reduce((sum, view) => sum + (view.look.count ?? 0), 0)
  )
  const written = resources.reduce((sum, { counts }) => sum + counts.saved + counts.deleted, 0)
  const pulse = useFollowed(stored, written)
  const ghostSeconds = settingsStore((state) => state.settings.ghostSeconds)
  const ids = resources.map(({ resource }) => resource.id).join('\n')

  // Stores are looked at only while this page is open and can be seen.
  useEffect(() => {
    const watch = (): void => {
      const seen = ids === '' || document.hidden ? [] : ids.split('\n')
      void callEngine('store.watch', { ids: seen }).catch(() => undefined)
    }
    watch()
    document.addEventListener('visibilitychange', watch)
    return () => {
      document.removeEventListener('visibilitychange', watch)
      void callEngine('store.watch', { ids: [] }).catch(() => undefined)
    }
  }, [ids])

  useEffect(() => {
    const timer = setInterval(() => {
      looksStore.getState().expire(Date.now(), ghostSeconds)
    }, expiryPeriod)
    return () => {
      clearInterval(timer)
    }
  }, [ghostSeconds])

  return (
    <Pane
      title={t('stores.title')}
      className={className}
      mark={<StepGlyph tone="saved" pulse={pulse} />}
      tools={resources.length > 0 && <PauseButton />}
    >
      <div className={styles['list']}>
        {resources.length > 0 ? (
          <div className={styles['cards']}>
            {resources.map((view) => (
              // Of another type it is another store, whatever it is called.
              <StoreCard key={`${view.resource.type} ${view.resource.id}`} view={view} />
            ))}
          </div>
        ) : (
          <EmptyState
            action={
              <Button onClick={() => pageStore.getState().open('resources', { resourceId: newForm })}>
                {t('resources.create')}
              </Button>
            }
          >
            {t('stores.empty')}
          </EmptyState>
        )}
      </div>
    </Pane>
  )
}
