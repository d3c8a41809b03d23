import { Autocomplete, Button, TextInput } from '@mantine/core'
import { CircleCheck, PlugZap } from 'lucide-react'
import { type ReactElement, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { connectionParameters } from '../../shared/connections.js'
import type { CallOutput, ConnectionView } from '../../shared/contract.js'
import { callCancellable, callEngine } from '../app/engine.js'
import { CancelButton } from '../parts/CancelButton.js'
import { CancelledNote } from '../parts/CancelledNote.js'
import { ErrorNotice } from '../parts/ErrorNotice.js'
import formStyles from '../parts/Form.module.css'
import { FormEnd } from '../parts/FormEnd.js'
import { span } from '../parts/format.js'
import { offerUndo } from '../parts/offerUndo.js'
import { ParameterForm } from '../parts/ParameterForm.js'
import { useAction } from '../parts/useAction.js'
import { useLongAction } from '../parts/useLongAction.js'
import { fitsSearch } from '../parts/Workbench.js'
import { changedConfig, type ConnectionDraft, draftOf, inputOf, isComplete } from './connectionDraft.js'
import styles from './Connections.module.css'
import { connectionsStore } from './connectionsStore.js'
import { groupsOf } from './groups.js'

/** A broker outside this program to describe, try and save. `view` is undefined for a new one. */
export function ConnectionForm({ view }: { readonly view: ConnectionView | undefined }): ReactElement {
  const { t } = useTranslation()
  const { connections, edit } = connectionsStore()
  const groups = groupsOf(connections).flatMap(({ name }) => (name === '' ? [] : [name]))
  const [draft, setDraft] = useState<ConnectionDraft>(() => draftOf(view))
  const [tested, setTested] = useState<CallOutput<'connection.test'>>()
  const change = (part: Partial<ConnectionDraft>): void => {
    setTested(undefined)
    test.forget()
    setDraft({ ...draft, ...part })
  }
  const test = useLongAction(async (signal) => {
    setTested(undefined)
    const input = { ...inputOf(draft), name: draft.name.trim() || 'unnamed' }
    setTested(await callCancellable('connection.test', input, signal))
  })
  const save = useAction(async () => {
    await callEngine('connection.save', inputOf(draft))
    edit(draft.id)
  })
  const remove = useAction(async () => {
    await callEngine('connection.remove', { id: draft.id })
    edit()
    offerUndo(t('connections.deleted', { name: draft.name }), () => callEngine('connection.restore', { id: draft.id }))
  })
  const error = test.error ?? save.error ?? remove.error
  return (
    <div className={styles['editor']}>
      <TextInput
        label={t('connections.name')}
        required
        value={draft.name}
        placeholder={t('connections.nameExample')}
        onChange={(event) => change({ name: event.currentTarget.value })}
      />
      <Autocomplete
        label={t('connections.group')}
        value={draft.group}
        placeholder={t('connections.groupExample')}
        // With the name of one in the field all are offered, so that another can be chosen.
        data={groups.filter((name) => groups.includes(draft.group) || fitsSearch(draft.group, [name]))}
        filter={({ options }) => options}
        onChange={(group) => change({ group })}
      />
      <ParameterForm
        parameters={connectionParameters}
        values={draft.config}
        hasPassword={view?.hasPassword === true}
        onChange={(config) => change({ config: changedConfig(draft.config, config) })}
      />
      <div role="status">
        {tested !== undefined && (
          <p className={formStyles['good']}>
            <CircleCheck size="1.1em" />
            {t('connections.tested', { url: tested.url, ms: span(tested.ms) })}
          </p>
        )}
        {test.isCancelled && <CancelledNote />}
        {error !== undefined && <ErrorNotice error={error.toInfo()} />}
      </div>
      <div className={styles['buttons']}>
        <Button loading={save.busy} disabled={!isComplete(draft)} onClick={() => save.run()}>
          {t('common.save')}
        </Button>
        <Button
          variant="default"
          leftSection={<PlugZap size="1em" />}
          loading={test.busy}
          disabled={!isComplete(draft, false)}
          onClick={() => test.run()}
        >
          {t('resources.test')}
        </Button>
        <CancelButton action={test} />
        {view !== undefined && <FormEnd remove={remove} />}
      </div>
    </div>
  )
}
