import { Button } from '@mantine/core'
import { Globe } from 'lucide-react'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { SettingRow } from '../settings/SettingRow.js'
import { connectionsStore } from './connectionsStore.js'

/** The way to the connections from the settings. */
export function ConnectionsSection(): ReactElement {
  const { t } = useTranslation()
  const { connections, edit } = connectionsStore()
  return (
    <section>
      <h3>{t('connections.title')}</h3>
      <SettingRow label={t('connections.saved')} note={t('connections.about')}>
        <span>{connections.map(({ connection }) => connection.name).join(', ') || t('connections.none')}</span>
        <Button variant="default" leftSection={<Globe size="1em" />} onClick={() => edit()}>
          {t('connections.manage')}
        </Button>
      </SettingRow>
    </section>
  )
}
