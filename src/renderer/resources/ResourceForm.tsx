import { Button, Select, TextInput } from '@mantine/core'
import { CircleCheck, PlugZap } from 'lucide-react'
import { type ReactElement, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ResourceView } from '../../shared/contract.js'
import { resourceTypes } from '../../shared/resourceTypes.js'
import { callCancellable, callEngine } from '../app/engine.js'
import { copyOf, newFor, originOf } from '../app/formKeys.js'
import { pageStore } from '../app/pageStore.js'
import { guideTarget } from '../guide/target.js'
import { CancelButton } from '../parts/CancelButton.js'
import { CancelledNote } from '../parts/CancelledNote.js'
import { ErrorNotice } from '../parts/ErrorNotice.js'
import formStyles from '../parts/Form.module.css'
import { FormEnd } from '../parts/FormEnd.js'
import { span } from '../parts/format.js'
import { offerUndo } from '../parts/offerUndo.js'
import { Pane } from '../parts/Pane.js'
import { ParameterForm } from '../parts/ParameterForm.js'
import { SwitchField } from '../parts/SwitchField.js'
import { UnsavedNote } from '../parts/UnsavedNote.js'
import { useAction } from '../parts/useAction.js'
import { useLongAction } from '../parts/useLongAction.js'
import { InitDialog } from './InitDialog.js'
import {
  draftOf,
  freshDraft,
  inputOf,
  isComplete,
  isSameDraft,
  type ResourceDraft,
  typeChoices,
  typeOf
} from './resourceDraft.js'
import { resourceDrafts, resourcesStore } from './resourcesStore.js'

interface Props {
  /** See formKeys.ts. */
  readonly formKey: string
  /** undefined for a new one. */
  readonly view: ResourceView | undefined
}

/**
 * A resource to fill in, try, save, and make ready. Edits stay until they are saved or discarded, also when the form is
 * left.
 */
export function ResourceForm({ formKey, view }: Props): ReactElement {
  const { t } = useTranslation()
  const [original] = useState(() =>
    resourcesStore.getState().resources.find(({ resource }) => resource.id === originOf(formKey, 'copy of'))
  )
  const [fresh] = useState(() => freshDraft(original))
  const edited = resourceDrafts((state) => state.drafts[formKey])
  const { keep, drop } = resourceDrafts.getState()
  const saved = view === undefined ? fresh : draftOf(view)
  const draft = edited ?? saved
  // The password of the original goes to its copy inside the engine.
  const secrets = original?.hasPassword === true ? { secretsOf: original.resource.id } : {}
  const [tested, setTested] = useState<{ readonly server: string; readonly ms: number }>()
  const [initialising, setInitialising] = useState(false)
  const change = (part: Partial<ResourceDraft>): void => {
    const next = { ...draft, ...part }
    setTested(undefined)
    if (isSameDraft(next, saved)) drop(formKey)
    else keep(formKey, next)
  }
  const test = useLongAction(async (signal) => {
    setTested(undefined)
    setTested(await callCancellable('resource.test', { ...inputOf(draft), ...secrets }, signal))
  })
  const save = useAction(async () => {
    const call = view === undefined ? 'resource.create' : 'resource.save'
    await callEngine(call, { ...inputOf(draft), ...secrets })
    drop(formKey)
    pageStore.getState().open('resources', { resourceId: draft.id })
  })
  const remove = useAction(async () => {
    await callEngine('resource.remove', { id: draft.id })
    drop(formKey)
    offerUndo(t('resources.deleted', { resource: draft.id }), () => callEngine('resource.restore', { id: draft.id }))
  })
  const error =
    test.error?.toInfo() ??
    save.error?.toInfo() ??
    remove.error?.toInfo() ??
    (tested === undefined ? view?.error : undefined)
  const complete = isComplete(draft)
  return (
    <Pane
      title={view === undefined ? t('resources.create') : draft.id}
      tools={edited !== undefined && <UnsavedNote onDiscard={() => drop(formKey)} />}
    >
      <div className={formStyles['form']}>
        <div className={formStyles['row']}>
          <Select
            label={t('resources.type')}
            value={draft.choice}
            data={typeChoices.map((choice) => ({ value: choice, label: t(`resourceType.${choice}`) }))}
            onChange={(value) => change({ choice: value ?? 'backend_pgsql', config: {} })}
          />
          <TextInput
            label={t('resources.id')}
            classNames={{ input: `${formStyles['mono'] ?? ''} fixed` }}
            value={draft.id}
            readOnly={view !== undefined}
            onChange={(event) => change({ id: event.currentTarget.value })}
          />
          <TextInput
            label={t('resources.description')}
            value={draft.description}
            onChange={(event) => change({ description: event.currentTarget.value })}
          />
        </div>
        <div>
          {draft.choice === 'embedded' ? (
            <p className={formStyles['note']}>{t('resources.embedded')}</p>
          ) : (
            <ParameterForm
              parameters={resourceTypes[typeOf(draft.choice)].parameters}
              values={draft.config}
              hasPassword={view?.hasPassword === true || original?.hasPassword === true}
              onChange={(config) => change({ config })}
            />
          )}
        </div>
        <SwitchField
          label={t('resources.readOnly')}
          note={t('resources.readOnlyNote')}
          checked={draft.readOnly}
          onChange={(readOnly) => change({ readOnly })}
        />
        {view !== undefined && view.usedBy.length > 0 && (
          <p className={formStyles['users']}>
            {t('resources.usedByRules')}
            {view.usedBy.map((rule) => (
              <Button
                key={rule}
                variant="default"
                size="compact-xs"
                onClick={() => pageStore.getState().open('rules', { ruleId: rule })}
              >
                {rule}
              </Button>
            ))}
          </p>
        )}
        <div role="status">
          {tested !== undefined && (
            <p className={formStyles['good']}>
              <CircleCheck size="1.1em" />
              {t('resources.tested', { server: tested.server, ms: span(tested.ms) })}
            </p>
          )}
          {test.isCancelled && <CancelledNote />}
          {error !== undefined && <ErrorNotice error={error} />}
        </div>
      </div>
      <div className={formStyles['buttons']}>
        <Button {...guideTarget('resource-save')} loading={save.busy} disabled={!complete} onClick={() => save.run()}>
          {view === undefined ? t('common.create') : t('common.save')}
        </Button>
        <Button
          variant="default"
          leftSection={<PlugZap size="1em" />}
          {...guideTarget('resource-test')}
          loading={test.busy}
          disabled={!complete}
          onClick={() => test.run()}
        >
          {t('resources.test')}
        </Button>
        <CancelButton action={test} />
        {view !== undefined && (
          <>
            <Button variant="default" {...guideTarget('resource-init')} onClick={() => setInitialising(true)}>
              {t('resources.init')}
            </Button>
            {view.usedBy.length === 0 && (
              <Button
                variant="default"
                onClick={() => pageStore.getState().open('rules', { ruleId: newFor(draft.id) })}
              >
                {t('rules.createFor')}
              </Button>
            )}
            <FormEnd
              remove={remove}
              onDuplicate={() => pageStore.getState().open('resources', { resourceId: copyOf(draft.id) })}
            />
          </>
        )}
      </div>
      {initialising && <InitDialog resourceId={draft.id} part="init" onClose={() => setInitialising(false)} />}
    </Pane>
  )
}
