import { Button, UnstyledButton } from '@mantine/core'
import { type ReactElement, useDeferredValue } from 'react'
import { useTranslation } from 'react-i18next'
import { newForm } from '../app/formKeys.js'
import { pageStore } from '../app/pageStore.js'
import { selectionStore } from '../app/selectionStore.js'
import { EmptyState } from '../parts/EmptyState.js'
import { Pane } from '../parts/Pane.js'
import { StepGlyph } from '../parts/StepGlyph.js'
import { useFollowed } from '../parts/useFollowed.js'
import { rulesStore } from '../rules/rulesStore.js'
import { reasonText } from '../timeline/reasonText.js'
import { timelineStore } from '../timeline/timelineStore.js'
import { RuleCard } from './RuleCard.js'
import styles from './CyclePage.module.css'

/** The rules with their counters, and why the newest message went past them all, if it did. */
export function RulesPane({ className }: { readonly className?: string | undefined }): ReactElement {
  const { t } = useTranslation()
  const rules = useDeferredValue(rulesStore((state) => state.rules))
  const newest = timelineStore((state) => state.lives.at(-1))
  const toggle = selectionStore((state) => state.toggle)
  const open = pageStore((state) => state.open)
  const pulse = useFollowed(rules.reduce((sum, view) => sum + view.metrics.matched, 0))
  const missed = newest?.steps.find(({ step }) => step === 'unmatched' || step === 'not_saved')
  return (
    <Pane title={t('rules.title')} className={className} mark={<StepGlyph tone="matched" pulse={pulse} />}>
      <div className={styles['ruleList']}>
        {rules.map((view) => (
          <RuleCard key={view.rule.id} view={view} />
        ))}
        {rules.length === 0 && (
          <EmptyState action={<Button onClick={() => open('rules', { ruleId: newForm })}>{t('rules.create')}</Button>}>
            {t('rules.empty')}
          </EmptyState>
        )}
        {newest !== undefined && missed !== undefined && (
          <UnstyledButton className={styles['missed']} onClick={() => toggle(newest.id)}>
            <StepGlyph tone="none" />
            <span>
              <code>{newest.topic}</code> — {reasonText(missed, t) ?? t(`step.${missed.step}`)}
            </span>
          </UnstyledButton>
        )}
      </div>
    </Pane>
  )
}
