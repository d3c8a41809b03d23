import { Button } from '@mantine/core'
import { Plus, Table } from 'lucide-react'
import { type ReactElement, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ResourceView } from '../../shared/contract.js'
import { isNewForm, newForm } from '../app/formKeys.js'
import { pageStore } from '../app/pageStore.js'
import { DraftItem } from '../parts/DraftItem.js'
import { EmptyState } from '../parts/EmptyState.js'
import { IconButton } from '../parts/IconButton.js'
import { Pane } from '../parts/Pane.js'
import { fitsSearch, Workbench } from '../parts/Workbench.js'
import { openTraits } from '../traits/traitsStore.js'
import { LocalServersPane } from '../servers/LocalServersPane.js'
import { ResourceForm } from './ResourceForm.js'
import { ResourceItem } from './ResourceItem.js'
import { resourceDrafts, resourcesStore } from './resourcesStore.js'
import { backendTitle } from './resourceTexts.js'

/** The stores that actions may use. */
export function ResourcesPage(): ReactElement {
  const { t } = useTranslation()
  const resources = resourcesStore((state) => state.resources)
  const drafts = resourceDrafts((state) => state.drafts)
  const { resourceId, open } = pageStore()
  const [search, setSearch] = useState('')
  const show = (id: string): void => open('resources', { resourceId: id })
  const isNew = resourceId !== undefined && isNewForm(resourceId)
  const view = isNew ? undefined : (resources.find(({ resource }) => resource.id === resourceId) ?? resources[0])
  const shown = resources.filter((each) => fitsSearch(search, textsOf(each)))
  const unsaved = Object.entries(drafts).filter(([key]) => isNewForm(key))
  return (
    <Workbench
      title={t('resources.title')}
      tools={
        <>
          <IconButton label={t('traits.title')} onClick={openTraits}>
            <Table size="1.1em" />
          </IconButton>
          <Button variant="subtle" leftSection={<Plus size="1em" />} onClick={() => show(newForm)}>
            {t('resources.create')}
          </Button>
        </>
      }
      below={<LocalServersPane />}
      search={{ label: t('resources.search'), text: search, onChange: setSearch }}
      list={
        <>
          {unsaved.map(([key, draft]) => (
            <DraftItem key={key} id={draft.id} isOpen={key === resourceId} onOpen={() => show(key)} />
          ))}
          {shown.map((each) => (
            <ResourceItem
              key={each.resource.id}
              view={each}
              isOpen={each === view}
              onOpen={() => show(each.resource.id)}
            />
          ))}
          {shown.length === 0 && resources.length > 0 && <EmptyState>{t('resources.noMatch')}</EmptyState>}
        </>
      }
    >
      {view === undefined && !isNew ? (
        <Pane title={t('resources.title')}>
          <EmptyState action={<Button onClick={() => show(newForm)}>{t('resources.create')}</Button>}>
            {t('resources.empty')}
          </EmptyState>
        </Pane>
      ) : (
        <ResourceForm
          key={view?.resource.id ?? resourceId}
          formKey={view?.resource.id ?? resourceId ?? newForm}
          view={view}
        />
      )}
    </Workbench>
  )
}

/** Not its secrets, which it does not have here. */
function textsOf({ resource, usedBy }: ResourceView): readonly string[] {
  const { id, description, type, config } = resource
  return [id, description, type, backendTitle(resource), ...Object.values(config).map(String), ...usedBy]
}
