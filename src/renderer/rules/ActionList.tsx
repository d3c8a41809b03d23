import { Button } from '@mantine/core'
import { Plus } from 'lucide-react'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { ActionMetrics } from '../../shared/contract.js'
import { guideTarget } from '../guide/target.js'
import formStyles from '../parts/Form.module.css'
import { resourcesStore } from '../resources/resourcesStore.js'
import { ActionForm } from './ActionForm.js'
import { type ActionDraft, freshAction } from './ruleDraft.js'

/** Actions that stand in for one that stands in are kept, but not offered: EMQX's dashboard does not either. */
const deepestOffered = 1

interface Props {
  readonly title: string
  /** Stands below the title while there is no action. */
  readonly note: string
  readonly actions: readonly ActionDraft[]
  readonly metrics: readonly ActionMetrics[] | undefined
  /** 0 for the actions of the rule, 1 for those that stand in for one of them, and so on. */
  readonly depth: number
  readonly onChange: (actions: readonly ActionDraft[]) => void
}

/** The actions of a rule, or those that stand in for one. */
export function ActionList({ title, note, actions, metrics, depth, onChange }: Props): ReactElement {
  const { t } = useTranslation()
  const resources = resourcesStore((state) => state.resources)
  return (
    <section aria-label={title} {...(depth === 0 ? guideTarget('rule-actions') : {})}>
      <h3 className={formStyles['heading']}>
        {title}
        <Button
          variant="subtle"
          size="compact-xs"
          leftSection={<Plus size="1em" />}
          onClick={() => onChange([...actions, freshAction(resources)])}
        >
          {t('rules.addAction')}
        </Button>
      </h3>
      {actions.length === 0 && <p className={formStyles['note']}>{note}</p>}
      {actions.map((action, index) => (
        <ActionForm
          key={index}
          action={action}
          metrics={metrics?.[index]}
          onChange={(next) => onChange(actions.with(index, next))}
          onRemove={() => onChange(actions.toSpliced(index, 1))}
        >
          {(depth < deepestOffered || action.fallbacks.length > 0) && (
            <ActionList
              title={t('rules.fallback')}
              note={t('rules.fallbackNote')}
              actions={action.fallbacks}
              metrics={metrics?.[index]?.fallbacks}
              depth={depth + 1}
              onChange={(fallbacks) => onChange(actions.with(index, { ...action, fallbacks }))}
            />
          )}
        </ActionForm>
      ))}
    </section>
  )
}
