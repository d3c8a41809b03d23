import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { pageStore } from '../app/pageStore.js'
import { followUpdates, updatesStore } from './updatesStore.js'

const id = 'update'

/** Says once that there is a new version, on whatever page. What is done about it is done under Settings. */
export function useUpdateNotice(): void {
  const { t } = useTranslation()
  const state = updatesStore((updates) => updates.view?.state)
  const version = state?.step === 'available' ? state.version : undefined
  useEffect(followUpdates, [])
  useEffect(() => {
    if (version === undefined || pageStore.getState().page === 'settings') return
    const open = (): void => {
      notifications.hide(id)
      pageStore.getState().open('settings')
    }
    notifications.show({
      id,
      autoClose: false,
      title: t('updates.available', { version }),
      message: (
        <Button variant="subtle" size="compact-sm" onClick={open}>
          {t('remedy.openSettings')}
        </Button>
      )
    })
  }, [version, t])
}
