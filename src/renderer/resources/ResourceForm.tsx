import { Button, Select, TextInput } from '@mantine/core'
import { CircleCheck, PlugZap } from 'lucide-react'
import { type ReactElement, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ResourceView } from '../../shared/contract.js'
import { resourceTypeNames, resourceTypes } from '../../shared/resourceTypes.js'
import { callEngine } from '../app/engine.js'
import { pageStore } from '../app/pageStore.js'
import { ConfirmButton } from '../parts/ConfirmButton.js'
import { ErrorNotice } from '../parts/ErrorNotice.js'
import formStyles from '../parts/Form.module.css'
import { span } from '../parts/format.js'
import { Pane } from '../parts/Pane.js'
import { ParameterForm } from '../parts/ParameterForm.js'
import { useAction } from '../parts/useAction.js'
import { InitDialog } from './InitDialog.js'
import { draftOf, inputOf, isComplete, type ResourceDraft, type TypeChoice, typeOf } from './resourceDraft.js'

const choices: readonly TypeChoice[] = ['embedded', ...resourceTypeNames]

/** A resource to fill in, try, save, and make ready. `view` is undefined for a new one. */
export function ResourceForm({ view }: { readonly view: ResourceView | undefined }): ReactElement {
  const { t } = useTranslation()
  const [draft, setDraft] = useState<ResourceDraft>(() => draftOf(view))
  const [tested, setTested] = useState<{ readonly server: string; readonly ms: number }>()
  const [initialising, setInitialising] = useState(false)
  const change = (part: Partial<ResourceDraft>): void => {
    setTested(undefined)
    setDraft({ ...draft, ...part })
  }
  const test = useAction(async () => {
    setTested(undefined)
    setTested(await callEngine('resource.test', inputOf(draft)))
  })
  const save = useAction(async () => {
    await callEngine(view === undefined ? 'resource.create' : 'resource.save', inputOf(draft))
    pageStore.getState().open('resources', { resourceId: draft.id })
  })
  const remove = useAction(() => callEngine('resource.remove', { id: draft.id }))
  const error =
    test.error?.toInfo() ??
    save.error?.toInfo() ??
    remove.error?.toInfo() ??
    (tested === undefined ? view?.error : undefined)
  const complete = isComplete(draft)
  return (
    <Pane title={view === undefined ? t('resources.create') : draft.id}>
      <div className={formStyles['form']}>
        <div className={`${formStyles['row'] ?? ''} ${formStyles['narrow'] ?? ''}`}>
          <Select
            label={t('resources.type')}
            value={draft.choice}
            data={choices.map((choice) => ({ value: choice, label: t(`resourceType.${choice}`) }))}
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
        <div className={formStyles['narrow']}>
          {draft.choice === 'embedded' ? (
            <p className={formStyles['note']}>{t('resources.embedded')}</p>
          ) : (
            <ParameterForm
              parameters={resourceTypes[typeOf(draft.choice)].parameters}
              values={draft.config}
              hasPassword={view?.hasPassword === true}
              onChange={(config) => change({ config })}
            />
          )}
        </div>
        <div className={formStyles['narrow']} role="status">
          {tested !== undefined && (
            <p className={formStyles['good']}>
              <CircleCheck size="1.1em" />
              {t('resources.tested', { server: tested.server, ms: span(tested.ms) })}
            </p>
          )}
          {error !== undefined && <ErrorNotice error={error} />}
        </div>
      </div>
      <div className={formStyles['buttons']}>
        <Button loading={save.busy} disabled={!complete} onClick={() => save.run()}>
          {view === undefined ? t('common.create') : t('common.save')}
        </Button>
        <Button
          variant="default"
          leftSection={<PlugZap size="1em" />}
          loading={test.busy}
          disabled={!complete}
          onClick={() => test.run()}
        >
          {t('resources.test')}
        </Button>
        {view !== undefined && (
          <>
            <Button variant="default" onClick={() => setInitialising(true)}>
              {t('resources.init')}
            </Button>
            {view.usedBy.length === 0 && (
              <Button
                variant="default"
                onClick={() => pageStore.getState().open('rules', { ruleId: 'new', ruleFor: draft.id })}
              >
                {t('rules.createFor')}
              </Button>
            )}
            <span className={formStyles['end']}>
              <ConfirmButton
                label={t('common.delete')}
                question={t('resources.deleteQuestion', { resource: draft.id })}
                busy={remove.busy}
                onConfirm={() => remove.run()}
              />
            </span>
          </>
        )}
      </div>
      {initialising && <InitDialog resourceId={draft.id} part="init" onClose={() => setInitialising(false)} />}
    </Pane>
  )
}
