import { Button, Select } from '@mantine/core'
import { Trash2 } from 'lucide-react'
import type { ReactElement, ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { actionCategories, actionNames, actionTypes, resourceParameter } from '../../shared/actionTypes.js'
import type { ActionMetrics } from '../../shared/contract.js'
import { newForm } from '../app/formKeys.js'
import { pageStore } from '../app/pageStore.js'
import { count } from '../parts/format.js'
import { IconButton } from '../parts/IconButton.js'
import { ParameterForm } from '../parts/ParameterForm.js'
import { resourcesStore } from '../resources/resourcesStore.js'
import { type ActionDraft, resourcesFor } from './ruleDraft.js'
import styles from './Rules.module.css'

interface Props {
  readonly action: ActionDraft
  readonly metrics: ActionMetrics | undefined
  /** The actions that stand in for it. */
  readonly children: ReactNode
  readonly onChange: (action: ActionDraft) => void
  readonly onRemove: () => void
}

/** One action of a rule: what it does, on which resource, with which parameters. */
export function ActionForm({ action, metrics, children, onChange, onRemove }: Props): ReactElement {
  const { t } = useTranslation()
  const resources = resourcesStore((state) => state.resources)
  const fitting = resourcesFor(action.name, resources)
  const hasResource = actionTypes[action.name].backend !== undefined
  const chosen = action.params[resourceParameter]
  return (
    <div className={styles['action']}>
      <div className={styles['actionHead']}>
        <Select
          className={styles['actionName'] ?? ''}
          label={t('rules.actionType')}
          value={action.name}
          data={actionCategories.map((category) => ({
            group: t(`actionCategory.${category}`),
            items: actionNames
              .filter((name) => actionTypes[name].category === category)
              .map((name) => ({ value: name, label: t(`action.${name}`) }))
          }))}
          onChange={(name) => {
            if (name === null || name === action.name) return
            const first = resourcesFor(name, resources)[0]?.resource.id
            onChange({ ...action, name, params: first === undefined ? {} : { [resourceParameter]: first } })
          }}
        />
        {hasResource && (
          <Select
            className={styles['actionName'] ?? ''}
            label={t('rules.resource')}
            required
            placeholder={t('rules.chooseResource')}
            nothingFoundMessage={t('rules.noResource')}
            value={typeof chosen === 'string' ? chosen : null}
            data={fitting.map(({ resource }) => ({
              value: resource.id,
              label: resource.description === '' ? resource.id : `${resource.id} — ${resource.description}`
            }))}
            onChange={(id) => onChange({ ...action, params: { ...action.params, [resourceParameter]: id } })}
          />
        )}
        {hasResource && fitting.length === 0 && (
          <Button variant="default" onClick={() => pageStore.getState().open('resources', { resourceId: newForm })}>
            {t('resources.create')}
          </Button>
        )}
        <IconButton label={t('rules.removeAction')} onClick={onRemove}>
          <Trash2 size="1.1em" />
        </IconButton>
      </div>
      <ParameterForm
        parameters={actionTypes[action.name].parameters}
        values={action.params}
        onChange={(params) => onChange({ ...action, params })}
      />
      {metrics !== undefined && (
        <p className={styles['actionMetrics']}>
          <span>
            {t('rules.success')} <b>{count(metrics.success)}</b>
          </span>
          <span>
            {t('rules.failure')} <b>{count(metrics.failed)}</b>
          </span>
        </p>
      )}
      {children}
    </div>
  )
}
