import { Loader } from '@mantine/core'
import { Braces, ChartLine, ListTree, RefreshCw, SquareTerminal } from 'lucide-react'
import { lazy, memo, type ReactElement, Suspense, useDeferredValue, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ResourceView } from '../../shared/contract.js'
import { resourceTypes } from '../../shared/resourceTypes.js'
import { callCancellable, callEngine } from '../app/engine.js'
import { StoreFaultMenu, StoreFaultNote } from '../bench/StoreFault.js'
import { guideTarget } from '../guide/target.js'
import { CopyButton } from '../parts/CopyButton.js'
import { ErrorNotice } from '../parts/ErrorNotice.js'
import { ExportMenu } from '../parts/ExportMenu.js'
import { count } from '../parts/format.js'
import { IconButton } from '../parts/IconButton.js'
import { StateDot } from '../parts/StateDot.js'
import { useAction } from '../parts/useAction.js'
import { backendTitle, isEmbedded, resourceDots } from '../resources/resourceTexts.js'
import { settingsStore } from '../settings/settingsStore.js'
import { DocumentList } from './DocumentList.js'
import { exportRows } from './exportRows.js'
import { GrowthNote } from './GrowthNote.js'
import { KeyTree } from './KeyTree.js'
import { LookAge } from './LookAge.js'
import { looksStore } from './looksStore.js'
import { RetryNote } from './RetryNote.js'
import { StoreConsole } from './StoreConsole.js'
import { ownShapes, useStoreShape } from './storeShape.js'
import { StoreTable } from './StoreTable.js'
import styles from './Stores.module.css'

/** It comes when it is first wanted, with the library that draws. */
const StoreChart = lazy(async () => ({ default: (await import('../charts/StoreChart.js')).StoreChart }))

/** Beyond so many rows the stores estimate: counting would cost a scan. */
const countedExactly = 10_000

/** Drawn again only when the rows have changed, not with the head. */
const shapes = { table: memo(StoreTable), keys: memo(KeyTree), documents: memo(DocumentList) } as const
const shapeIcons = { keys: ListTree, documents: Braces } as const

/** One store: its state, its rows, and the very statement that was sent to see them. */
export const StoreCard = memo(function StoreCard({ view }: { readonly view: ResourceView }): ReactElement {
  const { t } = useTranslation()
  const { resource, state } = view
  // Many rows may have changed: what a person does goes first.
  const shown = useDeferredValue(looksStore((state) => (state.frozen ?? state).views[resource.id]))
  const [asking, setAsking] = useState(false)
  const [charting, setCharting] = useState(false)
  const { backend } = resourceTypes[resource.type]
  const [shape, setShape] = useStoreShape(backend)
  const own = ownShapes[backend]
  const Rows = shapes[shape]
  const OwnIcon = own === undefined ? undefined : shapeIcons[own]
  const refresh = useAction(async () => {
    const look = await callEngine('store.look', { id: resource.id })
    looksStore.getState().take(look, settingsStore.getState().settings.ghostSeconds)
  })
  const error = view.error ?? shown?.look.error ?? refresh.error?.toInfo()
  // A store that was never reached has told nothing of how much is in it.
  const seen = shown !== undefined && shown.look.columns.length > 0 ? shown : undefined
  const total = seen?.look.count ?? seen?.look.rows.length
  return (
    <article
      className={styles['card']}
      aria-label={`${backendTitle(resource)} ${resource.id}`}
      {...guideTarget('store', resource.id)}
    >
      <div className={styles['head']}>
        <StateDot state={resourceDots[state]} />
        <strong>{backendTitle(resource)}</strong>
        <code className={styles['id']}>{resource.id}</code>
        <span className={styles['state']}>{t(`resources.${state}`)}</span>
        <span className={styles['figures']}>
          {total !== undefined && (
            <b className={styles['count']}>
              {t('stores.rows', { count: total, text: total > countedExactly ? `≈ ${count(total)}` : count(total) })}
            </b>
          )}
          {shown !== undefined && <LookAge resourceId={resource.id} />}
          <ExportMenu
            label={t('stores.export')}
            name={resource.id}
            formats={t('common.formats', { returnObjects: true })}
            isEmpty={(shown?.look.rows.length ?? 0) === 0}
            size="sm"
            textIn={async (format, signal) => {
              const { columns, rows } = await callCancellable('store.rows', { id: resource.id }, signal)
              const cells = rows.map((row) => row.cells)
              return exportRows(columns, cells, format)
            }}
          />
          {own !== undefined && OwnIcon !== undefined && (
            <IconButton
              size="sm"
              label={t(`stores.as.${own}`)}
              pressed={shape !== 'table'}
              onClick={() => setShape(shape === 'table')}
            >
              <OwnIcon size="1em" />
            </IconButton>
          )}
          <StoreFaultMenu resourceId={resource.id} />
          <IconButton
            size="sm"
            label={t('charts.title', { resource: resource.id })}
            pressed={charting}
            onClick={() => setCharting(!charting)}
          >
            <ChartLine size="1em" />
          </IconButton>
          <IconButton size="sm" label={t('stores.console')} pressed={asking} onClick={() => setAsking(!asking)}>
            <SquareTerminal size="1em" />
          </IconButton>
          <IconButton size="sm" label={t('stores.refresh')} loading={refresh.busy} onClick={() => refresh.run()}>
            <RefreshCw size="1em" />
          </IconButton>
        </span>
      </div>
      <StoreFaultNote resourceId={resource.id} />
      <RetryNote view={view} />
      <GrowthNote view={view} />
      {error !== undefined && (
        <div className={styles['error']}>
          <ErrorNotice error={error} resourceId={resource.id} />
        </div>
      )}
      {shown === undefined && error === undefined && (
        <p className={styles['nothing']} role="status">
          <Loader size="xs" />
          {isEmbedded(resource) ? t('stores.preparing') : t('stores.connecting')}
        </p>
      )}
      {seen !== undefined && (
        <div className={styles['rows']}>
          <Rows view={seen} title={resource.id} />
        </div>
      )}
      {shown !== undefined && shown.look.statement !== '' && (
        <div className={styles['statement']}>
          <code title={shown.look.statement}>{shown.look.statement}</code>
          <CopyButton text={shown.look.statement} what={t('stores.statement')} />
        </div>
      )}
      {charting && (
        <Suspense>
          <StoreChart resourceId={resource.id} />
        </Suspense>
      )}
      {asking && <StoreConsole view={view} />}
    </article>
  )
})
