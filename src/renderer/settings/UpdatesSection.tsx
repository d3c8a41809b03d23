import { Button, Switch, TextInput } from '@mantine/core'
import { type ReactElement, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { isTrustedAddress, type UpdateSettings, type UpdateView } from '../../shared/updates.js'
import { callHost } from '../app/engine.js'
import { ErrorNotice } from '../parts/ErrorNotice.js'
import { Hint } from '../parts/Hint.js'
import { useAction } from '../parts/useAction.js'
import { SettingRow } from './SettingRow.js'
import styles from './Settings.module.css'
import { UpdateState } from './UpdateState.js'
import { updatesStore } from './updatesStore.js'

/** Whether and where new versions are looked for, and what was found. */
export function UpdatesSection(): ReactElement | null {
  const view = updatesStore((state) => state.view)
  return view === undefined ? null : <UpdatesForm view={view} />
}

function UpdatesForm({ view }: { readonly view: UpdateView }): ReactElement {
  const { t } = useTranslation()
  const { settings } = view
  const [feed, setFeed] = useState(settings.feed)
  const configure = useAction((change: Partial<UpdateSettings>) =>
    callHost('update.configure', { ...settings, ...change })
  )
  const isWrong = feed !== '' && !isTrustedAddress(feed)
  const keepFeed = (): void => {
    if (!isWrong && feed !== settings.feed) configure.run({ feed })
  }
  return (
    <section>
      <h3>{t('updates.title')}</h3>
      <SettingRow label={t('updates.automatic')} note={t('updates.automaticNote')}>
        <Switch
          aria-label={t('updates.automatic')}
          checked={settings.automatic}
          onChange={(event) => configure.run({ automatic: event.currentTarget.checked })}
        />
      </SettingRow>
      <SettingRow label={t('updates.feed')} note={t('updates.feedNote')}>
        <TextInput
          aria-label={t('updates.feed')}
          className={styles['feed'] ?? ''}
          placeholder={view.settings.feed === '' ? view.feed : ''}
          value={feed}
          error={isWrong && t('updates.feedInvalid')}
          onChange={(event) => setFeed(event.currentTarget.value.trim())}
          onBlur={keepFeed}
          onKeyDown={(event) => {
            if (event.key === 'Enter') keepFeed()
          }}
        />
      </SettingRow>
      {configure.error !== undefined && <ErrorNotice error={configure.error.toInfo()} />}
      {view.feed === '' ? <Hint>{t('updates.feedMissing')}</Hint> : <UpdateState view={view} />}
      {view.hasPage && (
        <Button variant="default" onClick={() => void callHost('update.page', undefined)}>
          {t('updates.page')}
        </Button>
      )}
    </section>
  )
}
