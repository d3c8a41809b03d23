import { Button } from '@mantine/core'
import { Plus } from 'lucide-react'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { pageStore } from '../app/pageStore.js'
import { EmptyState } from '../parts/EmptyState.js'
import { Pane } from '../parts/Pane.js'
import { Workbench } from '../parts/Workbench.js'
import { LocalServersPane } from '../servers/LocalServersPane.js'
import { ResourceForm } from './ResourceForm.js'
import { ResourceItem } from './ResourceItem.js'
import { resourcesStore } from './resourcesStore.js'

/** The stores that actions may use. */
export function ResourcesPage(): ReactElement {
  const { t } = useTranslation()
  const resources = resourcesStore((state) => state.resources)
  const { resourceId, open } = pageStore()
  const show = (id: string): void => open('resources', { resourceId: id })
  const isNew = resourceId === 'new'
  const view = isNew ? undefined : (resources.find(({ resource }) => resource.id === resourceId) ?? resources[0])
  return (
    <Workbench
      title={t('resources.title')}
      tools={
        <Button variant="subtle" leftSection={<Plus size="1em" />} onClick={() => show('new')}>
          {t('resources.create')}
        </Button>
      }
      below={<LocalServersPane />}
      list={resources.map((each) => (
        <ResourceItem key={each.resource.id} view={each} isOpen={each === view} onOpen={() => show(each.resource.id)} />
      ))}
    >
      {view === undefined && !isNew ? (
        <Pane title={t('resources.title')}>
          <EmptyState action={<Button onClick={() => show('new')}>{t('resources.create')}</Button>}>
            {t('resources.empty')}
          </EmptyState>
        </Pane>
      ) : (
        <ResourceForm key={view?.resource.id ?? 'new'} view={view} />
      )}
    </Workbench>
  )
}
