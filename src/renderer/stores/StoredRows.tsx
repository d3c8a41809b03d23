import { type ReactElement, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Cell } from '../../shared/storeLook.js'
import { bytesOfStored } from '../../shared/markedPayload.js'
import { CopyButton } from '../parts/CopyButton.js'
import { PayloadView } from '../parts/PayloadView.js'
import { StepGlyph } from '../parts/StepGlyph.js'
import { wholeCell } from './cellText.js'
import { rowRecord } from './exportRows.js'
import { looksStore } from './looksStore.js'
import { isAlive, type LookView, type ShownRow } from './lookView.js'
import styles from './StoredRows.module.css'

export interface StoredRow {
  readonly view: LookView
  readonly row: ShownRow
}

/** Where a message is kept, of all stores that are in view; ghosts too. */
export function useStoredRows(messageId: string | undefined): readonly StoredRow[] {
  const views = looksStore((state) => (state.frozen ?? state).views)
  return useMemo(() => {
    if (messageId === undefined) return []
    return Object.values(views).flatMap((view) =>
      view.rows.filter((row) => row.messageId === messageId).map((row) => ({ view, row }))
    )
  }, [views, messageId])
}

interface Props {
  readonly rows: readonly StoredRow[]
  /** Whether the payload is shown through a lens, where nothing else on the page does. */
  readonly withPayload?: boolean
}

/** The rows of one message in full, as each store has them. */
export function StoredRows({ rows, withPayload = false }: Props): ReactElement {
  return (
    <>
      {rows.map(({ view, row }) => (
        <Row key={`${view.look.resourceId} ${row.key}`} view={view} row={row} withPayload={withPayload} />
      ))}
    </>
  )
}

function Row({ view, row, withPayload }: StoredRow & Required<Pick<Props, 'withPayload'>>): ReactElement {
  const { t } = useTranslation()
  const { resourceId, columns } = view.look
  const title = t(isAlive(row) ? 'stores.rowOf' : 'stores.wasIn', { resource: resourceId })
  const payload = row.cells[columns.indexOf('payload')]
  return (
    <section className={styles['stored']} aria-label={title}>
      <h3 className={styles['head']}>
        <StepGlyph tone={isAlive(row) ? 'saved' : 'deleted'} />
        <span>{title}</span>
        <CopyButton text={JSON.stringify(rowRecord(columns, row.cells), null, 2)} what={t('stores.row')} />
      </h3>
      <dl className={styles['cells']}>
        {columns.map((name, index) => {
          const text = wholeCell(row.cells[index] ?? null)
          return (
            <div key={name} className={styles['cell']}>
              <dt>{name}</dt>
              <dd>
                <code>{text}</code>
                <CopyButton text={text} what={name} />
              </dd>
            </div>
          )
        })}
      </dl>
      {withPayload && payload !== undefined && payload !== null && <StoredPayload cell={payload} />}
    </section>
  )
}

function StoredPayload({ cell }: { readonly cell: Exclude<Cell, null> }): ReactElement {
  const bytes = useMemo(() => (cell instanceof Uint8Array ? cell : bytesOfStored(String(cell))), [cell])
  return <PayloadView bytes={bytes} size={bytes.length} />
}
