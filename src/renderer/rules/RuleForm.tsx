import { Button, Switch, TextInput } from '@mantine/core'
import { Plus } from 'lucide-react'
import { lazy, type ReactElement, Suspense, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RuleView } from '../../shared/contract.js'
import { callEngine } from '../app/engine.js'
import { pageStore } from '../app/pageStore.js'
import { ConfirmButton } from '../parts/ConfirmButton.js'
import { ErrorNotice } from '../parts/ErrorNotice.js'
import formStyles from '../parts/Form.module.css'
import { Pane } from '../parts/Pane.js'
import { useAction } from '../parts/useAction.js'
import { resourcesStore } from '../resources/resourcesStore.js'
import { ActionForm } from './ActionForm.js'
import { draftOf, exampleDraft, freshAction, inputOf, isComplete, lintContextOf, type RuleDraft } from './ruleDraft.js'
import { RuleMetricsView } from './RuleMetricsView.js'
import styles from './Rules.module.css'
import { SqlTest } from './test/SqlTest.js'
import { useSeenTopics } from './useSeenTopics.js'

/** The editor is as large as the rest of the window, and is needed on this page alone. */
const SqlField = lazy(async () => ({ default: (await import('./SqlField.js')).SqlField }))

/** A rule to write, switch on and save. `view` is undefined for a new one. */
export function RuleForm({ view }: { readonly view: RuleView | undefined }): ReactElement {
  const { t } = useTranslation()
  const resources = resourcesStore((state) => state.resources)
  const [draft, setDraft] = useState<RuleDraft>(() => draftOf(view, resources, pageStore.getState().ruleFor))
  const change = (part: Partial<RuleDraft>): void => setDraft({ ...draft, ...part })
  const save = useAction(async () => {
    await callEngine(view === undefined ? 'rule.create' : 'rule.save', inputOf(draft))
    pageStore.getState().open('rules', { ruleId: draft.id })
  })
  const remove = useAction(() => callEngine('rule.remove', { id: draft.id }))
  const failure = save.error ?? remove.error
  const isSqlFault = failure?.code === 'rule_syntax'
  const seen = useSeenTopics()
  const context = useMemo(() => lintContextOf(draft.actions, seen), [draft.actions, seen])
  return (
    <Pane
      title={view === undefined ? t('rules.create') : draft.id}
      tools={
        <Switch
          label={draft.enabled ? t('rules.enabled') : t('rules.disabled')}
          checked={draft.enabled}
          onChange={(event) => change({ enabled: event.currentTarget.checked })}
        />
      }
    >
      <div className={formStyles['form']}>
        <div className={formStyles['row']}>
          <TextInput
            label={t('rules.id')}
            classNames={{ input: `${formStyles['mono'] ?? ''} fixed` }}
            value={draft.id}
            readOnly={view !== undefined}
            onChange={(event) => change({ id: event.currentTarget.value })}
          />
          <TextInput
            label={t('rules.description')}
            value={draft.description}
            onChange={(event) => change({ description: event.currentTarget.value })}
          />
        </div>
        <Suspense fallback={<div className={styles['sqlComing']} />}>
          <SqlField
            value={draft.rawsql}
            context={context}
            fault={isSqlFault ? failure.toInfo() : undefined}
            onChange={(rawsql) => {
              save.forget()
              change({ rawsql })
            }}
            onExample={(example) => {
              save.forget()
              setDraft(exampleDraft(draft, example, resources))
            }}
          />
        </Suspense>
        <SqlTest rawsql={draft.rawsql} />
        <section>
          <h3 className={formStyles['heading']}>
            {t('rules.actions')}
            <Button
              variant="subtle"
              size="compact-xs"
              leftSection={<Plus size="1em" />}
              onClick={() => change({ actions: [...draft.actions, freshAction(resources)] })}
            >
              {t('rules.addAction')}
            </Button>
          </h3>
          {draft.actions.length === 0 && <p className={formStyles['note']}>{t('rules.needsAction')}</p>}
          {draft.actions.map((action, index) => (
            <ActionForm
              key={index}
              action={action}
              metrics={view?.actions[index]}
              onChange={(next) => change({ actions: draft.actions.with(index, next) })}
              onRemove={() => change({ actions: draft.actions.toSpliced(index, 1) })}
            />
          ))}
        </section>
        {view !== undefined && <RuleMetricsView view={view} />}
        {failure !== undefined && !isSqlFault && <ErrorNotice error={failure.toInfo()} />}
        {view?.error !== undefined && failure === undefined && <ErrorNotice error={view.error} />}
      </div>
      <div className={formStyles['buttons']}>
        <Button loading={save.busy} disabled={!isComplete(draft)} onClick={() => save.run()}>
          {view === undefined ? t('common.create') : t('common.save')}
        </Button>
        {view !== undefined && (
          <span className={formStyles['end']}>
            <ConfirmButton
              label={t('common.delete')}
              question={t('rules.deleteQuestion', { rule: draft.id })}
              busy={remove.busy}
              onConfirm={() => remove.run()}
            />
          </span>
        )}
      </div>
    </Pane>
  )
}
