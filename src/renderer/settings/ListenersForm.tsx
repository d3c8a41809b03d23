import { Button } from '@mantine/core'
import { type ReactElement, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { listenersSchema } from '../../shared/workspace.js'
import { brokerStore } from '../app/brokerStore.js'
import { callEngine } from '../app/engine.js'
import { ErrorNotice } from '../parts/ErrorNotice.js'
import { useAction } from '../parts/useAction.js'
import { ListenerRow } from './ListenerRow.js'
import { draftOf, hasTls, inputOf, listenerNames } from './listenersDraft.js'
import { TlsFilesRow } from './TlsFilesRow.js'

/** Where the broker listens. Changes count when they are applied: clients that are connected have to come again. */
export function ListenersForm(): ReactElement {
  const { t } = useTranslation()
  const listeners = brokerStore((state) => state.broker.listeners)
  const [draft, setDraft] = useState(() => draftOf(listeners))
  const input = inputOf(draft)
  const changed = JSON.stringify(input) !== JSON.stringify(inputOf(draftOf(listeners)))
  const apply = useAction(async () => {
    await callEngine('broker.configure', { listeners: input })
  })
  return (
    <section>
      <h3>{t('settings.listeners')}</h3>
      {listenerNames.map((name) => {
        const change = (part: Partial<(typeof draft)['tcp']>): void =>
          // A file may have been made meanwhile.
          setDraft((before) => ({ ...before, [name]: { ...before[name], ...part } }))
        const error = listeners.find((each) => each.name === name)?.error
        return [
          <ListenerRow key={name} name={name} draft={draft[name]} onChange={change} />,
          hasTls(name) && draft[name].on && (
            <TlsFilesRow key={`${name} files`} name={name} draft={draft[name]} onChange={change} />
          ),
          error !== undefined && <ErrorNotice key={`${name} error`} error={error} />
        ]
      })}
      {apply.error !== undefined && <ErrorNotice error={apply.error.toInfo()} />}
      <Button
        loading={apply.busy}
        disabled={!changed || !listenersSchema.safeParse(input).success}
        onClick={() => apply.run()}
      >
        {t('settings.apply')}
      </Button>
    </section>
  )
}
