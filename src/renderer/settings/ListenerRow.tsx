import { NumberInput, Switch, TextInput } from '@mantine/core'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { hasPath, type ListenerDraftProps } from './listenersDraft.js'
import { SettingRow } from './SettingRow.js'
import styles from './Settings.module.css'

/** Whether there is a listener, and where. */
export function ListenerRow({ name, draft, onChange }: ListenerDraftProps): ReactElement {
  const { t } = useTranslation()
  const { on, host, port, path } = draft
  return (
    <SettingRow label={t(`settings.${name}`)}>
      <Switch
        aria-label={t('settings.listenerOn', { name })}
        checked={on}
        onChange={(event) => onChange({ on: event.currentTarget.checked })}
      />
      <TextInput
        aria-label={t('settings.host', { name })}
        className={styles['host'] ?? ''}
        value={host}
        disabled={!on}
        onChange={(event) => onChange({ host: event.currentTarget.value })}
      />
      <NumberInput
        aria-label={t('settings.port', { name })}
        className={styles['number'] ?? ''}
        min={0}
        max={65_535}
        allowDecimal={false}
        hideControls
        value={port}
        disabled={!on}
        onChange={(next) => {
          if (typeof next === 'number') onChange({ port: next })
        }}
      />
      {hasPath(name) && (
        <TextInput
          aria-label={t('settings.path', { name })}
          className={styles['number'] ?? ''}
          value={path}
          disabled={!on}
          onChange={(event) => onChange({ path: event.currentTarget.value })}
        />
      )}
    </SettingRow>
  )
}
