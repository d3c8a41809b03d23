import { Button, Select, Switch, TextInput } from '@mantine/core'
import { lazy, type ReactElement, Suspense, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RuleView } from '../../shared/contract.js'
import { callEngine } from '../app/engine.js'
import { copyOf } from '../app/formKeys.js'
import { pageStore } from '../app/pageStore.js'
import { guideTarget } from '../guide/target.js'
import { ErrorNotice } from '../parts/ErrorNotice.js'
import formStyles from '../parts/Form.module.css'
import { FormEnd } from '../parts/FormEnd.js'
import { offerUndo } from '../parts/offerUndo.js'
import { Pane } from '../parts/Pane.js'
import { UnsavedNote } from '../parts/UnsavedNote.js'
import { useAction } from '../parts/useAction.js'
import { resourcesStore } from '../resources/resourcesStore.js'
import { ActionList } from './ActionList.js'
import {
  exampleDraft,
  freshDraft,
  inputOf,
  isComplete,
  isSameDraft,
  lintContextOf,
  type RuleDraft
} from './ruleDraft.js'
import { RuleMetricsView } from './RuleMetricsView.js'
import styles from './Rules.module.css'
import { ruleDrafts, rulesStore } from './rulesStore.js'
import { SqlTest } from './test/SqlTest.js'
import { useSeenTopics } from './useSeenTopics.js'

/** The editor is as large as the rest of the window, and is needed on this page alone. */
const SqlField = lazy(async () => ({ default: (await import('./SqlField.js')).SqlField }))

interface Props {
  /** See formKeys.ts. */
  readonly formKey: string
  /** undefined for a new one. */
  readonly view: RuleView | undefined
}

/** A rule to write, switch on and save. Edits stay until they are saved or discarded, also when the form is left. */
export function RuleForm({ formKey, view }: Props): ReactElement {
  const { t } = useTranslation()
  const resources = resourcesStore((state) => state.resources)
  const [fresh] = useState(() => freshDraft(formKey, rulesStore.getState().rules, resources))
  const edited = ruleDrafts((state) => state.drafts[formKey])
  const { keep, drop } = ruleDrafts.getState()
  const saved = view?.rule ?? fresh
  const draft = edited ?? saved
  const put = (next: RuleDraft): void => {
    save.forget()
    if (isSameDraft(next, saved)) drop(formKey)
    else keep(formKey, next)
  }
  const change = (part: Partial<RuleDraft>): void => put({ ...draft, ...part })
  const save = useAction(async () => {
    await callEngine(view === undefined ? 'rule.create' : 'rule.save', inputOf(draft))
    drop(formKey)
    pageStore.getState().open('rules', { ruleId: draft.id })
  })
  const remove = useAction(async () => {
    await callEngine('rule.remove', { id: draft.id })
    drop(formKey)
    offerUndo(t('rules.deleted', { rule: draft.id }), () => callEngine('rule.restore', { id: draft.id }))
  })
  const failure = save.error ?? remove.error
  const isSqlFault = failure?.code === 'rule_syntax'
  const seen = useSeenTopics()
  const context = useMemo(() => lintContextOf(draft.actions, seen), [draft.actions, seen])
  return (
    <Pane
      title={view === undefined ? t('rules.create') : draft.id}
      tools={
        <>
          {edited !== undefined && <UnsavedNote onDiscard={() => drop(formKey)} />}
          <Switch
            label={draft.enabled ? t('rules.enabled') : t('rules.disabled')}
            checked={draft.enabled}
            onChange={(event) => change({ enabled: event.currentTarget.checked })}
          />
        </>
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
        <Suspense fallback={<SqlComing text={draft.rawsql} />}>
          <SqlField
            value={draft.rawsql}
            context={context}
            fault={isSqlFault ? failure.toInfo() : undefined}
            onChange={(rawsql) => change({ rawsql })}
            onExample={(example) => put(exampleDraft(draft, example, resources))}
          />
        </Suspense>
        <SqlTest rawsql={draft.rawsql} />
        <ActionList
          title={t('rules.actions')}
          note={t('rules.needsAction')}
          actions={draft.actions}
          metrics={view?.actions}
          depth={0}
          onChange={(actions) => change({ actions })}
        />
        {draft.actions.length > 1 && (
          <Select
            className={styles['onFailed'] ?? ''}
            label={t('rules.onFailed.title')}
            value={draft.on_action_failed}
            data={(['continue', 'stop'] as const).map((value) => ({ value, label: t(`rules.onFailed.${value}`) }))}
            onChange={(value) => change({ on_action_failed: value ?? 'continue' })}
          />
        )}
        {view !== undefined && <RuleMetricsView view={view} />}
        {failure !== undefined && !isSqlFault && <ErrorNotice error={failure.toInfo()} />}
        {view?.error !== undefined && failure === undefined && <ErrorNotice error={view.error} />}
      </div>
      <div className={formStyles['buttons']}>
        <Button
          {...guideTarget('rule-save')}
          loading={save.busy}
          disabled={!isComplete(draft)}
          onClick={() => save.run()}
        >
          {view === undefined ? t('common.create') : t('common.save')}
        </Button>
        {view !== undefined && (
          <FormEnd
            remove={remove}
            onDuplicate={() => pageStore.getState().open('rules', { ruleId: copyOf(draft.id) })}
          />
        )}
      </div>
    </Pane>
  )
}

/** The statement to read until its editor is there. */
function SqlComing({ text }: { readonly text: string }): ReactElement {
  return (
    <div className={styles['sqlComing']}>
      <span className={styles['sqlLabel']}>SQL</span>
      <pre>{text}</pre>
    </div>
  )
}
