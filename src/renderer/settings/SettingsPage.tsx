import { NumberInput, SegmentedControl } from '@mantine/core'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { themeNames } from '../../shared/workspace.js'
import { ConnectionsSection } from '../connections/ConnectionsSection.js'
import { Pane } from '../parts/Pane.js'
import { AboutSection } from './AboutSection.js'
import { LimitsForm } from './LimitsForm.js'
import { ListenersForm } from './ListenersForm.js'
import { SettingRow } from './SettingRow.js'
import { settingsStore } from './settingsStore.js'
import styles from './Settings.module.css'
import { UpdatesSection } from './UpdatesSection.js'

const languages = ['system', 'en', 'zh'] as const
const densities = ['normal', 'presentation'] as const

export function SettingsPage(): ReactElement {
  const { t } = useTranslation()
  const { settings, change } = settingsStore()
  return (
    <Pane className={styles['pane']} title={t('settings.title')}>
      <div className={styles['page']}>
        <section>
          <h3>{t('settings.looks')}</h3>
          <SettingRow label={t('settings.language')}>
            <SegmentedControl
              aria-label={t('settings.language')}
              value={settings.language}
              data={languages.map((value) => ({ value, label: t(`settings.languages.${value}`) }))}
              onChange={(language) => void change({ language: language })}
            />
          </SettingRow>
          <SettingRow label={t('settings.theme')} note={t('settings.themeNote')}>
            <SegmentedControl
              aria-label={t('settings.theme')}
              value={settings.theme}
              data={themeNames.map((value) => ({ value, label: t(`settings.themes.${value}`) }))}
              onChange={(theme) => void change({ theme: theme })}
            />
          </SettingRow>
          <SettingRow label={t('settings.density')} note={t('settings.densityNote')}>
            <SegmentedControl
              aria-label={t('settings.density')}
              value={settings.density}
              data={densities.map((value) => ({ value, label: t(`settings.densities.${value}`) }))}
              onChange={(density) => void change({ density: density })}
            />
          </SettingRow>
          <SettingRow label={t('settings.ghosts')} note={t('settings.ghostsNote')}>
            <NumberInput
              aria-label={t('settings.ghosts')}
              className={styles['number'] ?? ''}
              min={0}
              max={3600}
              allowDecimal={false}
              suffix=" s"
              value={settings.ghostSeconds}
              onChange={(ghostSeconds) => {
                if (typeof ghostSeconds === 'number') void change({ ghostSeconds })
              }}
            />
          </SettingRow>
        </section>
        <ListenersForm />
        <LimitsForm />
        <ConnectionsSection />
        <UpdatesSection />
        <AboutSection />
      </div>
    </Pane>
  )
}
