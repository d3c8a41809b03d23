import { Button, NumberInput, Switch, TextInput } from '@mantine/core'
import { type ReactElement, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ListenerState } from '../../shared/contract.js'
import { listenersSchema, type Listeners } from '../../shared/workspace.js'
import { brokerStore } from '../app/brokerStore.js'
import { callEngine } from '../app/engine.js'
import { ErrorNotice } from '../parts/ErrorNotice.js'
import { useAction } from '../parts/useAction.js'
import { SettingRow } from './SettingRow.js'
import styles from './Settings.module.css'

type Draft = Readonly<Record<'tcp' | 'ws', { readonly on: boolean; readonly host: string; readonly port: number }>> & {
  readonly path: string
}

/** Where the broker listens. Changes count when they are applied: clients that are connected have to come again. */
export function ListenersForm(): ReactElement {
  const { t } = useTranslation()
  const listeners = brokerStore((state) => state.broker.listeners)
  const [draft, setDraft] = useState(() => draftOf(listeners))
  const apply = useAction(async () => {
    await callEngine('broker.configure', { listeners: inputOf(draft) })
  })
  const failed = listeners.filter(({ error }) => error !== undefined)
  return (
    <section>
      <h3>{t('settings.listeners')}</h3>
      {(['tcp', 'ws'] as const).map((name) => {
        const change = (part: Partial<Draft['tcp']>): void =>
          setDraft({ ...draft, [name]: { ...draft[name], ...part } })
        return (
          <SettingRow key={name} label={t(`settings.${name}`)}>
            <Switch
              aria-label={t('settings.listenerOn', { name })}
              checked={draft[name].on}
              onChange={(event) => change({ on: event.currentTarget.checked })}
            />
            <TextInput
              aria-label={t('settings.host', { name })}
              className={styles['host'] ?? ''}
              value={draft[name].host}
              disabled={!draft[name].on}
              onChange={(event) => change({ host: event.currentTarget.value })}
            />
            <NumberInput
              aria-label={t('settings.port', { name })}
              className={styles['number'] ?? ''}
              min={0}
              max={65_535}
              allowDecimal={false}
              hideControls
              value={draft[name].port}
              disabled={!draft[name].on}
              onChange={(port) => {
                if (typeof port === 'number') change({ port })
              }}
            />
            {name === 'ws' && (
              <TextInput
                aria-label={t('settings.path')}
                className={styles['number'] ?? ''}
                value={draft.path}
                disabled={!draft.ws.on}
                onChange={(event) => setDraft({ ...draft, path: event.currentTarget.value })}
              />
            )}
          </SettingRow>
        )
      })}
      {failed.map(({ name, error }) => error !== undefined && <ErrorNotice key={name} error={error} />)}
      {apply.error !== undefined && <ErrorNotice error={apply.error.toInfo()} />}
      <Button
        loading={apply.busy}
        disabled={!listenersSchema.safeParse(inputOf(draft)).success}
        onClick={() => apply.run()}
      >
        {t('settings.apply')}
      </Button>
    </section>
  )
}

function draftOf(listeners: readonly ListenerState[]): Draft {
  const of = (name: 'tcp' | 'ws', port: number) => {
    const listener = listeners.find((each) => each.name === name)
    return listener === undefined || listener.state === 'off'
      ? { on: false, host: '127.0.0.1', port }
      : { on: true, host: listener.host, port: listener.port }
  }
  const url = listeners.find(({ name, state }) => name === 'ws' && state !== 'off')?.url
  const path = url === undefined || !URL.canParse(url) ? '/mqtt' : new URL(url).pathname
  return { tcp: of('tcp', 1883), ws: of('ws', 8083), path }
}

function inputOf({ tcp, ws, path }: Draft): Listeners {
  return {
    ...(tcp.on ? { tcp: { host: tcp.host, port: tcp.port } } : {}),
    ...(ws.on ? { ws: { host: ws.host, port: ws.port, path } } : {})
  }
}
