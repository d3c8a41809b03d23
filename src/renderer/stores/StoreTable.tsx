import type { CSSProperties, KeyboardEvent, ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { Cell } from '../../shared/contract.js'
import { selectionStore } from '../app/selectionStore.js'
import { previewOf } from '../parts/payload.js'
import { VirtualList } from '../parts/VirtualList.js'
import { isAlive, type LookView, type ShownRow } from './lookView.js'
import styles from './Stores.module.css'

/** Widths in rem; what is not named gets the usual one. */
const widths: Readonly<Record<string, number>> = {
  id: 3.25,
  _id: 6,
  msgid: 6.5,
  topic: 6,
  sender: 6.5,
  from: 6.5,
  qos: 2.5,
  retain: 3.5,
  ttl: 4,
  score: 8,
  arrived: 11.5,
  timestamp: 9,
  ts: 9
}
const usualWidth = 7
const flashTime = 600

/** The rows of a store; new ones flash once, deleted ones stay for a while as ghosts. */
export function StoreTable({ view, title }: { readonly view: LookView; readonly title: string }): ReactElement {
  const { t } = useTranslation()
  const { messageId, toggle } = selectionStore()
  const { columns } = view.look
  const template = columns.map((name) => (name === 'payload' ? 'minmax(8rem, 1fr)' : `${widths[name] ?? usualWidth}rem`))
  const style: CSSProperties = { gridTemplateColumns: template.join(' '), minWidth: minimum(columns) }
  if (view.rows.length === 0) return <p className={styles['nothing']}>{t('stores.nothing')}</p>
  return (
    <VirtualList
      label={t('stores.tableOf', { resource: title })}
      role="grid"
      items={view.rows}
      keyOf={({ key }) => key}
      reveal={view.rows.find((row) => row.messageId !== undefined && row.messageId === messageId)?.key}
      head={
        <div className={styles['columns']} role="row" style={style}>
          {columns.map((name) => (
            <span key={name} role="columnheader">
              {name}
            </span>
          ))}
        </div>
      }
      row={(row) => (
        <div
          className={styles['row']}
          role="row"
          style={style}
          tabIndex={0}
          aria-selected={row.messageId !== undefined && row.messageId === messageId}
          data-ghost={isAlive(row) ? undefined : true}
          data-fresh={isFresh(row, view.look.at) ? true : undefined}
          onClick={() => toggle(row.messageId)}
          onKeyDown={(event: KeyboardEvent) => {
            if (event.key === 'Enter') toggle(row.messageId)
          }}
        >
          {row.cells.map((cell, index) => {
            const text = cellText(cell)
            return (
              <span key={columns[index]} role="gridcell" title={text} data-null={cell === null ? true : undefined}>
                {text}
              </span>
            )
          })}
        </div>
      )}
    />
  )
}

/** Only what came a moment before the newest look flashes: scrolling back to a row is no news. */
function isFresh(row: ShownRow, lookedAt: number): boolean {
  return row.arrivedAt !== undefined && isAlive(row) && lookedAt - row.arrivedAt < flashTime
}

function cellText(cell: Cell): string {
  if (cell === null) return 'NULL'
  return cell instanceof Uint8Array ? previewOf(cell.subarray(0, 200), cell.length) : String(cell)
}

function minimum(columns: readonly string[]): string {
  const sum = columns.reduce((total, name) => total + (name === 'payload' ? 8 : (widths[name] ?? usualWidth)), 0)
  return `${sum + columns.length * 0.5}rem`
}
