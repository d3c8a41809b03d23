import { Button } from '@mantine/core'
import { Plus } from 'lucide-react'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { pageStore } from '../app/pageStore.js'
import { EmptyState } from '../parts/EmptyState.js'
import { Pane } from '../parts/Pane.js'
import { Workbench } from '../parts/Workbench.js'
import { RuleForm } from './RuleForm.js'
import { RuleItem } from './RuleItem.js'
import { rulesStore } from './rulesStore.js'

/** The rules: which messages are saved, and where. */
export function RulesPage(): ReactElement {
  const { t } = useTranslation()
  const rules = rulesStore((state) => state.rules)
  const { ruleId, open } = pageStore()
  const show = (id: string): void => open('rules', { ruleId: id })
  const isNew = ruleId === 'new'
  const view = isNew ? undefined : (rules.find(({ rule }) => rule.id === ruleId) ?? rules[0])
  return (
    <Workbench
      title={t('rules.title')}
      tools={
        <Button variant="subtle" leftSection={<Plus size="1em" />} onClick={() => show('new')}>
          {t('rules.create')}
        </Button>
      }
      list={rules.map((each) => (
        <RuleItem key={each.rule.id} view={each} isOpen={each === view} onOpen={() => show(each.rule.id)} />
      ))}
    >
      {view === undefined && !isNew ? (
        <Pane title={t('rules.title')}>
          <EmptyState action={<Button onClick={() => show('new')}>{t('rules.create')}</Button>}>
            {t('rules.empty')}
          </EmptyState>
        </Pane>
      ) : (
        <RuleForm key={view?.rule.id ?? 'new'} view={view} />
      )}
    </Workbench>
  )
}
