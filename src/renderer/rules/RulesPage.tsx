import { Button } from '@mantine/core'
import { Plus } from 'lucide-react'
import { type ReactElement, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RuleView } from '../../shared/contract.js'
import { isNewForm, newForm } from '../app/formKeys.js'
import { pageStore } from '../app/pageStore.js'
import { DraftItem } from '../parts/DraftItem.js'
import { EmptyState } from '../parts/EmptyState.js'
import { Pane } from '../parts/Pane.js'
import { fitsSearch, Workbench } from '../parts/Workbench.js'
import { RuleForm } from './RuleForm.js'
import { RuleItem } from './RuleItem.js'
import { ruleDrafts, rulesStore } from './rulesStore.js'

/** The rules: which messages are saved, and where. */
export function RulesPage(): ReactElement {
  const { t } = useTranslation()
  const rules = rulesStore((state) => state.rules)
  const drafts = ruleDrafts((state) => state.drafts)
  const { ruleId, open } = pageStore()
  const [search, setSearch] = useState('')
  const show = (id: string): void => open('rules', { ruleId: id })
  const isNew = ruleId !== undefined && isNewForm(ruleId)
  const view = isNew ? undefined : (rules.find(({ rule }) => rule.id === ruleId) ?? rules[0])
  const shown = rules.filter((each) => fitsSearch(search, textsOf(each)))
  const unsaved = Object.entries(drafts).filter(([key]) => isNewForm(key))
  return (
    <Workbench
      title={t('rules.title')}
      tools={
        <Button variant="subtle" leftSection={<Plus size="1em" />} onClick={() => show(newForm)}>
          {t('rules.create')}
        </Button>
      }
      search={{ label: t('rules.search'), text: search, onChange: setSearch }}
      list={
        <>
          {unsaved.map(([key, draft]) => (
            <DraftItem key={key} id={draft.id} isOpen={key === ruleId} onOpen={() => show(key)} />
          ))}
          {shown.map((each) => (
            <RuleItem key={each.rule.id} view={each} isOpen={each === view} onOpen={() => show(each.rule.id)} />
          ))}
          {shown.length === 0 && rules.length > 0 && <EmptyState>{t('rules.noMatch')}</EmptyState>}
        </>
      }
    >
      {view === undefined && !isNew ? (
        <Pane title={t('rules.title')}>
          <EmptyState action={<Button onClick={() => show(newForm)}>{t('rules.create')}</Button>}>
            {t('rules.empty')}
          </EmptyState>
        </Pane>
      ) : (
        <RuleForm key={view?.rule.id ?? ruleId} formKey={view?.rule.id ?? ruleId ?? newForm} view={view} />
      )}
    </Workbench>
  )
}

function textsOf({ rule }: RuleView): readonly string[] {
  const actions = rule.actions.flatMap(({ name, params }) => [name, ...Object.values(params).map(String)])
  return [rule.id, rule.description, rule.rawsql, ...actions]
}
