import type { CSSProperties, ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { selectedIn, selectionStore } from '../app/selectionStore.js'
import { StepGlyph } from '../parts/StepGlyph.js'
import { rowAttribute } from '../parts/useRowFocus.js'
import { VirtualList } from '../parts/VirtualList.js'
import { cellText } from './cellText.js'
import { isAlive, isFresh, isOf, type LookView } from './lookView.js'
import { NothingStored } from './NothingStored.js'
import { TimeToLive } from './TimeToLive.js'
import styles from './Stores.module.css'

/** Columns in the order in which they are shown, with their widths in rem; what is not named comes last. */
const knownColumns: ReadonlyMap<string, number> = new Map([
  ['id', 2.75],
  ['_id', 6],
  ['msgid', 6.5],
  ['topic', 5],
  ['payload', 9],
  ['qos', 2],
  ['ttl', 4],
  ['arrived', 10],
  ['timestamp', 9.75],
  ['ts', 8],
  ['sender', 6],
  ['from', 6],
  ['retain', 3]
])
const usualWidth = 7
/** Of an `id` that is the message's own, as in Redis, not a number that the store counts. */
const messageIdWidth = 6.5
/** Those that take what room there is, and in which proportion. */
const growing: ReadonlyMap<string, number> = new Map([
  ['payload', 1],
  ['topic', 0.4]
])
const markWidth = 0.75
const longestId = 14

interface Column {
  readonly name: string
  /** Its place in a row's cells. */
  readonly index: number
  readonly width: number
}

/** The rows of a store; new ones flash once, deleted ones stay for a while as ghosts. */
export function StoreTable({ view, title }: { readonly view: LookView; readonly title: string }): ReactElement {
  const { t } = useTranslation()
  const messageId = selectionStore(selectedIn('stores'))
  const toggle = selectionStore((state) => state.toggle)
  const columns = shownColumns(view.look.columns)
  if (view.rows.length === 0) return <NothingStored />
  const style = gridStyle(columns)
  return (
    <VirtualList
      label={t('stores.tableOf', { resource: title })}
      role="grid"
      items={view.rows}
      keyOf={({ key }) => key}
      reusesRows
      reveal={view.rows.find((row) => isOf(row, messageId))?.key}
      head={
        <div className={styles['columns']} role="row" style={style}>
          <span role="columnheader" aria-label={t('stores.state')} />
          {columns.map(({ name }) => (
            <span key={name} role="columnheader">
              {name}
            </span>
          ))}
        </div>
      }
      row={(row) => (
        <div
          // Its own, so that each new row flashes.
          key={row.freshAt}
          className={styles['row']}
          role="row"
          style={style}
          aria-selected={isOf(row, messageId)}
          data-ghost={isAlive(row) ? undefined : true}
          data-fresh={isFresh(row, view) ? true : undefined}
          onClick={() => toggle(row.messageId, 'stores')}
          {...rowAttribute}
        >
          <span
            className={styles['mark']}
            role="gridcell"
            aria-label={isAlive(row) ? t('stores.kept') : t('stores.gone')}
          >
            <StepGlyph tone={isAlive(row) ? 'saved' : 'deleted'} />
          </span>
          {columns.map(({ name, index }) => {
            const cell = row.cells[index] ?? null
            const text = cellText(cell)
            return (
              <span
                key={name}
                role="gridcell"
                title={name === 'ttl' ? undefined : text}
                data-null={cell === null ? true : undefined}
              >
                {name === 'ttl' && typeof cell === 'number' && cell > 0 && isAlive(row) ? (
                  <TimeToLive seconds={cell} at={view.look.at} />
                ) : (
                  shortCell(name, text)
                )}
              </span>
            )
          })}
        </div>
      )}
    />
  )
}

function shownColumns(names: readonly string[]): readonly Column[] {
  const order = [...knownColumns.keys()]
  const placeOf = (name: string): number => (order.includes(name) ? order.indexOf(name) : order.length)
  const widthOf = (name: string): number =>
    name === 'id' && !names.includes('msgid') ? messageIdWidth : (knownColumns.get(name) ?? usualWidth)
  return names
    .map((name, index) => ({ name, index, width: widthOf(name) }))
    .sort((a, b) => placeOf(a.name) - placeOf(b.name))
}

function gridStyle(columns: readonly Column[]): CSSProperties {
  const tracks = columns.map(({ name, width }) => {
    const share = growing.get(name)
    return share === undefined ? `${width}rem` : `minmax(${width}rem, ${share}fr)`
  })
  const width = columns.reduce((sum, column) => sum + column.width + 0.5, markWidth + 1.5)
  return { gridTemplateColumns: [`${markWidth}rem`, ...tracks].join(' '), minWidth: `${width}rem` }
}

/**
 * Of a message id its time is what differs, which is in the middle, in base 62 (`id`) further on; of an ObjectId the end.
 * Of a time the seconds are enough at a glance.
 */
function shortCell(column: string, text: string): string {
  if (column === 'arrived') return text.replace(/\.\d+(?=Z?$)/, '')
  if (column === 'id' && text.length > longestId) return `…${text.slice(12, 22)}…`
  if (column === 'msgid' && text.length > longestId) return `…${text.slice(6, 16)}…`
  if (column === '_id' && text.length > longestId) return `…${text.slice(-10)}`
  return text
}
